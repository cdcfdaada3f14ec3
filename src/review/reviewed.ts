import type { Attestation, Waiver } from "../evidence/waivers.ts";
import type { Assessment, Finding } from "../findings/assessment.ts";
import { attest } from "./attest.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { waive } from "./waive.ts";

/** What people of the site decided of findings. */
export type PeoplesWords = { readonly waivers?: readonly Waiver[]; readonly attestations?: readonly Attestation[] };

/** An assessment with the fingerprints of its findings, and what the site's waivers and attestations make of them. */
export function reviewed(assessment: Assessment, { waivers = [], attestations = [] }: PeoplesWords): Assessment {
  const findings = assessment.findings.map((finding): Finding => {
    const fingerprint = fingerprintOf(finding);
    const marked = fingerprint === undefined ? finding : { ...finding, fingerprint };
    const own = <Said extends { readonly rule: string }>(all: readonly Said[]): readonly Said[] =>
      all.filter(({ rule }) => rule === finding.id);
    return waive(attest(marked, own(attestations), assessment), own(waivers), assessment);
  });
  return { ...assessment, findings };
}
