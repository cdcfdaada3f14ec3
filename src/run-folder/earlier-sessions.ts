import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import { apiLeftOpen } from "../evidence/left-open.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { checklistsInRun, digestOf, keptFolder } from "./kept-checklists.ts";
import { type BegunRun, clusterEvidenceFile, decisionsCopy, evidenceFolder } from "./manifest.ts";
import { orOutputError } from "./output-error.ts";
import { readBegun, readCluster, readNode } from "./read-run.ts";
import { RunFolderError } from "./run-folder-error.ts";
import { isPartial } from "./write-whole.ts";

/** What a run has of the sessions before this one. */
export type EarlierSessions = {
  readonly run: BegunRun;
  /** Whether it ended, be it early; a run that was killed did not. */
  readonly ended: boolean;
  /** SHA-256 of the files that stay: evidence, decisions, earlier checklists. All are whole. */
  readonly files: Readonly<Record<string, string>>;
  /** Hosts that were read, and whether all was that is asked of the API. */
  readonly hosts: ReadonlySet<string>;
  readonly api: boolean;
  /** Whether the API's evidence is there, all of it or not. */
  readonly cluster: ClusterEvidence | undefined;
};

/** What is missing, damaged or was changed is asked for again. */
function asMissing(error: unknown): undefined {
  if (!(error instanceof RunFolderError)) throw error;
}

/**
 * Looks what a run has already. Changes nothing.
 * @throws RunFolderError where there is no run, or its decisions or earlier checklists are not those that it was given.
 */
export async function readEarlierSessions(folder: string): Promise<EarlierSessions> {
  const { run, files, ended } = readBegun(folder);
  const kept: Record<string, string> = {};
  const hosts = new Set<string>();
  for (const { name, evidence } of run.hosts) {
    const found = readEarlierNode(folder, evidence, files);
    if (found === undefined) continue;
    kept[evidence] = files[evidence] ?? "";
    if (found.read.state === "read") hosts.add(name);
  }
  const cluster = await readCluster(folder, { files }).catch(asMissing);
  if (cluster !== undefined) kept[clusterEvidenceFile] = files[clusterEvidenceFile] ?? "";
  for (const [path, sha256] of Object.entries(files)) {
    if (path === decisionsCopy || path.startsWith(keptFolder)) kept[path] = sha256;
  }
  return { run, ended, files: kept, hosts, api: cluster !== undefined && !apiLeftOpen(cluster), cluster };
}

/** The evidence of a node of an earlier session; undefined where there is none that is whole. */
export function readEarlierNode(
  folder: string,
  path: string,
  files: EarlierSessions["files"],
): NodeEvidence | undefined {
  try {
    return path in files ? readNode(folder, path, { files }) : undefined;
  } catch (error) {
    return asMissing(error);
  }
}

/** The checklists in a run's folder that somebody else than plimsoll wrote to since: going on would write over their words. */
export function filledInSince(folder: string): readonly string[] {
  const { files } = readBegun(folder);
  return checklistsInRun(folder, { files }).flatMap(({ path, changed }) => (changed ? [path] : []));
}

/**
 * Makes a run's folder ready for another session: halves of files go, and so does what was concluded from the evidence of
 * before. What somebody else wrote there stays.
 */
export function clearForAnotherSession(folder: string): void {
  const { files } = readBegun(folder);
  const isConcluded = (path: string): boolean =>
    path !== decisionsCopy && !path.startsWith(evidenceFolder) && !path.startsWith(keptFolder);
  const concluded = Object.keys(files).filter((path) => isConcluded(path) && digestOf(folder, path) === files[path]);
  for (const path of [...partsIn(folder), ...concluded]) {
    orOutputError(join(folder, path), () => rmSync(join(folder, path), { force: true }));
  }
}

const partsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isPartial);
