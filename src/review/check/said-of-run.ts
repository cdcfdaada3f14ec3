import type { Attestation, Waiver } from "../../evidence/waivers.ts";
import type { Assessment, Finding } from "../../findings/assessment.ts";
import type { ReviewedAttestation, ReviewedWaiver } from "../../findings/review.ts";
import { attest } from "../attest.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { waive } from "../waive.ts";

/** The finding as the evidence has it, whatever was said of it when it was judged. */
function byEvidence({ review, fingerprint: _, ...finding }: Finding): Finding {
  const plain: Finding = { ...finding, ...review?.concluded };
  const fingerprint = fingerprintOf(plain);
  return fingerprint === undefined ? plain : { ...plain, fingerprint };
}

/** The finding of a rule in a run; undefined where the run did not judge it. */
export const findingOf = ({ findings }: Assessment, rule: string): Finding | undefined =>
  findings.filter(({ id }) => id === rule).map(byEvidence)[0];

/** What a waiver does to the finding of its rule in a run. */
export const waiverOn = (run: Assessment, finding: Finding, waiver: Waiver): ReviewedWaiver | undefined =>
  waive(finding, [waiver], run).review?.waivers?.[0];

/** What an attestation does to the finding of its rule in a run. */
export const attestationOn = (
  run: Assessment,
  finding: Finding,
  attestation: Attestation,
): ReviewedAttestation | undefined => attest(finding, [attestation], run).review?.attestation;
