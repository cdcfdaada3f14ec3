import type { FailureCause } from "../../connect/session.ts";

/** How far a collection has come. Times in milliseconds. */
export type Standing = {
  readonly hosts: number;
  readonly done: number;
  readonly failures: ReadonlyMap<FailureCause, number>;
  readonly inFlight: number;
  /** Of those in flight, the one that was begun first. */
  readonly longest: string | undefined;
  /** Hosts done in a second, where that can be said. */
  readonly rate: number | undefined;
  readonly elapsed: number;
};

/** `1:05`, `1:00:00`. */
function clock(milliseconds: number): string {
  const all = Math.max(0, Math.floor(milliseconds / 1_000));
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** How many have failed in all. */
export const failed = ({ failures }: Pick<Standing, "failures">): number =>
  [...failures.values()].reduce((sum, count) => sum + count, 0);

/** Failures by cause, the most frequent first: `9 auth-failed, 3 timed-out`. */
export const causeWords = ({ failures }: Pick<Standing, "failures">): string =>
  [...failures]
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([cause, count]) => `${count} ${cause}`)
    .join(", ");

/** When the rest would be done at this rate. Once the last has begun it is for those in flight to say, and nobody knows. */
function timeLeft({ hosts, done, inFlight, rate }: Standing): string | undefined {
  if (rate === undefined || done + inFlight >= hosts) return undefined;
  return clock(((hosts - done) / rate) * 1_000);
}

/** A part of the line, how it is joined to the one before, and what it is worth where there is not room for all. */
type Part = { readonly text: string | undefined; readonly joined?: string; readonly worth: number };

function partsOf(standing: Standing): readonly Part[] {
  const { hosts, done, inFlight, longest, rate, elapsed } = standing;
  const count = failed(standing);
  const left = timeLeft(standing);
  return [
    { text: `${done}/${hosts} hosts done`, worth: 9 },
    { text: `${count} failed`, worth: 8 },
    { text: count > 0 ? `(${causeWords(standing)})` : undefined, joined: " ", worth: 3 },
    { text: rate === undefined ? undefined : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`, worth: 4 },
    { text: left === undefined ? undefined : `${left} left`, worth: 7 },
    { text: `${inFlight} in flight`, worth: 5 },
    { text: longest === undefined ? undefined : `(${longest})`, joined: " ", worth: 2 },
    { text: clock(elapsed), worth: 6 },
  ];
}

const line = (parts: readonly Part[]): string =>
  parts.map(({ text, joined = ", " }, index) => (index === 0 ? text : `${joined}${text}`)).join("");

/** How far it has come, in as many columns; what is worth least is left out first. */
export function standingWords(standing: Standing, columns: number): string {
  let parts = partsOf(standing).filter(({ text }) => text !== undefined);
  while (parts.length > 1 && line(parts).length > columns) {
    const least = Math.min(...parts.map(({ worth }) => worth));
    parts = parts.filter(({ worth }) => worth !== least);
  }
  return line(parts);
}
