import { join } from "node:path";
import type { Assessment } from "../../findings/assessment.ts";
import { consoleSummary } from "../../reports/console.ts";
import { runSummary } from "../../reports/run-summary.ts";
import { namedFiles } from "../results/named-files.ts";
import { type JsonFlag, jsonOf, printResult, textOf } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A run that was judged, and what was written of it. */
export type JudgedRun = {
  readonly folder: string;
  readonly assessment: Assessment;
  /** Paths of what was written, relative to the folder. */
  readonly files: readonly string[];
  /** The exit status of the command. */
  readonly status: number;
};

/** Prints how a run came out and what was written where. */
export function printRun(flags: JsonFlag, { folder, assessment, files, status }: JudgedRun, terminal: Terminal): void {
  const text = () => textOf(consoleSummary(assessment, namedFiles(folder, files), terminal.columns));
  const json = () => jsonOf(runJson({ folder, assessment, files, status }));
  printResult(flags, { text, json }, terminal);
}

/** The same for programs: with every file, by its whole path. */
export const runJson = ({ folder, assessment, files, status }: JudgedRun): object => ({
  run: folder,
  exitStatus: status,
  files: files.map((file) => join(folder, file)),
  ...runSummary(assessment),
});
