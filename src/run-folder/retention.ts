import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../error-code.ts";
import { checklistsInRun } from "./kept-checklists.ts";
import { lockFile, lockRun } from "./lock.ts";
import { type Manifest, manifestFile } from "./manifest.ts";
import { orOutputError } from "./output-error.ts";
import { readPartOrWhole } from "./read-run.ts";
import { RunFolderError } from "./run-folder-error.ts";
import { timedRuns } from "./runs-folder.ts";

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

/**
 * Removes the runs of a cluster beyond the newest ones. A run is what is named by its time, has ended and says of itself
 * whose it is; one that holds what plimsoll did not write there, or that somebody writes, stays. No link is followed.
 * @throws OutputError where one cannot be removed.
 */
export function removeOldRuns(runs: string, { keep, cluster, spare }: Retention): readonly OldRun[] {
  const spared = spare.map(realPath);
  const ended = timedRuns(runs).filter((folder) => endedRun(folder)?.cluster === cluster);
  return ended
    .slice(keep)
    .filter((folder) => !spared.includes(realPath(folder)))
    .map((folder) => removeRun(folder));
}

/** A folder may have been named by way of a link. */
const realPath = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);

/** What a run says of itself; undefined of what has not ended, is damaged, or no run. */
function endedRun(folder: string): Manifest | undefined {
  try {
    return readPartOrWhole(folder);
  } catch (error) {
    if (error instanceof RunFolderError) return undefined;
    throw error;
  }
}

function removeRun(folder: string): OldRun {
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
    const run = endedRun(folder);
    if (run === undefined) return left("it was begun again");
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
function foreignIn(folder: string, { files }: Manifest): string | undefined {
  const own = new Set([...Object.keys(files), manifestFile, lockFile]);
  const folders = new Set([...own].flatMap(parentsOf));
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => {
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/");
    return entry.isDirectory() ? !folders.has(path) : !own.has(path);
  });
  return found?.name ?? checklistsInRun(folder, { files }).find(({ changed }) => changed)?.path;
}

const parentsOf = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, index, parts) => parts.slice(0, index + 1).join("/"));

/** The manifest last: what is stopped half way is a run still, which the next time is removed. */
function takeAway(folder: string): void {
  const names = readdirSync(folder).filter((name) => name !== manifestFile && name !== lockFile);
  for (const name of [...names, manifestFile]) {
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
