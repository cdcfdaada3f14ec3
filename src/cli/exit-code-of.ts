import { type Category, categories, categoryOf, type Severity } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import type { RunDiff } from "../findings/run-diff.ts";
import { expiredDecisions } from "../review/expired.ts";
import { exitCodes } from "./exit-codes.ts";

/**
 * The exit status of an assessment: coverage first, for a count over half a cluster proves nothing; then what has
 * expired, for the site has to say first whether it still holds. Without `failOn` open findings end in none of their own.
 */
export function exitCodeOf(assessment: Assessment, failOn: Category | undefined): number {
  if (!assessment.coverage.complete) return exitCodes.incomplete;
  if (expiredDecisions(assessment).length > 0) return exitCodes.expired;
  const findings = failOn === undefined ? [] : atOrAbove(assessment.findings, failOn);
  const open = findings.some((finding) => finding.status === "open" && !isWaived(finding));
  return open ? exitCodes.open : exitCodes.clean;
}

/**
 * The exit status of a difference that shall fail on what is newly open. That goes before lost coverage, for it is known
 * whatever else was not seen; without it lost coverage counts, for then nobody saw that there is nothing new.
 */
export function exitCodeOfDiff(diff: RunDiff, failOn: Category): number {
  const findings = atOrAbove(diff.findings, failOn);
  if (findings.some((finding) => finding.new)) return exitCodes.open;
  return diff.coverage.lost || findings.some(({ lost }) => lost) ? exitCodes.incomplete : exitCodes.clean;
}

function atOrAbove<T extends { readonly severity: Severity }>(findings: readonly T[], failOn: Category): readonly T[] {
  const counts = categories.slice(0, categories.indexOf(failOn) + 1);
  return findings.filter(({ severity }) => counts.includes(categoryOf(severity)));
}
