import { InvalidArgumentError, Option } from "commander";

/** What `--deadline` was given, in milliseconds. */
export type DeadlineFlag = { readonly deadline?: number };

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** A timer of Node's takes no more than 24 days. */
const longest = 7 * 24 * units.h;

/** Milliseconds of a time such as 90s, 30m, 1h30m; undefined where it is none, or none that a run may take. */
export function durationNamed(text: string): number | undefined {
  const [whole, h = "0", m = "0", s = "0"] = /^(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const milliseconds = Number(h) * units.h + Number(m) * units.m + Number(s) * units.s;
  return milliseconds > 0 && milliseconds <= longest ? milliseconds : undefined;
}

/** Milliseconds as `--deadline` is given them. */
export function durationWords(milliseconds: number): string {
  const h = Math.floor(milliseconds / units.h);
  const m = Math.floor((milliseconds % units.h) / units.m);
  const s = Math.floor((milliseconds % units.m) / units.s);
  return [h && `${h}h`, m && `${m}m`, s && `${s}s`].filter(Boolean).join("");
}

/** How sentences name the deadline of a run. */
export const deadlineWords = (milliseconds: number): string => `the run's deadline of ${durationWords(milliseconds)}`;

function readDeadline(text: string): number {
  const milliseconds = durationNamed(text);
  if (milliseconds === undefined)
    throw new InvalidArgumentError("It must be a time such as 90s, 30m or 1h30m, seven days at most.");
  return milliseconds;
}

/** How long hosts may be asked, in milliseconds once it is read. */
export const deadlineOption = () =>
  new Option(
    "--deadline <time>",
    "how long hosts may be asked, 30m or 1h30m: those not read by then count as unread, what was read is kept",
  ).argParser(readDeadline);
