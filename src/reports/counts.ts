import type { Finding } from "../findings/assessment.ts";
import { type Status, statuses } from "../findings/verdict.ts";

/** DISA's severity categories, worst first. */
export const categories = ["CAT I", "CAT II", "CAT III"] as const;

export type StatusCounts = Readonly<Record<Status, number>>;

/** How many findings have each status; all four are always there. */
export function countStatuses(findings: readonly Finding[]): StatusCounts {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  return {
    open: count("open"),
    not_reviewed: count("not_reviewed"),
    not_a_finding: count("not_a_finding"),
    not_applicable: count("not_applicable"),
  };
}

export type CategoryCounts = { readonly category: Finding["category"]; readonly counts: StatusCounts };

/** One row of counts for each category, empty ones included. */
export const countByCategory = (findings: readonly Finding[]): readonly CategoryCounts[] =>
  categories.map((category) => ({
    category,
    counts: countStatuses(findings.filter((finding) => finding.category === category)),
  }));

/** Sum over the four statuses. */
export const totalOf = (counts: StatusCounts): number => statuses.reduce((sum, status) => sum + counts[status], 0);
