import { plainTitle } from "../../benchmark/requirement.ts";
import type { Assessment, Finding } from "../../findings/assessment.ts";
import type { ReviewedWaiver } from "../../findings/review.ts";
import { severityWord } from "../benchmarks.ts";
import { firstOf } from "../first-of.ts";
import { concludedStatus, countingWaivers } from "../outcomes.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";
import type { observationsOf } from "./observations.ts";
import { dayOf, line, ownProperties, paragraphs, properties, prose, value } from "./oscal-text.ts";
import { originsOf } from "./system.ts";

/**
 * The risk of an open finding; none of another. It has the same UUID in every run of a cluster, so that a plan of action
 * that names it holds on.
 */
export function risksOf(finding: Finding, assessment: Assessment, observations: ReturnType<typeof observationsOf>) {
  if (finding.status !== "open" && concludedStatus(finding) !== "open") return [];
  const waivers = countingWaivers(finding);
  const isLetBe = finding.review?.waived === true || finding.status !== "open";
  const deadline = waivers.flatMap(({ expires }) => dayOf(expires) ?? []).sort()[0];
  const uuid = nameBasedUuid("risk", assessment.cluster, finding.benchmark, finding.id);
  return [
    {
      uuid,
      title: line(`${finding.id}: ${plainTitle(finding)}`),
      description: paragraphs([finding.summary]),
      statement: paragraphs([`The cluster does not meet the requirement. Expected: ${finding.expected}`]),
      props: [
        ...properties({ severity: severityWord(finding.benchmark, finding.severity) }),
        ...waivers.map(waiverProperty),
      ],
      status: isLetBe ? "deviation-approved" : "open",
      origins: originsOf(assessment),
      ...(deadline !== undefined && { deadline }),
      remediations: [
        {
          uuid: nameBasedUuid("remediation", uuid),
          lifecycle: "recommendation",
          title: line(`Fix of ${finding.id}`),
          description: prose(finding.fix),
        },
      ],
      "related-observations": observations.map((observation) => ({ "observation-uuid": observation.uuid })),
    },
  ];
}

const waiverProperty = ({ reason, approver, ticket, expires, covers }: ReviewedWaiver) => ({
  name: "waiver",
  ns: ownProperties,
  value: value(approver),
  remarks: paragraphs([
    reason,
    ...(ticket === undefined ? [] : [`Ticket: ${ticket}`]),
    `Until ${expires}`,
    ...(covers.length === 0 ? [] : [`Covers: ${firstOf(covers, 50)}`]),
  ]),
});
