import type { Severity } from "../../benchmark/requirement.ts";
import { type Assessment, isOfStig, type StigFinding } from "../../findings/assessment.ts";
import type { ChecklistSettings } from "../../findings/checklist-settings.ts";
import type { Status } from "../../findings/verdict.ts";
import { type Asset, assetsOf } from "./asset.ts";
import { longestEvidence, writeDetails } from "./evidence-block.ts";
import { findingDetails, nodeDetails } from "./finding-details.ts";
import { groupsOfNodes } from "./own-groups.ts";
import { saidOfNodes } from "./said-of-asset.ts";

/** The benchmark as a checklist names it. */
export type Stig = NonNullable<Assessment["benchmarks"]["stig"]>;

/** What one checklist says of one rule. */
export type ChecklistRule = {
  /** What is concluded of the cluster; of the asset the rest speaks. */
  readonly finding: StigFinding;
  readonly status: Status;
  /** Carried by every importer as it is; see `importable-text.ts`. */
  readonly details: string;
  /** People's own words only; importers keep what is stored when it is empty. */
  readonly comments: string;
  readonly override?: { readonly severity: Severity; readonly justification: string };
};

/** One checklist, whatever the format. */
export type Checklist = {
  readonly asset: Asset;
  readonly stig: Stig;
  /** Worked out whenever they are asked for: the rules of thousands of nodes take room. */
  readonly rules: readonly ChecklistRule[];
};

/** The checklists of an assessment; none without the STIG, for nothing knows the guidance's checks. */
export function checklistsOf(assessment: Assessment, settings: ChecklistSettings): readonly Checklist[] {
  const { stig } = assessment.benchmarks;
  if (stig === undefined) return [];
  const findings = assessment.findings.filter(isOfStig);
  const say = sayingOf(assessment);
  return assetsOf(assessment, settings.scope).map((asset) => ({
    asset,
    stig,
    get rules() {
      return findings.map((finding) => ruleOf(finding, asset, say, settings));
    },
  }));
}

/** What the evidence, and the site's decisions, say of an asset; the text has a limit of UTF-16 units. */
type Saying = { readonly status: Status; readonly detailsWithin: (limit: number) => string };
type Say = (finding: StigFinding, asset: Asset) => Saying;

function sayingOf(assessment: Assessment): Say {
  const groupsOf = groupsOfNodes(assessment);
  return (finding, { kind, nodes }) => {
    if (nodes === undefined) {
      return { status: finding.status, detailsWithin: (limit) => findingDetails(finding, limit) };
    }
    const said = saidOfNodes(finding, assessment, { kind, nodes, groups: groupsOf(finding, nodes) });
    return { status: said.status, detailsWithin: (limit) => nodeDetails(finding, said, limit) };
  };
}

/** What people wrote of the asset in an earlier checklist goes before what plimsoll saw; their answer fills what it did not. */
function ruleOf(finding: StigFinding, asset: Asset, say: Say, { emptyNotReviewed }: ChecklistSettings): ChecklistRule {
  const people = finding.review?.carried?.find((one) => one.asset === asset.hostName);
  const answer = people?.status;
  const evidence = say(answer === undefined ? finding : byEvidence(finding), asset);
  const status = answer !== undefined && evidence.status === "not_reviewed" ? answer : evidence.status;
  const isSilent = emptyNotReviewed && status === "not_reviewed";
  const own = people?.details ?? "";
  return {
    finding,
    status,
    details: writeDetails({
      own,
      evidence: isSilent ? "" : evidence.detailsWithin(longestEvidence(own)),
      again: answer !== undefined && people?.again !== undefined,
    }),
    comments: people?.comments ?? "",
    ...(people?.override && { override: people.override }),
  };
}

/** The finding as it is without a person's answer. */
function byEvidence({ review = {}, ...finding }: StigFinding): StigFinding {
  const { concluded, ...rest } = review;
  return { ...finding, ...concluded, review: rest };
}
