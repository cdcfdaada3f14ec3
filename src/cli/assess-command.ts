import { join, resolve } from "node:path";
import { Command } from "commander";
import { assessRun } from "../audit.ts";
import type { Category } from "../benchmark/requirement.ts";
import { keptPrevious, type Previous } from "../previous.ts";
import { consoleSummary } from "../reports/console.ts";
import { lockRun } from "../run-folder/lock.ts";
import { readManifest } from "../run-folder/read-run.ts";
import { toolVersion } from "../tool-version.ts";
import { chosenBenchmarks, requireChosen } from "./chosen-benchmarks.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { type GivenBenchmarkFlags, givenBenchmark } from "./given-benchmark.ts";
import { givenDecisions } from "./given-decisions.ts";
import { givenPrevious } from "./given-previous.ts";
import { decisionsOption, withJudgingOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

type AssessFlags = GivenBenchmarkFlags & {
  readonly decisions?: string;
  readonly previous?: readonly string[];
  readonly only?: readonly string[];
  readonly failOn: Category;
};

/** What `--previous` names; else the checklists that the run keeps. */
function previousOf(folder: string, given: readonly string[] | undefined, terminal: Terminal): Promise<Previous> {
  if (given === undefined) return keptPrevious(folder);
  const { cluster, hosts } = readManifest(folder);
  return givenPrevious(given, { cluster, nodes: hosts.map(({ name }) => name) }, terminal);
}

/** `plimsoll assess RUN`: judges kept evidence again, without any network. */
export const assessCommand = ({ terminal, finish }: CommandContext): Command =>
  withJudgingOptions(
    new Command("assess")
      .description("judge the evidence of a run again, without any network")
      .argument("<run>", "folder of a run")
      .addOption(decisionsOption("those kept with the run")),
  ).action(async (run: string, flags: AssessFlags) => {
    const folder = resolve(terminal.workingDirectory, run);
    const release = lockRun(folder);
    try {
      finish(await judgeAgain(folder, flags, terminal));
    } finally {
      release();
    }
  });

async function judgeAgain(
  folder: string,
  { only, failOn, ...flags }: AssessFlags,
  terminal: Terminal,
): Promise<number> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(only ?? [], flags, stig);
  const decisions = await givenDecisions(flags.decisions, undefined, terminal);
  const previous = await previousOf(folder, flags.previous, terminal);
  const options = {
    toolVersion,
    benchmarks: chosenBenchmarks(flags, stig),
    ...(only && { only }),
    ...(decisions && { decisions }),
    previous,
  };
  const assessment = await assessRun(folder, options);
  const files = [join(folder, "assessment.json")];
  for (const line of consoleSummary(assessment, files, terminal.columns)) terminal.print(line);
  return exitCodeOf(assessment, failOn);
}
