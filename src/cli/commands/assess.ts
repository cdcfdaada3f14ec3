import { resolve } from "node:path";
import { assessRun } from "../../audit.ts";
import type { Category } from "../../benchmark/requirement.ts";
import { keptPrevious, type Previous } from "../../previous.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { assessmentFile } from "../../run-folder/manifest.ts";
import { readManifest } from "../../run-folder/read-run.ts";
import { toolVersion } from "../../tool-version.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { type GivenBenchmarkFlags, givenBenchmark } from "../given/benchmark.ts";
import { chosenBenchmarks, requireChosen } from "../given/chosen-benchmarks.ts";
import { givenDecisions } from "../given/decisions.ts";
import { givenPrevious } from "../given/previous.ts";
import type { JsonFlag } from "../results/result.ts";
import { printRun } from "../run/print-run.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** The options of `plimsoll assess`. */
export type AssessFlags = GivenBenchmarkFlags &
  JsonFlag & {
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

/** Judges kept evidence again; returns the exit status. */
export async function assessAgain(run: string, flags: AssessFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(terminal.workingDirectory, run);
  const release = lockRun(folder);
  try {
    return await judgeAgain(folder, flags, terminal);
  } finally {
    release();
  }
}

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
  const status = exitCodeOf(assessment, failOn);
  printRun(flags, { folder, assessment, files: [assessmentFile], status }, terminal);
  return status;
}
