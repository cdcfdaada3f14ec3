import { type Category, categoryOf, type Severity } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import type { RunDiff } from "../findings/run-diff.ts";
import { expiredDecisions } from "../review/expired.ts";

/** What the exit status of plimsoll means. Documented in the README; scripts depend on it. */
export const exitCodes = {
  /** Nothing open at or above --fail-on but what is waived, and everything was read. */
  clean: 0,
  /**
   * Open findings at or above --fail-on that are not waived; everything was read. Of `decisions check`: complaints. Of
   * `diff`: newly open at or above --fail-on-new.
   */
  open: 1,
  /** A wrong command line, inventory, decisions, benchmark, kubeconfig, key file or sweep: nothing was contacted. */
  usage: 2,
  /**
   * A host, the API or a part of it that rules needed could not be read, findings or not; a right is missing; an
   * inventory is not that of its cluster, or its hosts cannot be reached. Of `audit --shard`: the same of the shard's
   * hosts, and in the first shard of the API. Of `diff --fail-on-new`: nothing is newly
   * open, but what was seen before is not any more.
   */
  incomplete: 3,
  /** The output could not be written; what was written before is there. */
  output: 4,
  /**
   * A run folder that is missing, damaged or was changed, whose run has not ended, or that another process writes; that is
   * the shard of a run where a whole one is wanted. Of `merge`: shards that are not of one run, a missing or a double one.
   */
  runFolder: 5,
  /**
   * A decision of the site that a rule of the run goes by had expired when the run ended: a waiver, an attestation, an
   * approved list. Everything was read. `decisions check` found something that has expired today.
   */
  expired: 6,
  /** A mistake in plimsoll itself. */
  internal: 70,
  /** The reader of standard output went away, as `head` does (128 + SIGPIPE); the work was done, files are written. */
  outputClosed: 141,
  /** Ended by SIGINT or SIGTERM (128 + signal number); what was read until then is written. */
  interrupted: { SIGINT: 130, SIGTERM: 143 },
} as const;

const order: readonly Category[] = ["CAT I", "CAT II", "CAT III"];

/**
 * The exit status of an assessment: coverage first, for a count over half a cluster proves nothing; then what has
 * expired, for the site has to say first whether it still holds.
 */
export function exitCodeOf(assessment: Assessment, failOn: Category): number {
  if (!assessment.coverage.complete) return exitCodes.incomplete;
  if (expiredDecisions(assessment).length > 0) return exitCodes.expired;
  const findings = atOrAbove(assessment.findings, failOn);
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
  const counts = order.slice(0, order.indexOf(failOn) + 1);
  return findings.filter(({ severity }) => counts.includes(categoryOf(severity)));
}
