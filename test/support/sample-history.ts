import { comparedWith } from "../../src/compare/compare.ts";
import { type NamedRun, trendsOver } from "../../src/compare/trends-over.ts";
import type { Assessment, Finding } from "../../src/findings/assessment.ts";
import type { ClusterTrend } from "../../src/findings/run-history.ts";
import { notAFinding, notApplicable, notReviewed, open, type Verdict } from "../../src/findings/verdict.ts";
import { coverageOf, covered } from "./coverage.ts";
import { groupOf, sampleAssessment, sampleFinding } from "./sample-assessment.ts";

/** What a run may say of a target. */
export const said: Readonly<Record<"open" | "fine" | "none" | "unread", Verdict>> = {
  open: open("Set."),
  fine: notAFinding("Not set."),
  none: notApplicable("Runs none."),
  unread: notReviewed("Not seen (refused)."),
};

/** A rule that says of each target what is given. */
export const ruleSaying = (
  id: string,
  targets: Readonly<Record<string, Verdict>>,
  given: Partial<Finding> = {},
): Finding =>
  sampleFinding({
    id,
    title: `Title of ${id}.`,
    groups: Object.entries(targets).map(([target, verdict]) => groupOf([target], verdict)),
    ...(given as object),
  });

/** The minute in which the run of a day of November ended. */
export const day = (number: number): string => `2026-11-${String(number).padStart(2, "0")}T06:02:00.000Z`;

/** A run that ended on a day of November. */
export const runOn = (number: number, findings: readonly Finding[], given: Partial<Assessment> = {}): Assessment =>
  sampleAssessment({
    collected: { from: day(number).replace("06:02", "06:00"), to: day(number) },
    coverage: coverageOf(),
    findings,
    ...given,
  });

/** Trends over assessments, the folders of which are called after their places in the list: `run-1`. */
export function trendsOf(runs: readonly Assessment[]) {
  const leftOut: string[] = [];
  const named: readonly NamedRun[] = runs.map((assessment, index) => ({ folder: `run-${index + 1}`, assessment }));
  const trends: readonly ClusterTrend[] = trendsOver(named, (name, sameAs) => leftOut.push(`${name} is ${sameAs}`));
  return { trends, leftOut };
}

/** The last of runs of which each was compared with the one before. */
export const compared = (runs: readonly Assessment[]): Assessment =>
  runs.reduce((before, now) => comparedWith(before, now));

/** So many runs, a rule a category: CAT I falls by and by, w2 is unread every ninth time, once the API was. */
export const manyRuns = (count: number): readonly Assessment[] =>
  Array.from({ length: count }, (_, index) => {
    const isUnread = index % 9 === 1;
    const severities = ["high", "medium", "low"] as const;
    const findings = Array.from({ length: 24 }, (_rule, number) => {
      const isMended = index > number * 2 && number % 3 === 0;
      const w2 = isUnread ? said.unread : said.open;
      const targets = isMended ? { w1: said.fine, w2: isUnread ? said.unread : said.fine } : { w2 };
      return ruleSaying(`V-2424${String(number).padStart(2, "0")}`, targets, {
        severity: severities[number % 3] ?? "low",
      });
    });
    const coverage = coverageOf(covered("w1"), covered("w2", { state: isUnread ? "unread" : "read" }));
    const collected = {
      from: new Date(Date.UTC(2026, 8, 1 + index, 6)),
      to: new Date(Date.UTC(2026, 8, 1 + index, 6, 2)),
    };
    return sampleAssessment({
      collected: { from: collected.from.toISOString(), to: collected.to.toISOString() },
      coverage,
      findings,
    });
  });
