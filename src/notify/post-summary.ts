import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { apiAgent } from "../connect/api/agent.ts";
import { exchangeFailure } from "../connect/api/exchange-failure.ts";
import { type Environment, isLoopback, proxyFromEnvironment } from "../connect/api/proxy.ts";
import { isNews } from "./news.ts";
import type { Notifier } from "./outcome.ts";
import { summaryOf } from "./summary.ts";

/** Milliseconds for the whole exchange. */
const patience = 30_000;

/** A server that is told, and how it is reached. */
export type Webhook = {
  readonly url: URL;
  /** What HTTPS_PROXY and NO_PROXY say. */
  readonly environment: Environment;
  readonly fips: boolean;
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

/** Tells a server what is news, by one POST of JSON. Any answer but 2xx is a failure, redirects too. */
export const webhookNotifier = (webhook: Webhook): Notifier => ({
  name: `the webhook at ${webhook.url.host}`,
  tell: async ({ diff, ...outcome }) =>
    diff === undefined || !isNews(diff) ? undefined : post(webhook, JSON.stringify(summaryOf({ ...outcome, diff }))),
});

function post({ url, environment, fips }: Webhook, body: string): Promise<string | undefined> {
  const timer = AbortSignal.timeout(patience);
  const proxy = url.protocol === "https:" ? proxyFromEnvironment(url, environment) : undefined;
  const agent =
    url.protocol === "https:"
      ? apiAgent(targetOf(url, proxy), { headers: {} }, { timeout: patience, signal: timer, fips })
      : undefined;
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  return new Promise((resolve) => {
    const failed = (error: unknown): void =>
      resolve(timer.aborted ? `no answer within ${patience / 1000} s` : exchangeFailure(error, proxy?.host).message);
    const request = agent === undefined ? plainRequest : tlsRequest;
    const sent = request(url, { ...(agent && { agent }), method: "POST", headers, signal: timer }, (response) => {
      const { statusCode = 0 } = response;
      response.on("error", () => undefined).resume();
      response.on("close", () => agent?.destroy());
      resolve(statusCode >= 200 && statusCode < 300 ? undefined : `it answered with HTTP ${statusCode}`);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

/** As an API server is reached, but without credentials. */
const targetOf = (url: URL, proxy: URL | undefined): Parameters<typeof apiAgent>[0] => ({
  origin: url.host,
  server: url.origin,
  skipsVerification: false,
  ...(proxy && { proxy }),
  credentials: { obtain: async () => ({ headers: {} }), renewable: false },
});
