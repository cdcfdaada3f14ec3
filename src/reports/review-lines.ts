import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { isWaived, type ReviewedAttestation, type ReviewedWaiver } from "../findings/review.ts";
import { statusWords } from "./status-words.ts";

const ending = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** `Waived until 2027-01-31 by J. Doe: the image is due in March (RISK-7).` */
function waiverLine({ reason, approver, expires, ticket, counts, why }: ReviewedWaiver): string {
  const by = `until ${expires} by ${approver}: ${reason}${ticket === undefined ? "" : ` (${ticket})`}`;
  const rest = why === undefined ? "" : ` ${counts ? "But" : "Does not hold:"} ${ending(why)}`;
  return `${counts ? "Waived" : "A waiver"} ${ending(by)}${rest}`;
}

/** `Attested as Not a Finding by J. Doe on 2026-10-01, until 2027-10-01: compared by hand (PPSM 3).` */
function attestationLine(said: ReviewedAttestation): string {
  const { status, by, date, expires, statement, document, ticket, why } = said;
  const papers = [document, ticket].filter((paper) => paper !== undefined);
  const on = papers.length === 0 ? "" : ` (${papers.join(", ")})`;
  const word = `Attested as ${statusWords[status]} by ${by} on ${date}, until ${expires}: ${statement}${on}`;
  return `${ending(word)}${why === undefined ? "" : ` Does not hold: ${ending(why)}`}`;
}

/** What they say that concerns some of its nodes only: no line of one changes with another. */
export function reviewLinesOfNodes(
  finding: Finding,
  { groups }: { readonly groups: readonly FindingGroup[] },
): readonly string[] {
  const { waivers = [] } = finding.review ?? {};
  const targets = new Set(groups.flatMap((group) => group.targets));
  return waivers.filter(({ covers }) => groups.length === 0 || covers.some((one) => targets.has(one))).map(waiverLine);
}

/** What people of the site say of a finding, and what the evidence says where the status is their word. */
export function reviewLines(finding: Finding): readonly string[] {
  const { waivers = [], attestation, concluded } = finding.review ?? {};
  const isPartly = waivers.some(({ counts }) => counts) && finding.status === "open" && !isWaived(finding);
  return [
    ...waivers.map(waiverLine),
    ...(isPartly ? ["Not all that is open is waived."] : []),
    // One that counts is the finding's summary.
    ...(attestation === undefined || attestation.counts ? [] : [attestationLine(attestation)]),
    ...(concluded === undefined
      ? []
      : [`By the evidence alone: ${statusWords[concluded.status]}. ${concluded.summary}`]),
  ];
}
