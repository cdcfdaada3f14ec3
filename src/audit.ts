import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { assess } from "./assess/assess.ts";
import { type Benchmark, onlyThese } from "./benchmark/requirement.ts";
import type { Profile } from "./benchmark/responsibility/profile.ts";
import { profiles } from "./benchmark/responsibility/profiles.ts";
import { type CollectEvent, collect, type Reach } from "./collect.ts";
import { comparedWith } from "./compare/compare.ts";
import { type DecisionsFile, parseDecisions } from "./decisions/load.ts";
import { undecided } from "./evidence/site.ts";
import { type Assessment, assessmentSchema } from "./findings/assessment.ts";
import { type ChecklistSettings, usualChecklists } from "./findings/checklist-settings.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { printPage } from "./print/print-page.ts";
import { printablePage } from "./reports/html/report-page.ts";
import { type ReportFormat, reports, type WantedFormat } from "./reports/report.ts";
import { reviewed } from "./review/reviewed.ts";
import { rulesOf } from "./rules/rules-of.ts";
import {
  assessmentFile,
  decisionsCopy,
  evidenceFolder,
  type Manifest,
  nodeEvidenceFile,
} from "./run-folder/manifest.ts";
import { type Run, readAssessment, readManifest, readRun } from "./run-folder/read-run.ts";
import { openRun, type RunWriter } from "./run-folder/write-run.ts";

/** What a run is made of besides the world it reaches. */
export type RunInput = {
  readonly inventory: Inventory;
  /** The inventory file as given, and its digest: printed in the manifest. */
  readonly inventoryFile: { readonly file: string; readonly sha256: string };
  /** What the site decided: kept with the evidence, for whoever judges it. */
  readonly decisions?: DecisionsFile;
  readonly folder: string;
  readonly toolVersion: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
};

/**
 * Asks every host and the API, and leaves their evidence in the run folder.
 * @throws OutputError where the folder cannot be written; what was written before stays.
 */
export async function collectRun(input: RunInput, reach: Reach): Promise<void> {
  const { inventory, decisions, folder } = input;
  const run = openRun(folder);
  const startedAt = reach.now().toISOString();
  const cluster = await collect(inventory, reach, {
    concurrency: input.concurrency,
    signal: input.signal,
    onEvent: input.onEvent,
    onNode: run.writeNode,
  });
  await run.writeCluster(cluster);
  if (decisions !== undefined) run.writeText(decisionsCopy, [decisions.text]);
  run.writeManifest({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: input.toolVersion, readerSha256: reach.readerSha256 },
    cluster: inventory.cluster,
    inventory: input.inventoryFile,
    ...(decisions === undefined ? {} : { decisions: { file: decisions.file } }),
    ...(inventory.profile && { profile: inventory.profile }),
    apiConfigured: inventory.api !== undefined,
    startedAt,
    endedAt: reach.now().toISOString(),
    state: input.signal.aborted ? "interrupted" : "complete",
    hosts: inventory.hosts.map(({ name }) => ({ name, evidence: nodeEvidenceFile(name) })),
  });
}

/** What is judged, and by which benchmarks. */
export type AssessOptions = {
  readonly toolVersion: string;
  readonly benchmarks: readonly Benchmark[];
  /** Ids of requirements to keep; undefined keeps all. */
  readonly only?: readonly string[];
  /** Judge by these decisions of the site, and keep them with the run, instead of those kept with it before. */
  readonly decisions?: DecisionsFile;
  /** An earlier run of the same cluster: what changed since becomes part of the assessment. */
  readonly previous?: Assessment;
};

/**
 * Judges the evidence of a run and leaves assessment.json beside it. Reports that the run has of an earlier assessment
 * are written again, so that none says otherwise. Touches no network.
 * @throws RunFolderError where the evidence is missing or changed.
 */
export async function assessRun(folder: string, options: AssessOptions): Promise<Assessment> {
  const { manifest, assessment, decisions } = await judgeRun(folder, options);
  const run = openRun(folder, manifest.files);
  writeReports(run, assessment, manifest);
  if (options.decisions !== undefined) run.writeText(decisionsCopy, [options.decisions.text]);
  run.writeManifest(decisions === undefined ? manifest : { ...manifest, decisions: { file: decisions.file } });
  return assessment;
}

/** By itself, so that the evidence takes no room while reports are made of the assessment. */
async function judgeRun(folder: string, options: AssessOptions) {
  const found = await readRun(folder);
  const { manifest, nodes, cluster } = found;
  const decisions = options.decisions ?? keptDecisions(found);
  const profile: Profile | undefined = manifest.profile && profiles[manifest.profile];
  const assessed = assess({
    cluster: manifest.cluster,
    toolVersion: options.toolVersion,
    readerSha256: manifest.tool.readerSha256,
    collected: { from: manifest.startedAt, to: manifest.endedAt },
    apiConfigured: manifest.apiConfigured,
    nodes,
    api: cluster,
    site: decisions?.site ?? undecided,
    ...(decisions && { decisionsFile: { file: basename(decisions.file), sha256: decisions.sha256 } }),
    ...(profile && { profile }),
    benchmarks: options.benchmarks.map((benchmark) => onlyThese(benchmark, options.only)),
    rules: options.benchmarks.flatMap(rulesOf),
  });
  const { previous } = options;
  const said = reviewed(assessed, decisions?.site ?? undecided);
  // Parsed by its own schema: what is written is valid, and its keys have one order wherever they come from.
  const assessment = assessmentSchema.parse(previous === undefined ? said : comparedWith(previous, said));
  return { manifest, assessment, decisions };
}

const isReport = (path: string): boolean => path !== decisionsCopy && !path.startsWith(evidenceFolder);

/**
 * Writes assessment.json, and what the run has already of an earlier assessment anew; what this one has not (the guidance
 * has no checklist) is taken away, or it would speak of another.
 */
function writeReports(run: RunWriter, assessment: Assessment, { files: there, checklists }: Manifest): void {
  const wasAssessed = assessmentFile in there;
  const written = new Set<string>();
  // One after the other: of a large cluster each is tens of megabytes.
  for (const report of wasAssessed ? Object.values(reports) : [reports.json]) {
    for (const { path, content } of report(assessment, checklists ?? usualChecklists)) {
      if (wasAssessed && !(path in there)) continue;
      run.writeText(path, content);
      written.add(path);
    }
  }
  for (const path of Object.keys(there)) if (isReport(path) && !written.has(path)) run.remove(path);
}

const keptDecisions = ({ decisions }: Run): DecisionsFile | undefined =>
  decisions && { ...parseDecisions(decisions.text, decisions.copy), file: decisions.file };

/** Where the reports that are checklists lie. */
const checklistsFolder = "checklists/";

/** The page as Chromium prints it. */
const printed = "report.pdf";

const isPure = (format: WantedFormat): format is ReportFormat => format !== "pdf";

/** What is shown: an assessment at hand instead of the one kept with the run; an earlier run to compare it with. */
export type ReportOptions = {
  readonly known?: Assessment;
  readonly previous?: Assessment;
  /** How checklists are written, instead of as the run has them. */
  readonly checklists?: ChecklistSettings;
  /** Path of the Chromium that prints: given where the format pdf is wanted. */
  readonly chromium?: string;
};

/**
 * Shows the assessment of a run in the formats wanted.
 * @returns paths of the files written, relative to the folder.
 * @throws RunFolderError where there is no assessment, or it was changed; PrintError where Chromium prints no PDF.
 */
export async function reportRun(
  folder: string,
  formats: readonly WantedFormat[],
  options: ReportOptions = {},
): Promise<readonly string[]> {
  const { known, previous } = options;
  const found = known ? { manifest: readManifest(folder), assessment: known } : readAssessment(folder);
  const settings = options.checklists ?? found.manifest.checklists ?? usualChecklists;
  const manifest = { ...found.manifest, checklists: settings };
  const assessment = previous === undefined ? found.assessment : comparedWith(previous, found.assessment);
  const run = openRun(folder, manifest.files);
  if (!isDeepStrictEqual(settings, found.manifest.checklists ?? usualChecklists)) {
    // Others than those that are wanted now: two checklists of one node would be imported one over the other.
    for (const path of Object.keys(manifest.files)) if (path.startsWith(checklistsFolder)) run.remove(path);
  }
  // One after the other: of a large cluster each is tens of megabytes.
  const paths = formats.filter(isPure).flatMap((format) =>
    reports[format](assessment, settings).map(({ path, content }) => {
      run.writeText(path, content);
      return path;
    }),
  );
  run.writeManifest(manifest);
  if (options.chromium === undefined) return paths;
  run.writeBytes(printed, await printPage(printablePage(assessment), options.chromium));
  run.writeManifest(manifest);
  return [...paths, printed];
}
