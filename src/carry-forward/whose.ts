import type { Assessment } from "../findings/assessment.ts";
import { checklistScopes } from "../findings/checklist-settings.ts";
import { type Checklist, checklistsOf } from "../reports/checklist/checklist.ts";

/**
 * Finds the checklist that an assessment has of the asset that an earlier one speaks of, by its host name in whatever case,
 * of a node by its plain name too; one without a host name is the cluster's. Undefined where none is.
 */
export function checklistsByAsset(assessment: Assessment): (hostName: string) => Checklist | undefined {
  const all = checklistScopes.flatMap((scope) => checklistsOf(assessment, { scope, emptyNotReviewed: false }));
  const nodes = all.filter(({ asset }) => asset.scope === "node");
  // Of two with one key the later counts: what assets are called goes before what nodes are.
  const found = new Map([
    ...nodes.toReversed().map((one) => [one.asset.nodes?.[0]?.toLowerCase() ?? "", one] as const),
    ...all.map((one) => [one.asset.hostName.toLowerCase(), one] as const),
  ]);
  return (hostName) => {
    const wanted = hostName.trim().toLowerCase();
    return wanted === "" ? all[0] : found.get(wanted);
  };
}
