import { type Category, categoryOf } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import { expiredDecisions } from "../review/expired.ts";

/** What the exit status of plimsoll means. Documented in the README; scripts depend on it. */
export const exitCodes = {
  /** Nothing open at or above --fail-on but what is waived, and everything was read. */
  clean: 0,
  /** Open findings at or above --fail-on that are not waived; everything was read. `decisions check` has complaints. */
  open: 1,
  /** A wrong command line, inventory, decisions, benchmark, kubeconfig, key file or sweep: nothing was contacted. */
  usage: 2,
  /**
   * A host, the API or a part of it that rules needed could not be read, findings or not; a right is missing; an
   * inventory is not that of its cluster, or its hosts cannot be reached.
   */
  incomplete: 3,
  /** The output could not be written; what was written before is there. */
  output: 4,
  /** A run folder that is missing, damaged or was changed. */
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
  const counts = order.slice(0, order.indexOf(failOn) + 1);
  const open = assessment.findings.some(
    (finding) => finding.status === "open" && !isWaived(finding) && counts.includes(categoryOf(finding.severity)),
  );
  return open ? exitCodes.open : exitCodes.clean;
}
