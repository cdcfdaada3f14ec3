import { resolve } from "node:path";
import type { Category } from "../benchmark/requirement.ts";
import type { JudgedRun } from "../compare/rules-between.ts";
import { runDiff } from "../compare/run-diff.ts";
import type { RunDiff } from "../findings/run-diff.ts";
import type { TextPieces } from "../large-json/text-pieces.ts";
import { diffConsole } from "../reports/diff/console.ts";
import { diffJson } from "../reports/diff/json.ts";
import { diffPage } from "../reports/html/diff-page.ts";
import { readAssessment } from "../run-folder/read-run.ts";
import { toolVersion } from "../tool-version.ts";
import { withCheckTexts } from "./check-texts-of.ts";
import { exitCodeOfDiff } from "./exit-code-of.ts";
import { exitCodes } from "./exit-codes.ts";
import { printPieces } from "./print-pieces.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { refuseExisting, writeNewFile } from "./write-new-file.ts";

export type DiffFormat = "console" | "json" | "html";

export type DiffFlags = { readonly format: DiffFormat; readonly output?: string; readonly failOnNew?: Category | true };

/** Two kept assessments of one cluster. @throws UsageError where they are of two, RunFolderError where one cannot be read. */
function readBoth(before: string, after: string): readonly [JudgedRun, JudgedRun] {
  const [one, other] = [before, after].map((folder) => readAssessment(folder).assessment);
  if (one === undefined || other === undefined) throw new Error("two folders give two assessments");
  if (one.cluster !== other.cluster) {
    throw new UsageError(`${before} is of the cluster ${one.cluster}, ${after} of ${other.cluster}: not compared`);
  }
  return [withCheckTexts(one), withCheckTexts(other)];
}

function* lines(diff: RunDiff, columns: number): Generator<string> {
  for (const line of diffConsole(diff, columns)) yield `${line}\n`;
}

const written: Readonly<Record<DiffFormat, (diff: RunDiff, terminal: Terminal) => TextPieces>> = {
  console: (diff, { columns }) => lines(diff, columns),
  json: diffJson,
  html: diffPage,
};

/** Compares two runs; returns the exit status: 0 unless --fail-on-new says otherwise. */
export function diff(
  before: string,
  after: string,
  { format, output, failOnNew }: DiffFlags,
  terminal: Terminal,
): number {
  const pathOf = (given: string): string => resolve(terminal.workingDirectory, given);
  const file = output === undefined ? undefined : pathOf(output);
  if (file !== undefined) refuseExisting(file);
  const found = runDiff(...readBoth(pathOf(before), pathOf(after)), toolVersion);
  const pieces = written[format](found, terminal);
  if (file === undefined) printPieces(pieces, terminal.print);
  else {
    writeNewFile(file, pieces);
    terminal.print(file);
  }
  return failOnNew === undefined ? exitCodes.clean : exitCodeOfDiff(found, failOnNew === true ? "CAT III" : failOnNew);
}
