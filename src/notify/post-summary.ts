import { Agent } from "node:http";
import { setTimeout } from "node:timers/promises";
import { apiAgent } from "../connect/api/agent.ts";
import { exchange } from "../connect/api/exchange.ts";
import { type Environment, isLoopback, proxyFromEnvironment } from "../connect/api/proxy.ts";
import { type Tried, withRetries } from "../connect/api/retry.ts";
import { newsNotifier } from "./news.ts";
import type { Notifier } from "./outcome.ts";
import { summaryOf } from "./summary.ts";

/** Milliseconds for an exchange. */
const patience = 30_000;
/** Bytes of an answer, of which nothing is wanted. */
const largest = 1024 * 1024;

/** A server that is told, and how it is reached. */
export type Webhook = {
  readonly url: URL;
  /** What HTTPS_PROXY and NO_PROXY say. */
  readonly environment: Environment;
  readonly fips: boolean;
  /** Waits, in milliseconds; by the clock without it. */
  readonly wait?: (milliseconds: number) => Promise<void>;
};

/**
 * The URL of a server that may be told: https, or http to this machine.
 * @returns why it may not, where that is so; the URL itself may be a secret and is not in it.
 */
export function webhookUrl(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:") return url;
  if (url?.protocol !== "http:") return "it is no https URL";
  return isLoopback(url.hostname.replace(/^\[(.*)\]$/, "$1"))
    ? url
    : "plain http is for this machine only: it is no https URL";
}

/**
 * Tells a server what is news, by a POST of JSON. Any answer but 2xx is a failure, redirects too; tried again where the
 * server is busy, broken or not to be reached, so that it may be told twice where its answer was lost.
 */
export const webhookNotifier = (webhook: Webhook): Notifier =>
  newsNotifier(`the webhook at ${webhook.url.host}`, (news) => post(webhook, JSON.stringify(summaryOf(news))));

async function post({ url, environment, fips, wait }: Webhook, body: string): Promise<string | undefined> {
  const over = new AbortController();
  const { signal } = over;
  const isPlain = url.protocol === "http:";
  const proxy = isPlain ? undefined : proxyFromEnvironment(url, environment);
  const agent = isPlain
    ? new Agent()
    : apiAgent(targetOf(url, proxy), { headers: {} }, { timeout: patience, signal, fips });
  const line = { agent, headers: { connection: "close" }, ...(proxy && { proxy: proxy.host }) };
  const message = { method: "POST", url, accept: "*/*", body } as const;
  const tried = await withRetries(() => exchange(message, line, { deadline: patience, signal, largest }), {
    wait: wait ?? setTimeout,
    // Each try and each pause is bounded, and there are four of them at most.
    remaining: () => Number.POSITIVE_INFINITY,
    now: () => new Date(),
    // One that cannot be reached now may be there in a moment, and is not asked again until the next run.
    answeredBefore: () => true,
  });
  over.abort();
  agent.destroy();
  return whyUntold(tried);
}

/** Of what a server says nothing but its status is shown: the URL may be a secret, and so may what is said of it. */
function whyUntold({ outcome, tries, refusedPause }: Tried): string | undefined {
  if (outcome.kind === "response" && outcome.status >= 200 && outcome.status < 300) return undefined;
  const said = outcome.kind === "none" ? outcome.message : `it answered with HTTP ${outcome.status}`;
  const pause = refusedPause === undefined ? "" : `; it wants a pause of ${Math.ceil(refusedPause / 1000)} s`;
  return `${said}${pause}${tries > 1 ? ` (tried ${tries} times)` : ""}`;
}

/** As an API server is reached, but without credentials. */
const targetOf = (url: URL, proxy: URL | undefined): Parameters<typeof apiAgent>[0] => ({
  origin: url.host,
  server: url.origin,
  skipsVerification: false,
  ...(proxy && { proxy }),
  credentials: { obtain: async () => ({ headers: {} }), renewable: false },
});
