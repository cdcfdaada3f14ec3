import { plainTitle } from "../../benchmark/requirement.ts";
import { type Assessment, type Finding, isOfStig } from "../../findings/assessment.ts";
import type { Status } from "../../findings/verdict.ts";
import { severityWord } from "../benchmarks.ts";
import { concludedStatus } from "../outcomes.ts";
import { statusWords } from "../status-words.ts";
import { objectiveId } from "./controls.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";
import type { observationsOf } from "./observations.ts";
import { line, paragraphs, properties } from "./oscal-text.ts";
import { originsOf } from "./system.ts";

/**
 * OSCAL knows two states of an objective. What was not reviewed is not satisfied, for a reason other than a failure, and
 * its remarks say so; what does not apply is satisfied, for a reason other than a pass.
 */
const states: Readonly<Record<Status, { readonly state: string; readonly reason: string }>> = {
  open: { state: "not-satisfied", reason: "fail" },
  not_reviewed: { state: "not-satisfied", reason: "other" },
  not_a_finding: { state: "satisfied", reason: "pass" },
  not_applicable: { state: "satisfied", reason: "other" },
};

type Related = {
  readonly observations: ReturnType<typeof observationsOf>;
  readonly risks: readonly { readonly uuid: string }[];
};

/** What was concluded of one rule. */
export const findingOf = (finding: Finding, assessment: Assessment, { observations, risks }: Related) => ({
  uuid: nameBasedUuid("finding", assessment.cluster, assessment.collected.to, finding.benchmark, finding.id),
  title: line(`${finding.id}: ${plainTitle(finding)}`),
  description: paragraphs([finding.summary]),
  props: propertiesOf(finding),
  origins: originsOf(assessment),
  target: {
    type: "objective-id",
    "target-id": objectiveId(finding),
    status: { ...states[finding.status], ...reasonOf(finding), remarks: paragraphs(statusRemarks(finding)) },
    ...implementationOf(finding.status),
  },
  "related-observations": observations.map(({ uuid }) => ({ "observation-uuid": uuid })),
  ...(risks.length > 0 && { "related-risks": risks.map(({ uuid }) => ({ "risk-uuid": uuid })) }),
});

/** Where a person's word decides nothing has passed or failed. */
const reasonOf = (finding: Finding): { readonly reason?: string } =>
  concludedStatus(finding) === finding.status ? {} : { reason: "other" };

function statusRemarks(finding: Finding): readonly string[] {
  const concluded = finding.review?.concluded;
  return [
    `${statusWords[finding.status]}.`,
    ...(finding.status === "not_reviewed"
      ? ["Not satisfied because it could not be judged, not because it failed."]
      : []),
    ...(finding.status === "not_applicable" ? ["It does not apply: nothing passed."] : []),
    ...(concluded === undefined || concluded.status === finding.status
      ? []
      : [`A person's word: the evidence alone says ${statusWords[concluded.status]}. ${concluded.summary}`]),
    ...(finding.effectiveStatus === finding.status
      ? []
      : [`The running configuration, defaults included: ${statusWords[finding.effectiveStatus]}.`]),
  ];
}

/** Said only where it was seen: of what is open or unseen nobody here knows whether it is planned. */
function implementationOf(status: Status): { readonly "implementation-status"?: { readonly state: string } } {
  if (status === "not_applicable") return { "implementation-status": { state: "not-applicable" } };
  if (status === "not_a_finding") return { "implementation-status": { state: "implemented" } };
  return {};
}

const propertiesOf = (finding: Finding) => [
  ...properties({
    benchmark: finding.benchmark,
    "requirement-id": finding.id,
    status: statusWords[finding.status],
    "effective-status": statusWords[finding.effectiveStatus],
    severity: severityWord(finding.benchmark, finding.severity),
    automatic: finding.automatic ? "yes" : "no",
  }),
  ...(isOfStig(finding)
    ? [
        ...properties({ "rule-id": finding.ruleId, "stig-id": finding.stigId, "srg-id": finding.groupTitle }),
        ...finding.ccis.flatMap((cci) => properties({ cci })),
      ]
    : properties({ section: finding.section.v12 ?? finding.section.v10 })),
];
