import type { Outcome } from "./exchange.ts";

/** How often one question is asked, and the longest pause between two tries, in milliseconds. */
const mostTries = 4;
const longestPause = 30_000;

/** What pauses and tries are measured by. */
export type Patience = {
  /** Waits, in milliseconds; ends early where the session is closed. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds that are left for everything. */
  readonly remaining: () => number;
  /** Now, for servers that name a time. */
  readonly now: () => Date;
  /** Whether a broken connection is worth another try: the server has answered before. */
  readonly answeredBefore: () => boolean;
};

/** An outcome, how many tries it took, and the pause that the server wants and that is not granted. */
export type Tried = { readonly outcome: Outcome; readonly tries: number; readonly refusedPause?: number };

/**
 * Asks again where the server is busy or broken (429, 5xx) or was lost after it had answered before; pauses as long as
 * Retry-After says (RFC 9110, section 10.2.3), else one, two, four seconds.
 */
export async function withRetries(once: () => Promise<Outcome>, patience: Patience): Promise<Tried> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await once();
    if (!isWorthAnother(outcome, patience) || tries === mostTries) return { outcome, tries };
    const pause = pauseOf(outcome, tries, patience.now());
    if (pause > Math.min(longestPause, patience.remaining())) return { outcome, tries, refusedPause: pause };
    await patience.wait(pause);
  }
}

const isWorthAnother = (outcome: Outcome, { answeredBefore }: Patience): boolean =>
  outcome.kind === "none" ? outcome.lost && answeredBefore() : outcome.status === 429 || outcome.status >= 500;

function pauseOf(outcome: Outcome, tries: number, now: Date): number {
  const asked = outcome.kind === "response" ? retryAfter(outcome.retryAfter, now) : undefined;
  return asked ?? 1000 * 2 ** (tries - 1);
}

/** Retry-After in milliseconds: a number of seconds, or a date. */
function retryAfter(value: string, now: Date): number | undefined {
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
