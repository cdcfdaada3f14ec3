import { setMaxListeners } from "node:events";
import { seconds } from "../limits.ts";
import type { AccessReviewer, AnswerForm, ApiAnswer, ApiSession } from "../session.ts";
import { reviewMessage } from "./access-review.ts";
import { answerOf } from "./answer.ts";
import { exchange, type Message, type Outcome } from "./exchange.ts";
import { type HeldLine, holdLine } from "./held-line.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import { type Tried, withRetries } from "./retry.ts";
import type { ApiTarget } from "./target.ts";

/** The limits of one API server, and the clock that they are measured by. */
export type ApiLimits = {
  /** Milliseconds for one answer, and for all that the API is asked, from the first question on. */
  readonly request: number;
  readonly total: number;
  /** The largest answer that is read, in bytes. */
  readonly largest: number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The time of day: for what answers and credentials say of it. */
  readonly now: () => Date;
  /** Milliseconds on a clock that nobody sets: for what is waited for. */
  readonly elapsed: () => number;
  /** Only approved algorithms are on offer. */
  readonly fips?: boolean;
};

// An aggregated API that cannot leave out the rest answers with whole objects, of which no more is kept.
const accepted: Readonly<Record<AnswerForm, string>> = {
  objects: "application/json",
  metadata: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
};

/** What can be asked of an API server: everything by GET, and whether the caller may ask it. */
export type ApiConnection = ApiSession & AccessReviewer;

/**
 * Opens an API server; it is contacted with the first question.
 * @throws KubeconfigError where the credentials cannot be had or used.
 */
export async function openApi(target: ApiTarget, limits: ApiLimits): Promise<ApiConnection> {
  const closing = new AbortController();
  // All lists are asked for side by side, and wait so for a server that is starting anew: no leak.
  setMaxListeners(0, closing.signal);
  const held = await holdLine(target, { timeout: limits.request, signal: closing.signal, fips: limits.fips === true });
  const often = asker(held, limits, closing.signal);
  const ask = async (message: Message): Promise<ApiAnswer> => {
    try {
      // A new line ends the old one, and with it what else is under way there.
      const renewable = target.credentials.renewable && message.onceWithin === undefined;
      if (renewable && held.isEnding(limits.now())) await held.renew();
      let tried = await often(message);
      if (renewable && isUnauthorized(tried)) {
        await held.renew();
        tried = await often(message);
      }
      return answerOf(message, tried);
    } catch (error) {
      if (!(error instanceof KubeconfigError)) throw error;
      return { state: "failed", cause: "auth-failed", message: error.message };
    }
  };
  return {
    server: target.server,
    ...(target.skipsVerification && { unverifiedTls: true as const }),
    get: (path, { form = "objects", ...how } = {}) =>
      ask({ method: "GET", url: new URL(`${target.server}${path}`), accept: accepted[form], ...how }),
    reviewAccess: (right) => ask(reviewMessage(target.server, right)),
    close: (why) => {
      closing.abort(why);
      held.drop();
    },
  };
}

/** Sends messages, with all tries that each is worth, until the time for everything is over. */
function asker(held: HeldLine, limits: ApiLimits, signal: AbortSignal): (message: Message) => Promise<Tried> {
  let answered = false;
  let startedAt: number | undefined;
  const remaining = (): number => {
    const now = limits.elapsed();
    startedAt ??= now;
    return limits.total - (now - startedAt);
  };
  const once = async (message: Message): Promise<Outcome> => {
    const left = remaining();
    if (left <= 0) return timedOut(limits.total);
    const deadline = Math.min(message.onceWithin ?? limits.request, limits.request, left);
    const outcome = await exchange(message, held.line(), { deadline, signal, largest: limits.largest });
    answered ||= outcome.kind === "response";
    return outcome;
  };
  return async (message) => {
    if (message.onceWithin !== undefined) return { outcome: await once(message), tries: 1 };
    const tried = await withRetries(() => once(message), {
      wait: (milliseconds) => limits.wait(milliseconds, signal).catch(() => undefined),
      remaining,
      now: limits.now,
      answeredBefore: () => answered,
    });
    // Gone for longer than a restart takes: what is still to be asked is not worth the same wait each time.
    if (tried.outcome.kind === "none" && tried.outcome.lost) answered = false;
    return tried;
  };
}

const timedOut = (total: number): Outcome => ({
  kind: "none",
  cause: "timed-out",
  message: `the API was not read within ${seconds(total)}`,
  lost: false,
});

const isUnauthorized = ({ outcome }: Tried): boolean => outcome.kind === "response" && outcome.status === 401;
