import { assessRun } from "../audit.ts";
import type { Category, StigBenchmark } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { reportRun } from "../report-run.ts";
import { consoleSummary } from "../reports/console.ts";
import type { WantedFormat } from "../reports/report-format.ts";
import { toolVersion } from "../tool-version.ts";
import { chosenBenchmarks } from "./chosen-benchmarks.ts";
import type { chromiumFor } from "./chromium-for.ts";
import type { Collected } from "./collect-command.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { exitCodes } from "./exit-codes.ts";
import type { GivenBenchmarkFlags } from "./given-benchmark.ts";
import { type ChecklistFlags, givenChecklists } from "./given-checklists.ts";
import { namedFiles } from "./named-files.ts";
import type { Terminal } from "./terminal.ts";

/** The flags of a command that judges a run that was just made, and shows it. */
export type JudgingFlags = ChecklistFlags &
  GivenBenchmarkFlags & {
    readonly format: readonly WantedFormat[];
    readonly only?: readonly string[];
    readonly failOn: Category;
  };

/** Those flags, with what was looked up by them before the run was made. */
type Judging = JudgingFlags & {
  readonly stig: StigBenchmark | undefined;
  readonly chromium: ReturnType<typeof chromiumFor>;
};

/** What came of judging a run. */
export type Judged = { readonly assessment: Assessment; readonly status: number };

/** Judges a run, writes its reports and prints what comes of it. */
export async function judgeAndReport(
  {
    folder,
    interruptedBy,
    decisions,
    previous,
  }: Pick<Collected, "folder" | "interruptedBy" | "decisions" | "previous">,
  { stig, chromium, ...flags }: Judging,
  terminal: Terminal,
): Promise<Judged> {
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
  const status =
    interruptedBy === undefined ? exitCodeOf(assessment, flags.failOn) : exitCodes.interrupted[interruptedBy];
  return { assessment, status };
}
