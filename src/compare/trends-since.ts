import type { Assessment, Finding } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import type { Sightings } from "../findings/sightings.ts";
import type { Trend } from "../findings/trend.ts";
import { sighted, sights } from "./sighted.ts";
import { comparableBy, judgedBy, trendRun } from "./trend-run.ts";

/** So many runs of a trend are kept with a run: two months of daily audits. */
const mostRuns = 60;

/** When a finding was seen open, as far back as the earlier run knows; nothing of one that is not earlier at all. */
export function sightingsSince(
  before: Finding | undefined,
  now: Finding,
  then: string,
  today: string,
): Sightings | undefined {
  if (then >= today) return undefined;
  const known = before && sightingsOf(before, then);
  const was = before && sights[evidenceStatus(before)];
  return sighted(known, { sight: sights[evidenceStatus(now)], at: today, before: was });
}

function sightingsOf(finding: Finding, at: string): Sightings | undefined {
  const { history } = finding;
  const seen = { sight: sights[evidenceStatus(finding)], before: undefined };
  // A run that an earlier version compared knows only since when its status holds.
  return history?.open ?? sighted(sighted(undefined, { ...seen, at: history?.since ?? at }), { ...seen, at });
}

/**
 * The trends that go on from an earlier run: those of benchmarks by which both judged the same requirements. None from one
 * that is not earlier.
 * @param now with the history of its findings.
 */
export function trendsSince(before: Assessment, now: Assessment): readonly Trend[] {
  if (before.collected.to >= now.collected.to) return [];
  const earlier = judgedBy(before).map((by) => ({ by, key: comparableBy(before, by) }));
  return judgedBy(now).flatMap((by): readonly Trend[] => {
    const key = comparableBy(now, by);
    if (!earlier.some((other) => other.key === key)) return [];
    const { benchmark } = by;
    const known = before.comparedWith?.trends?.find((trend) => trend.benchmark === benchmark)?.runs;
    const runs = known ?? [trendRun(before, benchmark, (finding) => sightingsOf(finding, before.collected.to))];
    return [{ benchmark, runs: [...runs, trendRun(now, benchmark, ({ history }) => history?.open)].slice(-mostRuns) }];
  });
}
