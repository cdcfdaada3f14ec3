import { existsSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { codeOf } from "../error-code.ts";
import { OutputError, orOutputError } from "./output-error.ts";
import { RunFolderError } from "./run-folder-error.ts";

const latestLink = "latest";
const namedByTime = /^\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/** A run is named by the time of its start, without colons, which Windows refuses: names have the order of times. */
export const runName = (time: Date): string =>
  time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");

/** Where a run that starts at a time will be: by the next second's name where one of the same second has its own. */
export function newTimedRun(runs: string, time: Date): string {
  const folder = join(runs, runName(time));
  return existsSync(folder) ? newTimedRun(runs, new Date(time.getTime() + 1000)) : folder;
}

/** The folders that are named as runs are, newest first. Links are none, whatever they lead to. */
export const timedRuns = (runs: string): readonly string[] =>
  readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && namedByTime.test(entry.name))
    .map(({ name }) => join(runs, name))
    .toSorted()
    .toReversed();

/**
 * The run that the link `latest` leads to; undefined where there is none, or somebody has taken the run away.
 * @throws RunFolderError where it is no link, or leads out of the folder.
 */
export function latestRun(runs: string): string | undefined {
  const link = join(runs, latestLink);
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) return undefined;
  const folder = join(runs, targetOf(link));
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === false) throw new RunFolderError(`${link} leads to ${folder}, which is no folder`);
  return found && folder;
}

function targetOf(link: string): string {
  if (!lstatSync(link).isSymbolicLink()) throw new RunFolderError(`${link} is no link: move it away`);
  const target = readlinkSync(link);
  if (target === basename(target) && target !== "" && !target.startsWith(".")) return target;
  throw new RunFolderError(`${link} leads to ${target}, which is no run beside it: remove the link`);
}

/** Has `latest` lead to a run of the folder, in one step: whoever reads it meanwhile gets this run or the one before. */
export function leadLatestTo(runs: string, run: string): void {
  const link = join(runs, latestLink);
  const aside = join(runs, `.${latestLink}.${process.pid}`);
  orOutputError(link, () => {
    rmSync(aside, { force: true });
    symlinkSync(basename(run), aside);
    try {
      renameSync(aside, link);
    } catch (error) {
      rmSync(aside, { force: true });
      throw codeOf(error) === "EISDIR" ? new OutputError(`cannot write ${link}: it is a folder`) : error;
    }
  });
}
