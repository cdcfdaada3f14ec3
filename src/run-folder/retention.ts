import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../error-code.ts";
import { type Journal, journalFile } from "./journal.ts";
import { type ChecklistOfRun, checklistsFolder, checklistsInRun, keptFolder } from "./kept-checklists.ts";
import { lockFile, lockRun } from "./lock.ts";
import { assessmentFile, clusterEvidenceFile, decisionsCopy, evidenceFolder, manifestFile } from "./manifest.ts";
import { orOutputError } from "./output-error.ts";
import { readBegun } from "./read-run.ts";
import { RunFolderError } from "./run-folder-error.ts";
import { timedRuns } from "./runs-folder.ts";
import { isPartial } from "./write-whole.ts";

/** Which runs of a folder stay. */
export type Retention = {
  /** How many of the newest. */
  readonly keep: number;
  /** Of whose runs: another cluster's are nobody's to remove. */
  readonly cluster: string;
  /** Folders of runs that stay whatever their age, be it by way of links. */
  readonly spare: readonly string[];
};

/** What became of a run that is older than those that are kept; `left`: it stays, and why. */
export type OldRun =
  | { readonly folder: string; readonly state: "removed" }
  | { readonly folder: string; readonly state: "left"; readonly why: string };

/** A run of the folder, and the paths that plimsoll writes there. `ended`: whole or not; else it was killed. */
type FoundRun = { readonly ended: boolean; readonly files: Journal["files"]; readonly unnoted: readonly string[] };

/**
 * Removes the runs of a cluster beyond the newest ones that ended, and those between them that were killed. A run is what is
 * named by its time and says of itself whose it is; one that holds what plimsoll did not write there, or that somebody
 * writes, stays. No link is followed.
 * @throws OutputError where one cannot be removed.
 */
export function removeOldRuns(runs: string, { keep, cluster, spare }: Retention): readonly OldRun[] {
  const spared = spare.map(realPath);
  const found = timedRuns(runs).flatMap((folder) => {
    const run = foundRun(folder, cluster);
    return run === undefined ? [] : [{ folder, ended: run.ended }];
  });
  const oldestKept = found.filter(({ ended }) => ended).at(keep - 1);
  return (oldestKept === undefined ? [] : found.slice(found.indexOf(oldestKept) + 1))
    .filter(({ folder }) => !spared.includes(realPath(folder)))
    .map(({ folder, ended }) => removeRun(folder, cluster, ended));
}

/** A folder may have been named by way of a link. */
const realPath = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);

/**
 * A run of that cluster; undefined of another's, what is damaged, or no run. One that was killed before its first question is
 * whosever the folder of runs is. One that ended once and was killed when it was gone on with is neither.
 */
function foundRun(folder: string, cluster: string): FoundRun | undefined {
  if (isUnbegun(folder)) return { ended: false, files: {}, unnoted: [] };
  try {
    const { run, files, ended } = readBegun(folder);
    if (run.cluster !== cluster || (!ended && existsSync(join(folder, manifestFile)))) return undefined;
    // A file has its name before the journal notes it.
    const evidence = [...run.hosts.map((host) => host.evidence), clusterEvidenceFile, decisionsCopy];
    return { ended, files, unnoted: ended ? [assessmentFile] : evidence };
  } catch (error) {
    if (error instanceof RunFolderError) return undefined;
    throw error;
  }
}

/** Nothing lies there but what comes before a journal, as far as it may be read. */
function isUnbegun(folder: string): boolean {
  try {
    const isEarly = (name: string): boolean => name === lockFile || (name.startsWith(journalFile) && isPartial(name));
    return readdirSync(folder).every(isEarly);
  } catch {
    return false;
  }
}

function removeRun(folder: string, cluster: string, wasEnded: boolean): OldRun {
  const left = (why: string): OldRun => ({ folder, state: "left", why });
  let release: () => void;
  try {
    release = lockRun(folder);
  } catch (error) {
    if (error instanceof RunFolderError) return left("another process writes it");
    throw error;
  }
  try {
    // Somebody may have gone on with it before the lock was ours.
    const run = foundRun(folder, cluster);
    if (run?.ended !== wasEnded) return left("it was begun again");
    const foreign = foreignIn(folder, run);
    if (foreign !== undefined) return left(`${foreign} in it is not as plimsoll wrote it`);
    takeAway(folder);
  } finally {
    release();
  }
  // A folder in which somebody else has just made something stays, with that.
  orUnlessFilled(() => rmdirSync(folder));
  return { folder, state: "removed" };
}

/** The first file that plimsoll did not write, or a checklist that people filled in since. */
function foreignIn(folder: string, { files, unnoted }: FoundRun): string | undefined {
  const own = new Set([...Object.keys(files), ...unnoted, manifestFile, journalFile, lockFile]);
  const folders = new Set([evidenceFolder, checklistsFolder, keptFolder, ...own].flatMap(parentsOf));
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => {
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/");
    return entry.isDirectory() ? !folders.has(path) : !own.has(path) && !isPartial(path);
  });
  if (found !== undefined) return found.name;
  // One that is gone was taken away by a removal that was stopped half way.
  const isFilledIn = ({ path, changed }: ChecklistOfRun): boolean => changed && existsSync(join(folder, path));
  return checklistsInRun(folder, { files }).find(isFilledIn)?.path;
}

const parentsOf = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("/"));

/** What tells of the run last: what is stopped half way is a run still, which the next time is removed. */
function takeAway(folder: string): void {
  const last = [manifestFile, journalFile];
  const others = readdirSync(folder).filter((name) => name !== lockFile && !last.includes(name));
  for (const name of [...others, ...last]) {
    const path = join(folder, name);
    orOutputError(path, () => rmSync(path, { recursive: true, force: true }));
  }
}

function orUnlessFilled(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (codeOf(error) !== "ENOTEMPTY") throw error;
  }
}
