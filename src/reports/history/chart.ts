import { severities } from "../../benchmark/requirement.ts";
import type { SeverityNumbers, TrendRun } from "../../findings/trend.ts";

/** What stands for a finding of each severity that is open, and for one that was open and is not seen. */
export const marks = { high: "#", medium: "=", low: "-", unseen: "?" } as const;

/** All of them. */
export const sumOf = (counts: SeverityNumbers): number =>
  severities.reduce((sum, severity) => sum + counts[severity], 0);

/**
 * A bar of plain characters for each run, all by one scale, none longer than `width`: a finding is at most one character,
 * and what there is at all has one.
 */
export function bars(runs: readonly TrendRun[], width: number): readonly string[] {
  const most = Math.max(1, ...runs.map(({ open, unseen }) => sumOf(open) + sumOf(unseen)));
  // Each of the four parts may be rounded up.
  const scale = Math.min(1, (width - Object.keys(marks).length) / most);
  const drawn = (mark: string, count: number): string =>
    mark.repeat(count === 0 ? 0 : Math.max(1, Math.round(count * scale)));
  return runs.map(
    ({ open, unseen }) =>
      severities.map((severity) => drawn(marks[severity], open[severity])).join("") +
      drawn(marks.unseen, sumOf(unseen)),
  );
}
