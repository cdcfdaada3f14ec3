import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { assess } from "./assess/assess.ts";
import { type Benchmark, onlyThese } from "./benchmark/requirement.ts";
import type { Profile } from "./benchmark/responsibility/profile.ts";
import { profiles } from "./benchmark/responsibility/profiles.ts";
import { carriedForward } from "./carry-forward/carry-forward.ts";
import { comparedWith } from "./compare/compare.ts";
import { type DecisionsFile, parseDecisions } from "./decisions/load.ts";
import { undecided } from "./evidence/site.ts";
import { type Assessment, assessmentSchema } from "./findings/assessment.ts";
import { usualChecklists } from "./findings/checklist-settings.ts";
import { type Previous, withOtherStigs } from "./previous.ts";
import { reports } from "./reports/report.ts";
import { reviewed } from "./review/reviewed.ts";
import { rulesOf } from "./rules/rules-of.ts";
import { keptChecklists, keptFolder, keptPaths } from "./run-folder/kept-checklists.ts";
import { assessmentFile, decisionsCopy, evidenceFolder, type Manifest } from "./run-folder/manifest.ts";
import { type Run, readRun } from "./run-folder/read-run.ts";
import { openRun, type RunWriter } from "./run-folder/write-run.ts";

/** What is judged, and by which benchmarks. */
export type AssessOptions = {
  readonly toolVersion: string;
  readonly benchmarks: readonly Benchmark[];
  /** Ids of requirements to keep; undefined keeps all. */
  readonly only?: readonly string[];
  /** Judge by these decisions of the site, and keep them with the run, instead of those kept with it before. */
  readonly decisions?: DecisionsFile;
  /** An earlier run of the same cluster, and checklists that people filled in: both become part of the assessment. */
  readonly previous?: Previous;
};

/**
 * Judges the evidence of a run and leaves assessment.json beside it. Reports that the run has of an earlier assessment
 * are written again, so that none says otherwise. Touches no network.
 * @throws RunFolderError where the evidence is missing or changed.
 */
export async function assessRun(folder: string, options: AssessOptions): Promise<Assessment> {
  const { manifest, assessment, decisions } = await judgeRun(folder, options);
  const run = openRun(folder, manifest.files);
  const previous = options.previous ?? { checklists: [] };
  keepChecklists(run, previous.checklists, manifest);
  writeReports(run, assessment, manifest, previous);
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
    collected: {
      from: manifest.startedAt,
      to: manifest.endedAt,
      ...(manifest.resumed && { resumed: manifest.resumed }),
    },
    apiConfigured: manifest.apiConfigured,
    ...(manifest.fips && { fips: manifest.fips }),
    nodes,
    api: cluster,
    site: decisions?.site ?? undecided,
    ...(decisions && { decisionsFile: { file: basename(decisions.file), sha256: decisions.sha256 } }),
    ...(profile && { profile }),
    benchmarks: options.benchmarks.map((benchmark) => onlyThese(benchmark, options.only)),
    rules: options.benchmarks.flatMap(rulesOf),
    digest: (text) => hash("sha256", text, "base64"),
  });
  const said = reviewed(assessed, decisions?.site ?? undecided);
  // Parsed by its own schema: what is written is valid, and its keys have one order wherever they come from.
  const assessment = assessmentSchema.parse(afterAll(said, options));
  return { manifest, assessment, decisions };
}

/** The assessment after what came before it. */
function afterAll(assessed: Assessment, { previous, benchmarks }: AssessOptions): Assessment {
  const stig = benchmarks.find(({ name }) => name === "stig");
  const checklists = previous?.checklists.map(({ checklist }) => checklist) ?? [];
  const carried =
    stig?.name !== "stig" || checklists.length === 0 ? assessed : carriedForward(assessed, checklists, stig);
  return previous?.run === undefined ? carried : comparedWith(previous.run, carried);
}

/** Keeps the checklists that words were carried over from with the run, in place of those of before. */
function keepChecklists(run: RunWriter, given: Previous["checklists"], { files }: Manifest): void {
  const paths = keptPaths(given.map(({ checklist }) => checklist.name));
  const contents = given.map(({ path }) => readFileSync(path));
  for (const path of keptChecklists({ files })) run.remove(path);
  for (const [index, path] of paths.entries()) run.writeBytes(path, contents[index] ?? Buffer.alloc(0));
}

const isReport = (path: string): boolean =>
  path !== decisionsCopy && !path.startsWith(evidenceFolder) && !path.startsWith(keptFolder);

/**
 * Writes assessment.json, and what the run has already of an earlier assessment anew; what this one has not (the guidance
 * has no checklist) is taken away, or it would speak of another.
 */
function writeReports(
  run: RunWriter,
  assessment: Assessment,
  { files: there, checklists }: Manifest,
  previous: Previous,
): void {
  const whole = withOtherStigs(assessment, previous);
  const wasAssessed = assessmentFile in there;
  const written = new Set<string>();
  // One after the other: of a large cluster each is tens of megabytes.
  for (const report of wasAssessed ? Object.values(reports) : [reports.json]) {
    for (const { path, content } of report(assessment, checklists ?? usualChecklists).map(whole)) {
      if (wasAssessed && !(path in there)) continue;
      run.writeText(path, content);
      written.add(path);
    }
  }
  for (const path of Object.keys(there)) if (isReport(path) && !written.has(path)) run.remove(path);
}

const keptDecisions = ({ decisions }: Run): DecisionsFile | undefined =>
  decisions && { ...parseDecisions(decisions.text, decisions.copy), file: decisions.file };
