import type { Severity } from "../../benchmark/requirement.ts";
import type { Assessment, StigFinding } from "../../findings/assessment.ts";
import type { ChecklistSettings } from "../../findings/checklist-settings.ts";
import type { Status } from "../../findings/verdict.ts";
import { isOfStig } from "../benchmarks.ts";
import { type Asset, assetsOf } from "./asset.ts";
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
      return findings.map((finding) => ruleOf(finding, say(finding, asset), settings));
    },
  }));
}

type Saying = Pick<ChecklistRule, "status" | "details">;

/** What is said of assets. */
function sayingOf(assessment: Assessment): (finding: StigFinding, asset: Asset) => Saying {
  const groupsOf = groupsOfNodes(assessment);
  return (finding, { kind, nodes }) => {
    if (nodes === undefined) return { status: finding.status, details: findingDetails(finding) };
    const said = saidOfNodes(finding, assessment, { kind, nodes, groups: groupsOf(finding, nodes) });
    return { status: said.status, details: nodeDetails(finding, said) };
  };
}

function ruleOf(
  finding: StigFinding,
  { status, details }: Saying,
  { emptyNotReviewed }: ChecklistSettings,
): ChecklistRule {
  const isSilent = emptyNotReviewed && status === "not_reviewed";
  return { finding, status, details: isSilent ? "" : details, comments: "" };
}
