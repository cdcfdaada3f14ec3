import type { Finding } from "../../findings/assessment.ts";
import type { ReviewedAttestation, ReviewedWaiver } from "../../findings/review.ts";
import type { Status } from "../../findings/verdict.ts";
import { countingWaivers } from "../outcomes.ts";
import type { AttestationData, WaiverData } from "./exec-json.ts";
import { heimdallProse } from "./heimdall-text.ts";

/** The waivers, where they let everything be that is open: programs take one for the whole control. */
export function waiverData(finding: Finding, status: Status): { readonly waiver_data?: WaiverData } {
  const waivers = countingWaivers(finding);
  const [expires] = waivers.map((waiver) => waiver.expires).sort();
  if (finding.review?.waived !== true || expires === undefined) return {};
  return {
    waiver_data: {
      justification: heimdallProse(waivers.map(waiverLine).join("\n")),
      expiration_date: heimdallProse(expires),
      run: true,
      skipped_due_to_waiver: status === "not_applicable",
    },
  };
}

/** The attestation, where it counts and says one of the two words that HDF has for it. */
export function attestationData({ id, review }: Finding): { readonly attestation_data?: AttestationData } {
  const attestation = review?.attestation;
  if (attestation?.counts !== true) return {};
  const { status, statement, by, date, expires } = attestation;
  if (status !== "open" && status !== "not_a_finding") return {};
  return {
    attestation_data: {
      control_id: id,
      explanation: heimdallProse(statement),
      frequency: heimdallProse(`until ${expires}`),
      status: status === "open" ? "failed" : "passed",
      updated: heimdallProse(date),
      updated_by: heimdallProse(by),
    },
  };
}

/** What people decided of a finding, whether it counts or not; undefined where they said nothing. */
export function justificationOf({ review }: Finding): string | undefined {
  const { waivers = [], attestation } = review ?? {};
  const lines = [...waivers.map(waiverLine), ...(attestation === undefined ? [] : [attestationLine(attestation)])];
  return lines.length === 0 ? undefined : heimdallProse(lines.join("\n"));
}

const waiverLine = ({ approver, ticket, expires, covers, reason, ...counted }: ReviewedWaiver): string =>
  `Waived by ${approver}${inBrackets([
    ["ticket", ticket],
    ["until", expires],
    ["for", covers.join(", ")],
  ])}${unlessCounted(counted)}: ${reason}`;

const attestationLine = ({ by, date, document, ticket, expires, statement, ...counted }: ReviewedAttestation): string =>
  `Attested by ${by} on ${date}${inBrackets([
    ["document", document],
    ["ticket", ticket],
    ["until", expires],
  ])}${unlessCounted(counted)}: ${statement}`;

function inBrackets(pairs: readonly (readonly [what: string, said: string | undefined])[]): string {
  const said = pairs.flatMap(([what, words]) => (words === undefined || words === "" ? [] : [`${what} ${words}`]));
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

const unlessCounted = ({ counts, why }: Pick<ReviewedWaiver, "counts" | "why">): string =>
  counts ? "" : `, does not count${why === undefined ? "" : `, ${why}`}`;
