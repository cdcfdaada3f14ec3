import type { Severity } from "../../benchmark/requirement.ts";
import type { Assessment, StigFinding } from "../../findings/assessment.ts";
import type { ChecklistSettings } from "../../findings/checklist-settings.ts";
import type { Status } from "../../findings/verdict.ts";
import { isOfStig } from "../benchmarks.ts";
import { type Asset, assetsOf } from "./asset.ts";
import { longestEvidence, writeDetails } from "./evidence-block.ts";
import { findingDetails } from "./finding-details.ts";

/** The benchmark as a checklist names it. */
export type Stig = NonNullable<Assessment["benchmarks"]["stig"]>;

/** What one checklist says of one rule. */
export type ChecklistRule = {
  readonly finding: StigFinding;
  readonly status: Status;
  /** Carried by every importer as it is; see `importable-text.ts`. */
  readonly details: string;
  /** People's own words only; importers keep what is stored when it is empty. */
  readonly comments: string;
  readonly override?: { readonly severity: Severity; readonly justification: string };
};

/** One checklist, whatever the format. */
export type Checklist = { readonly asset: Asset; readonly stig: Stig; readonly rules: readonly ChecklistRule[] };

/** The checklists of an assessment; none without the STIG, for nothing knows the guidance's checks. */
export function checklistsOf(assessment: Assessment, settings: ChecklistSettings): readonly Checklist[] {
  const { stig } = assessment.benchmarks;
  if (stig === undefined) return [];
  const findings = assessment.findings.filter(isOfStig);
  return assetsOf(assessment, settings.scope).map((asset) => ({
    asset,
    stig,
    rules: findings.map((finding) => ruleOf(finding, asset, settings)),
  }));
}

function ruleOf(finding: StigFinding, asset: Asset, { emptyNotReviewed }: ChecklistSettings): ChecklistRule {
  const { concluded, carried = [] } = finding.review ?? {};
  const people = carried.find((one) => one.asset === asset.hostName);
  const seen = people?.status === undefined || concluded === undefined ? finding : { ...finding, ...concluded };
  const status = people?.status ?? finding.status;
  const isSilent = emptyNotReviewed && status === "not_reviewed";
  const own = people?.details ?? "";
  const evidence = isSilent ? "" : findingDetails(seen, longestEvidence(own));
  return {
    finding,
    status,
    details: writeDetails({ own, evidence, again: people?.status !== undefined && people.again !== undefined }),
    comments: people?.comments ?? "",
    ...(people?.override && { override: people.override }),
  };
}
