import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { hasJournal } from "../../run-folder/journal.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { evidenceFolder, manifestFile } from "../../run-folder/manifest.ts";
import { openPrivateFolder } from "../../run-folder/private-folder.ts";
import { newTimedRun } from "../../run-folder/runs-folder.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Where a new run will be: as given, or named by the time, beside all that are there.
 * @throws UsageError where a run is there: it is never overwritten.
 */
export function newRunFolder(output: string | undefined, { now, workingDirectory }: Terminal): string {
  const folder =
    output === undefined ? newTimedRun(resolve(workingDirectory, "runs"), now()) : resolve(workingDirectory, output);
  refuseRunIn(folder);
  return folder;
}

/** Makes the folder of a new run, and keeps other processes from it until the function that is returned is called. */
export function takeRunFolder(folder: string): () => void {
  openPrivateFolder(folder);
  const release = lockRun(folder);
  try {
    // Another process may have been faster.
    refuseRunIn(folder);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

function refuseRunIn(folder: string): void {
  if (hasJournal(folder)) {
    throw new UsageError(
      `${folder} holds a run that was ended early; go on with it by --resume, or give another folder`,
    );
  }
  if (existsSync(join(folder, manifestFile)) || existsSync(join(folder, evidenceFolder))) {
    throw new UsageError(`${folder} already holds a run; give another folder with --output`);
  }
}
