import { assessRun } from "../../audit.ts";
import type { Category, StigBenchmark } from "../../benchmark/requirement.ts";
import { reportRun } from "../../report-run.ts";
import type { WantedFormat } from "../../reports/report-format.ts";
import { assessmentFile } from "../../run-folder/manifest.ts";
import { readManifest } from "../../run-folder/read-run.ts";
import { toolVersion } from "../../tool-version.ts";
import { exitCodeOf } from "../exit-code-of.ts";
import { exitCodes } from "../exit-codes.ts";
import type { GivenBenchmarkFlags } from "../given/benchmark.ts";
import { type ChecklistFlags, givenChecklists } from "../given/checklists.ts";
import { chosenBenchmarks } from "../given/chosen-benchmarks.ts";
import type { chromiumFor } from "../given/chromium-for.ts";
import type { Collected } from "./collect.ts";
import type { JudgedRun } from "./print-run.ts";

/** The flags of a command that judges a run that was just made, and shows it. */
export type JudgingFlags = ChecklistFlags &
  GivenBenchmarkFlags & {
    readonly format: readonly WantedFormat[];
    readonly only?: readonly string[];
    /** Undefined where open findings end in no status of their own. */
    readonly failOn?: Category;
  };

/** Those flags, with what was looked up by them before the run was made. */
type Judging = JudgingFlags & {
  readonly stig: StigBenchmark | undefined;
  readonly chromium: ReturnType<typeof chromiumFor>;
};

/** Judges a run and writes its reports. */
export async function judgeAndReport(
  {
    folder,
    interruptedBy,
    decisions,
    previous,
  }: Pick<Collected, "folder" | "interruptedBy" | "decisions" | "previous">,
  { stig, chromium, ...flags }: Judging,
): Promise<JudgedRun> {
  const assessment = await assessRun(folder, {
    toolVersion,
    benchmarks: chosenBenchmarks(flags, stig),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(decisions && { decisions }),
    ...(previous && { previous }),
  });
  const judged = { manifest: readManifest(folder), assessment };
  const files = await reportRun(folder, judged, flags.format, { ...givenChecklists(flags), ...chromium });
  const status =
    interruptedBy === undefined ? exitCodeOf(assessment, flags.failOn) : exitCodes.interrupted[interruptedBy];
  return { folder, assessment, files: [...files, assessmentFile], status };
}
