import { resolve } from "node:path";
import { type NamedRun, trendsOver } from "../../compare/trends-over.ts";
import { type RunHistory, runHistorySchema } from "../../findings/run-history.ts";
import { historyConsole } from "../../reports/history/console.ts";
import { historyJson } from "../../reports/history/json.ts";
import { readAssessment } from "../../run-folder/read-run.ts";
import { RunFolderError } from "../../run-folder/run-folder-error.ts";
import { type LeftOut, type RunPlace, runsIn } from "../../run-folder/runs-in.ts";
import { toolVersion } from "../../tool-version.ts";
import { exitCodes } from "../exit-codes.ts";
import { type JsonFlag, printResult, textOf } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * `plimsoll history`: shows the runs in a folder, one after the other in memory; returns the exit status.
 * @throws RunFolderError where the folder is none, or is a run itself.
 */
export function history(dir: string, flags: JsonFlag, terminal: Terminal): number {
  const folder = resolve(terminal.workingDirectory, dir);
  const found = historyOf(folder);
  const text = () => textOf(historyConsole(found, folder, terminal.columns));
  printResult(flags, { text, json: () => historyJson(found) }, terminal);
  return found.trends.length === 0 ? exitCodes.runFolder : exitCodes.clean;
}

function historyOf(folder: string): RunHistory {
  const { runs, leftOut } = runsIn(folder);
  const unread: LeftOut[] = [];
  const leaveOut = ({ name }: Pick<RunPlace, "name">, cause: string): number => unread.push({ name, cause });
  const trends = trendsOver(readOneByOne(runs, leaveOut), (name, sameAs) =>
    leaveOut({ name }, `${resolve(folder, name)} is the same run as ${sameAs}`),
  );
  // Parsed by its own schema: what is shown is valid, and its keys have one order.
  return runHistorySchema.parse({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: toolVersion },
    trends,
    leftOut: [...leftOut, ...unread].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  });
}

/** Of 5,000 nodes an assessment is 26 MB: none is kept while the next one is read. */
function* readOneByOne(
  runs: readonly RunPlace[],
  leaveOut: (run: RunPlace, cause: string) => void,
): Generator<NamedRun> {
  for (const run of runs) {
    const named = readOne(run, leaveOut);
    if (named !== undefined) yield named;
  }
}

function readOne(run: RunPlace, leaveOut: (run: RunPlace, cause: string) => void): NamedRun | undefined {
  try {
    return { folder: run.name, assessment: readAssessment(run.folder).assessment };
  } catch (error) {
    if (!(error instanceof RunFolderError)) throw error;
    leaveOut(run, error.message);
    return undefined;
  }
}
