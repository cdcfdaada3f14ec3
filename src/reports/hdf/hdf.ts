import { createHash } from "node:crypto";
import type { Assessment } from "../../findings/assessment.ts";
import { usualChecklists } from "../../findings/checklist-settings.ts";
import { jsonChunks } from "../../large-json/write-json.ts";
import { type Part, partsOf } from "../benchmarks.ts";
import { type Asset, assetsOf } from "../checklist/asset.ts";
import { checklistsOf } from "../checklist/checklist.ts";
import type { ReportFile } from "../report-file.ts";
import { visible } from "../visible-text.ts";
import { checklistMetadata } from "./checklist-metadata.ts";
import { controlOf, type ShownFinding } from "./control.ts";
import type { Control } from "./exec-json.ts";
import { heimdallProse, untagged } from "./heimdall-text.ts";

/** How deep a control lies: `profiles`, the profile, its `controls`, a control. */
const controlDepth = 4;

/**
 * Heimdall Data Format, version 1 (exec-json), of the whole cluster: a file for each benchmark, for Heimdall counts
 * compliance by file, and makes a checklist of every profile in it.
 */
export const hdfReport = (assessment: Assessment): readonly ReportFile[] =>
  assetsOf(assessment, "cluster").flatMap((asset) =>
    partsOf(assessment).map((part) => ({
      path: `hdf/${asset.fileName}-${part.name}.hdf.json`,
      content: fileText(assessment, asset, part),
    })),
  );

function* fileText(assessment: Assessment, asset: Asset, part: Part): Generator<string> {
  const { tool, coverage, benchmarks } = assessment;
  const stig = part.name === "stig" ? benchmarks.stig : undefined;
  const file = {
    platform: { name: "kubernetes", release: visible(coverage.api.version ?? "unknown"), target_id: asset.hostName },
    version: visible(tool.version),
    statistics: durationOf(assessment),
    profiles: [profileOf(assessment, asset, part)],
    passthrough: { tool, ...(stig && { metadata: checklistMetadata(asset, stig) }) },
  };
  yield* jsonChunks(file, controlDepth, 2);
  yield "\n";
}

function profileOf(assessment: Assessment, asset: Asset, part: Part) {
  const stig = part.name === "stig" ? assessment.benchmarks.stig : undefined;
  const start = heimdallProse(assessment.collected.from);
  const controls = shownOf(assessment, part).map((shown) => controlOf(shown, stig, start));
  return {
    // A checklist made of it has this as its `stigid`.
    name: untagged(stig === undefined ? part.name : part.short),
    title: heimdallProse(part.title),
    version: heimdallProse(stig === undefined ? part.release : `${stig.version}.${stig.release}`),
    summary: heimdallProse(part.releaseInfo),
    description: heimdallProse(asset.comment),
    sha256: digestOf(controls),
    status: "loaded",
    supports: [],
    attributes: [],
    groups: [],
    controls,
  };
}

/** Of the STIG what a checklist of the cluster says, whatever checklists the run has. */
const shownOf = (assessment: Assessment, { name, findings }: Part): readonly ShownFinding[] =>
  name === "stig"
    ? checklistsOf(assessment, usualChecklists).flatMap(({ rules }) => rules)
    : findings.map((finding) => ({ finding, status: finding.status, comments: "" }));

/** Of what was asked, not of what was found: the same for every cluster that is judged by the same texts. */
const digestOf = (controls: readonly Control[]): string =>
  createHash("sha256")
    .update(
      JSON.stringify(controls.map(({ id, title, tags, descriptions }) => [id, title, tags["rid"], descriptions[0]])),
    )
    .digest("hex");

/** In seconds; nothing where the run's times are none. */
function durationOf({ collected }: Assessment): { readonly duration?: number } {
  const seconds = (Date.parse(collected.to) - Date.parse(collected.from)) / 1000;
  return Number.isFinite(seconds) ? { duration: seconds } : {};
}
