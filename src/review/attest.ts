import type { Attestation } from "../evidence/waivers.ts";
import type { Finding } from "../findings/assessment.ts";
import type { ReviewedAttestation } from "../findings/review.ts";
import { dayOf, hasExpired } from "./day.ts";
import type { ReviewedRun } from "./run.ts";
import { unseenOf } from "./unseen.ts";

/** The one that holds on a day; of those that hold no longer the last. */
function inForce(attestations: readonly Attestation[], day: string): Attestation | undefined {
  const inOrder = attestations.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return inOrder.find(({ expires }) => !hasExpired(expires, day)) ?? inOrder.at(-1);
}

/** Why a person's word does not decide what is no question for a person; undefined where it does. */
function whyNotForPerson(finding: Finding, { status }: Attestation, { coverage }: ReviewedRun): string | undefined {
  if (finding.status !== "not_reviewed") {
    return finding.responsibility?.attestation?.counts
      ? "the provider attests the rule"
      : "the rule was judged by what was seen";
  }
  // That something is a finding a person may know of what nobody here could see.
  if (status === "open") return undefined;
  if (finding.effectiveStatus === "open") return "the running configuration is Open";
  if (finding.responsibility?.inherited) {
    return "the rule is the provider's: its own word counts, key providerAttestation";
  }
  const unseen = unseenOf(finding, coverage);
  return unseen === undefined ? undefined : `that is not for a person to judge: ${unseen}`;
}

function whyNot(
  finding: Finding,
  attestation: Attestation,
  run: ReviewedRun,
): Pick<ReviewedAttestation, "why" | "expired"> {
  const other = whyNotForPerson(finding, attestation, run);
  if (other !== undefined) return { why: other };
  const { fingerprint, expires } = attestation;
  if (fingerprint !== undefined && fingerprint !== finding.fingerprint) {
    return { why: `what is to be judged has changed: its fingerprint is ${finding.fingerprint}, not ${fingerprint}` };
  }
  return hasExpired(expires, dayOf(run.collected)) ? { why: `it expired on ${expires}`, expired: true } : {};
}

/** The finding with what a person attests of it: that decides only what is Not Reviewed and a question for a person. */
export function attest(finding: Finding, attestations: readonly Attestation[], run: ReviewedRun): Finding {
  const attestation = inForce(attestations, dayOf(run.collected));
  if (attestation === undefined) return finding;
  const { rule: _rule, line: _line, ...words } = attestation;
  const not = whyNot(finding, attestation, run);
  const said: ReviewedAttestation = { ...words, counts: not.why === undefined, ...not };
  const review = { ...finding.review, attestation: said };
  if (!said.counts) return { ...finding, review };
  const concluded = { status: finding.status, summary: finding.summary };
  return { ...finding, status: said.status, summary: summaryOf(said), review: { ...review, concluded } };
}

function summaryOf({ by, date, expires, statement, document, ticket }: ReviewedAttestation): string {
  const papers = [document, ticket].filter((paper) => paper !== undefined);
  const on = papers.length === 0 ? "" : ` (${papers.join(", ")})`;
  return `Attested by ${by} on ${date}, until ${expires}: ${statement}${on}.`;
}
