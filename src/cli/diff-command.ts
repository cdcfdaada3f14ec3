import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
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
import { checkTextsOf } from "./check-texts-of.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodeOfDiff, exitCodes } from "./exit-codes.ts";
import { categoryNamed } from "./options.ts";
import { printPieces } from "./print-pieces.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { refuseExisting, writeNewFile } from "./write-new-file.ts";

const formats = ["console", "json", "html"] as const;
type Format = (typeof formats)[number];

type DiffFlags = { readonly format: Format; readonly output?: string; readonly failOnNew?: Category | true };

function readCategory(text: string): Category {
  const category = categoryNamed(text);
  if (category !== undefined) return category;
  throw new InvalidArgumentError("It must be I, II or III; without one write it after the two runs.");
}

const failOnNewOption = () =>
  new Option(
    "--fail-on-new [category]",
    "exit 1 where something of this category (I, II, III; default III) and above is newly open, else 3 where coverage was lost",
  ).argParser(readCategory);

/** Two kept assessments of one cluster. @throws UsageError where they are of two, RunFolderError where one cannot be read. */
function readBoth(before: string, after: string): readonly [JudgedRun, JudgedRun] {
  const [one, other] = [before, after].map((folder) => readAssessment(folder).assessment);
  if (one === undefined || other === undefined) throw new Error("two folders give two assessments");
  if (one.cluster !== other.cluster) {
    throw new UsageError(`${before} is of the cluster ${one.cluster}, ${after} of ${other.cluster}: not compared`);
  }
  return [judged(one), judged(other)];
}

const judged = (assessment: JudgedRun["assessment"]): JudgedRun => ({
  assessment,
  checkTexts: checkTextsOf(assessment),
});

function* lines(diff: RunDiff, columns: number): Generator<string> {
  for (const line of diffConsole(diff, columns)) yield `${line}\n`;
}

const written: Readonly<Record<Format, (diff: RunDiff, terminal: Terminal) => TextPieces>> = {
  console: (diff, { columns }) => lines(diff, columns),
  json: diffJson,
  html: diffPage,
};

/** `plimsoll diff BEFORE AFTER`: what is different between two runs of a cluster; exit 0 unless --fail-on-new says otherwise. */
export const diffCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("diff")
    .description("compare two runs of a cluster: what is newly open, fixed, no longer seen, or otherwise")
    .argument("<before>", "folder of the one run")
    .argument("<after>", "folder of the other")
    .addOption(new Option("--format <name>", "how it is shown").choices(formats).default("console"))
    .addOption(new Option("-o, --output <file>", "a new file for it, instead of standard output"))
    .addOption(failOnNewOption())
    .action((before: string, after: string, { format, output, failOnNew }: DiffFlags) => {
      const pathOf = (given: string): string => resolve(terminal.workingDirectory, given);
      const file = output === undefined ? undefined : pathOf(output);
      if (file !== undefined) refuseExisting(file);
      const diff = runDiff(...readBoth(pathOf(before), pathOf(after)), toolVersion);
      const pieces = written[format](diff, terminal);
      if (file === undefined) printPieces(pieces, terminal.print);
      else {
        writeNewFile(file, pieces);
        terminal.print(file);
      }
      finish(
        failOnNew === undefined ? exitCodes.clean : exitCodeOfDiff(diff, failOnNew === true ? "CAT III" : failOnNew),
      );
    });
