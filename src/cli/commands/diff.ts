import { resolve } from "node:path";
import type { Category } from "../../benchmark/requirement.ts";
import type { JudgedRun } from "../../compare/rules-between.ts";
import { runDiff } from "../../compare/run-diff.ts";
import type { RunDiff } from "../../findings/run-diff.ts";
import type { TextPieces } from "../../large-json/text-pieces.ts";
import { diffConsole } from "../../reports/diff/console.ts";
import { diffJson } from "../../reports/diff/json.ts";
import { diffPage } from "../../reports/html/diff-page.ts";
import { readAssessment } from "../../run-folder/read-run.ts";
import { toolVersion } from "../../tool-version.ts";
import { exitCodeOfDiff } from "../exit-code-of.ts";
import { exitCodes } from "../exit-codes.ts";
import { type JsonFlag, printResult, textOf } from "../results/result.ts";
import { refuseExisting, writeNewFile } from "../results/write-new-file.ts";
import { withCheckTexts } from "../run/check-texts-of.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** What `--format` takes; a program has `--json`. */
export type DiffFormat = "console" | "html";

/** The options of `plimsoll diff`. */
export type DiffFlags = JsonFlag & {
  readonly format: DiffFormat;
  readonly output?: string;
  readonly failOnNew?: Category | true;
};

/** Two kept assessments of one cluster. @throws UsageError where they are of two, RunFolderError where one cannot be read. */
function readBoth(before: string, after: string): readonly [JudgedRun, JudgedRun] {
  const [one, other] = [before, after].map((folder) => readAssessment(folder).assessment);
  if (one === undefined || other === undefined) throw new Error("two folders give two assessments");
  if (one.cluster !== other.cluster) {
    throw new UsageError(`${before} is of the cluster ${one.cluster}, ${after} of ${other.cluster}: not compared`);
  }
  return [withCheckTexts(one), withCheckTexts(other)];
}

const written: Readonly<Record<DiffFormat, (diff: RunDiff, terminal: Terminal) => TextPieces>> = {
  console: (diff, { columns }) => textOf(diffConsole(diff, columns)),
  html: diffPage,
};

/** Compares two runs; returns the exit status: 0 unless --fail-on-new says otherwise. */
export function diff(before: string, after: string, flags: DiffFlags, terminal: Terminal): number {
  const { format, output, failOnNew } = flags;
  const pathOf = (given: string): string => resolve(terminal.workingDirectory, given);
  const file = output === undefined ? undefined : pathOf(output);
  if (file !== undefined) refuseExisting(file);
  if (flags.json && file === undefined && format !== "console") {
    throw new UsageError(`--json prints JSON: give --output, a file for what --format ${format} writes`);
  }
  const found = runDiff(...readBoth(pathOf(before), pathOf(after)), toolVersion);
  if (file !== undefined) writeNewFile(file, written[format](found, terminal));
  const text = () => (file === undefined ? written[format](found, terminal) : [`${file}\n`]);
  printResult(flags, { text, json: () => diffJson(found) }, terminal);
  return failOnNew === undefined ? exitCodes.clean : exitCodeOfDiff(found, failOnNew === true ? "CAT III" : failOnNew);
}
