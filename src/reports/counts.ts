import { type Severity, severities } from "../benchmark/requirement.ts";
import type { Finding } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import { type Status, statuses } from "../findings/verdict.ts";
import { statusWords } from "./status-words.ts";

/** A number for each of the four statuses. */
export type StatusCounts = Readonly<Record<Status, number>>;

/** How many findings, or verdicts, have each status; all four are always there. */
export function countStatuses(findings: readonly Pick<Finding, "status">[]): StatusCounts {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  return {
    open: count("open"),
    not_reviewed: count("not_reviewed"),
    not_a_finding: count("not_a_finding"),
    not_applicable: count("not_applicable"),
  };
}

/** `3 Open, 14 Not Reviewed`: the statuses that there are, worst first. */
export function statusesLine(findings: readonly Pick<Finding, "status">[]): string {
  const counts = countStatuses(findings);
  return statuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${statusWords[status]}`)
    .join(", ");
}

/** How many of the open findings are waived. */
export const countWaived = (findings: readonly Finding[]): number => findings.filter(isWaived).length;

/** The counts of the findings of one severity. */
export type SeverityCounts = { readonly severity: Severity; readonly counts: StatusCounts };

/** One row of counts for each severity, empty ones included. */
export const countBySeverity = (findings: readonly Finding[]): readonly SeverityCounts[] =>
  severities.map((severity) => ({
    severity,
    counts: countStatuses(findings.filter((finding) => finding.severity === severity)),
  }));

/** Sum over the four statuses. */
export const totalOf = (counts: StatusCounts): number => statuses.reduce((sum, status) => sum + counts[status], 0);
