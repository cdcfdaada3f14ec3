import { type BenchmarkName, categoryOf, type Severity } from "../benchmark/requirement.ts";
import { apiCauses } from "../causes/api-causes.ts";
import { type CauseTable, explain } from "../causes/explanation.ts";
import { hostCauses } from "../causes/host-causes.ts";
import type { Assessment, CoveredNode } from "../findings/assessment.ts";
import { expiredDecisions } from "../review/expired.ts";
import { type Part, partsOf } from "./benchmarks.ts";
import { countBySeverity, countWaived } from "./counts.ts";
import { unreadNodes } from "./coverage.ts";

/** Something that was not read, by the cause that evidence has. */
export type Unread = { readonly cause?: string; readonly message?: string };

/** Of a cause a program gets the word, what was said, and the sentences that people get. */
const explained = <T extends Unread>(unread: T, causes: CauseTable) => {
  const { happened, todo } = explain(unread.cause ?? "", causes);
  return { ...unread, happened, todo };
};

/** How many nodes there are, how many were read, and why the others were not. */
export const nodesSummary = (all: number, unread: readonly (Unread & { readonly name: string })[]) => ({
  all,
  read: all - unread.length,
  unread: unread.map((node) => explained(node, hostCauses)),
});

/** What became of the API server: its state, and where it was not read why. */
export const apiSummary = <T extends Unread & { readonly state: string }>(api: T) =>
  api.state === "unread" ? explained(api, apiCauses) : api;

/** The end of a run for programs: what `consoleSummary` says to people, but for what stands in assessment.json beside it. */
export const runSummary = (assessment: Assessment) => ({
  cluster: assessment.cluster,
  collected: assessment.collected,
  complete: assessment.coverage.complete,
  nodes: nodesSummary(assessment.coverage.nodes.length, unreadNodes(assessment.coverage).map(nodeOf)),
  api: apiSummary(assessment.coverage.api),
  benchmarks: partsOf(assessment).map(benchmarkSummary),
  expired: expiredDecisions(assessment),
});

const nodeOf = ({ name, state, cause, message }: CoveredNode) => ({
  name,
  ...(state === "not-in-inventory" ? { cause: state } : cause !== undefined && { cause }),
  ...(message !== undefined && { message }),
});

const benchmarkSummary = ({ name, title, release, findings }: Part) => ({
  name,
  title,
  release,
  counts: countBySeverity(findings).map(({ severity, counts }) => ({
    severity,
    ...categoryIn(name, severity),
    ...counts,
    waived: countWaived(findings.filter((finding) => finding.severity === severity)),
  })),
});

const categoryIn = (benchmark: BenchmarkName, severity: Severity) =>
  benchmark === "stig" ? { category: categoryOf(severity) } : {};
