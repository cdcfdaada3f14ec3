import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { effectiveEvidenceStatus, evidenceStatus } from "../findings/evidence-status.ts";

/** Whether the running configuration tells something else than the check text does, of these targets. */
export const groupReadingsDiffer = ({ literal, effective }: FindingGroup): boolean =>
  literal.status !== effective.status || literal.reason !== effective.reason;

/** Whether the two readings of a rule, or of a group of its targets, end in different statuses by the evidence. */
export const readingsDiffer = (finding: Finding): boolean =>
  evidenceStatus(finding) !== effectiveEvidenceStatus(finding) ||
  finding.groups.some((group) => group.literal.status !== group.effective.status);

/** What the effective reading saw and the literal one did not. */
export function seenOnlyEffectively({ literal, effective }: FindingGroup): FindingGroup["effective"]["seen"] {
  const already = new Set(literal.seen.map((item) => JSON.stringify(item)));
  return effective.seen.filter((item) => !already.has(JSON.stringify(item)));
}
