import { assess } from "./assess/assess.ts";
import type { Benchmark } from "./benchmark/requirement.ts";
import { type CollectEvent, collect, type Reach } from "./collect.ts";
import { undecided } from "./evidence/site.ts";
import { type Assessment, assessmentSchema } from "./findings/assessment.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { type ReportFormat, reports } from "./reports/report.ts";
import { rulesOf } from "./rules/rules-of.ts";
import { nodeEvidenceFile } from "./run-folder/manifest.ts";
import { readAssessment, readRun } from "./run-folder/read-run.ts";
import { openRun } from "./run-folder/write-run.ts";

/** What a run is made of besides the world it reaches. */
export type RunInput = {
  readonly inventory: Inventory;
  /** The inventory file as given, and its digest: printed in the manifest. */
  readonly inventoryFile: { readonly file: string; readonly sha256: string };
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
  const { inventory, folder } = input;
  const run = openRun(folder);
  const startedAt = reach.now().toISOString();
  const cluster = await collect(inventory, reach, {
    concurrency: input.concurrency,
    signal: input.signal,
    onEvent: input.onEvent,
    onNode: run.writeNode,
  });
  run.writeCluster(cluster);
  run.writeManifest({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: input.toolVersion, readerSha256: reach.readerSha256 },
    cluster: inventory.cluster,
    inventory: input.inventoryFile,
    apiConfigured: inventory.api !== undefined,
    startedAt,
    endedAt: reach.now().toISOString(),
    state: input.signal.aborted ? "interrupted" : "complete",
    hosts: inventory.hosts.map(({ name }) => ({ name, evidence: nodeEvidenceFile(name) })),
  });
}

/** What is judged, and by which benchmark. */
export type AssessOptions = {
  readonly toolVersion: string;
  readonly benchmark: Benchmark;
  /** Vuln IDs to keep; undefined keeps all. */
  readonly only?: readonly string[];
};

/**
 * Judges the evidence of a run and leaves assessment.json beside it. Touches no network.
 * @throws RunFolderError where the evidence is missing or changed.
 */
export function assessRun(folder: string, options: AssessOptions): Assessment {
  const { manifest, nodes, cluster } = readRun(folder);
  const wanted = (vulnId: string) => options.only === undefined || options.only.includes(vulnId);
  // Parsed by its own schema: what is written is valid, and its keys have one order wherever they come from.
  const assessment = assessmentSchema.parse(
    assess({
      cluster: manifest.cluster,
      toolVersion: options.toolVersion,
      readerSha256: manifest.tool.readerSha256,
      collected: { from: manifest.startedAt, to: manifest.endedAt },
      apiConfigured: manifest.apiConfigured,
      nodes,
      api: cluster,
      site: undecided,
      benchmark: {
        ...options.benchmark,
        requirements: options.benchmark.requirements.filter(({ vulnId }) => wanted(vulnId)),
      },
      rules: rulesOf(options.benchmark),
    }),
  );
  const run = openRun(folder, manifest.files);
  for (const { path, content } of reports.json(assessment)) run.writeText(path, content);
  run.writeManifest(manifest);
  return assessment;
}

/**
 * Shows the assessment of a run in the formats wanted.
 * @returns paths of the files written, relative to the folder.
 * @throws RunFolderError where there is no assessment, or it was changed.
 */
export function reportRun(folder: string, formats: readonly ReportFormat[]): readonly string[] {
  const { manifest, assessment } = readAssessment(folder);
  const run = openRun(folder, manifest.files);
  const files = formats.flatMap((format) => reports[format](assessment));
  for (const { path, content } of files) run.writeText(path, content);
  run.writeManifest(manifest);
  return files.map(({ path }) => path);
}
