import { Command } from "commander";
import { assessRun } from "../audit.ts";
import type { Category, StigBenchmark } from "../benchmark/requirement.ts";
import { reportRun } from "../report-run.ts";
import { consoleSummary } from "../reports/console.ts";
import type { WantedFormat } from "../reports/report.ts";
import { toolVersion } from "../tool-version.ts";
import { chosenBenchmarks, requireChosen } from "./chosen-benchmarks.ts";
import { chromiumFor } from "./chromium-for.ts";
import { type Collected, type CollectFlags, collectInto } from "./collect-command.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { type GivenBenchmarkFlags, givenBenchmark } from "./given-benchmark.ts";
import { type ChecklistFlags, givenChecklists } from "./given-checklists.ts";
import { namedFiles } from "./named-files.ts";
import {
  benchmarkFileOption,
  benchmarkOption,
  checklistOption,
  concurrencyOption,
  decisionsOption,
  emptyNotReviewedOption,
  failOnOption,
  formatOption,
  fromOption,
  inventoryOption,
  logLevelOption,
  onlyOption,
  outputOption,
  previousOption,
  quietOption,
  releaseOption,
  resumeOption,
  withLoginOptions,
} from "./options.ts";
import type { Terminal } from "./terminal.ts";

export type AuditFlags = CollectFlags &
  ChecklistFlags &
  GivenBenchmarkFlags & {
    readonly format: readonly WantedFormat[];
    readonly only?: readonly string[];
    readonly failOn: Category;
  };

/** Collect, assess and report in one go; returns the exit status. */
export async function audit(flags: AuditFlags, terminal: Terminal): Promise<number> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format);
  const collected = await collectInto(flags, terminal);
  try {
    return await judge(collected, flags, stig, chromium, terminal);
  } finally {
    collected.release();
  }
}

async function judge(
  { folder, interruptedBy, decisions, previous }: Collected,
  flags: AuditFlags,
  stig: StigBenchmark | undefined,
  chromium: ReturnType<typeof chromiumFor>,
  terminal: Terminal,
): Promise<number> {
  const assessment = await assessRun(folder, {
    toolVersion,
    benchmarks: chosenBenchmarks(flags, stig),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(decisions && { decisions }),
    ...(previous && { previous }),
  });
  const files = await reportRun(folder, flags.format, { known: assessment, ...givenChecklists(flags), ...chromium });
  const named = namedFiles(folder, [...files, "assessment.json"]);
  for (const line of consoleSummary(assessment, named, terminal.columns)) terminal.print(line);
  return interruptedBy === undefined ? exitCodeOf(assessment, flags.failOn) : exitCodes.interrupted[interruptedBy];
}

/** `plimsoll audit`. */
export const auditCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("audit")
      .description("ask the hosts of an inventory, judge what they show, write report and checklist")
      .addOption(inventoryOption())
      .addOption(outputOption())
      .addOption(resumeOption())
      .addOption(fromOption())
      .addOption(decisionsOption("the inventory's"))
      .addOption(formatOption())
      .addOption(checklistOption())
      .addOption(emptyNotReviewedOption())
      .addOption(concurrencyOption())
      .addOption(onlyOption())
      .addOption(benchmarkOption())
      .addOption(releaseOption())
      .addOption(benchmarkFileOption())
      .addOption(previousOption())
      .addOption(failOnOption())
      .addOption(quietOption())
      .addOption(logLevelOption())
      .action(async (flags: AuditFlags) => finish(await audit(flags, terminal))),
  );
