import type { Finding, FindingGroup } from "./assessment.ts";
import type { Status } from "./verdict.ts";

/** The provider's word took the place of what nobody saw: it counts only for what was Not Reviewed. */
const isAttested = ({ responsibility }: Finding): boolean => responsibility?.attestation?.counts === true;

/** What the evidence alone says of a requirement: a person's word, or a provider's, is left out. */
export function evidenceStatus(finding: Finding): Status {
  const concluded = finding.review?.concluded?.status;
  return concluded ?? (isAttested(finding) ? "not_reviewed" : finding.status);
}

/** The same of the effective reading, which of people only a provider's word changes. */
export const effectiveEvidenceStatus = (finding: Finding): Status =>
  isAttested(finding) ? "not_reviewed" : finding.effectiveStatus;

/** The groups of targets that were looked at: a provider that attests stands before them as one more. */
export const evidenceGroups = (finding: Finding): readonly FindingGroup[] =>
  isAttested(finding) ? finding.groups.slice(1) : finding.groups;
