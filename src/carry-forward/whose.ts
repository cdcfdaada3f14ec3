import type { Assessment } from "../findings/assessment.ts";
import { checklistScopes } from "../findings/checklist-settings.ts";
import { type Checklist, checklistsOf } from "../reports/checklist/checklist.ts";

/**
 * The checklist that an assessment has of the asset that an earlier one speaks of, by its host name in whatever case, of
 * a node by its plain name too; one without a host name is the cluster's. Undefined where none is.
 */
export function checklistOfAsset(assessment: Assessment, hostName: string): Checklist | undefined {
  const wanted = hostName.trim().toLowerCase();
  const all = checklistScopes.flatMap((scope) => checklistsOf(assessment, { scope, emptyNotReviewed: false }));
  if (wanted === "") return all[0];
  return (
    all.find(({ asset }) => asset.hostName.toLowerCase() === wanted) ??
    all.find(({ asset }) => asset.scope === "node" && asset.nodes?.[0]?.toLowerCase() === wanted)
  );
}
