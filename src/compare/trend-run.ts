import { type BenchmarkName, releaseName, type Severity } from "../benchmark/requirement.ts";
import { type Assessment, type Finding, readNodes } from "../findings/assessment.ts";
import { evidenceGroups, evidenceStatus } from "../findings/evidence-status.ts";
import type { Sightings } from "../findings/sightings.ts";
import type { SeverityNumbers, TrendRun } from "../findings/trend.ts";

/** What a run was judged by. */
export type JudgedBy = { readonly benchmark: BenchmarkName; readonly title: string; readonly release: string };

/** The benchmarks that a run was judged by. */
export function judgedBy({ benchmarks: { stig, "nsa-cisa": guidance } }: Assessment): readonly JudgedBy[] {
  return [
    ...(stig ? [{ benchmark: "stig" as const, title: stig.title, release: releaseName(stig) }] : []),
    ...(guidance ? [{ benchmark: "nsa-cisa" as const, title: guidance.title, release: `v${guidance.version}` }] : []),
  ];
}

/** The findings of one benchmark. */
export const findingsOf = ({ findings }: Assessment, benchmark: BenchmarkName): readonly Finding[] =>
  findings.filter((finding) => finding.benchmark === benchmark);

/**
 * What two runs have in common that may stand in one trend: the cluster, the release, and which of its requirements were
 * judged, for a part of them is no fall of what is open.
 */
export function comparableBy(assessment: Assessment, { benchmark, title, release }: JudgedBy): string {
  const ids = findingsOf(assessment, benchmark).map(({ id }) => id);
  return JSON.stringify([assessment.cluster, benchmark, title, release, ids.toSorted()]);
}

/** What a run is in the trend of a benchmark, given when each of its findings was seen open, this run included. */
export function trendRun(
  assessment: Assessment,
  benchmark: BenchmarkName,
  sightingsOf: (finding: Finding) => Sightings | undefined,
): TrendRun {
  const { collected, tool, coverage } = assessment;
  const findings = findingsOf(assessment, benchmark);
  const open = findings.filter((finding) => evidenceStatus(finding) === "open");
  const notReviewed = findings.filter((finding) => evidenceStatus(finding) === "not_reviewed");
  const known = (finding: Finding): boolean => {
    const sightings = sightingsOf(finding);
    return sightings !== undefined && sightings.mended === undefined;
  };
  return {
    collected: { from: collected.from, to: collected.to },
    tool: tool.version,
    nodes: readNodes(coverage),
    complete: coverage.complete,
    open: bySeverity(open),
    unseen: bySeverity(notReviewed.filter(known)),
    notReviewed: notReviewed.length,
    waived: open.filter(({ review }) => review?.waived === true).length,
    targets: open.reduce((sum, finding) => sum + openTargets(finding), 0),
  };
}

function bySeverity(findings: readonly Finding[]): SeverityNumbers {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return { high: count("high"), medium: count("medium"), low: count("low") };
}

const openTargets = (finding: Finding): number =>
  evidenceGroups(finding)
    .filter(({ literal, beyondText }) => literal.status === "open" && !beyondText)
    .reduce((sum, { targets }) => sum + targets.length, 0);
