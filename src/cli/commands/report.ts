import { resolve } from "node:path";
import { reportRun } from "../../report-run.ts";
import type { WantedFormat } from "../../reports/report-format.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { readAssessment, readManifest } from "../../run-folder/read-run.ts";
import { exitCodes } from "../exit-codes.ts";
import { type ChecklistFlags, givenChecklists } from "../given/checklists.ts";
import { chromiumFor } from "../given/chromium-for.ts";
import { givenRun } from "../given/previous.ts";
import { namedFiles } from "../results/named-files.ts";
import { type JsonFlag, jsonOf, printResult, textOf } from "../results/result.ts";
import { runJson } from "../run/print-run.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** The options of `plimsoll report`. */
export type ReportFlags = ChecklistFlags &
  JsonFlag & { readonly format: readonly WantedFormat[]; readonly previous?: string };

/** Writes the reports of a kept assessment again and prints where; returns the exit status. */
export async function report(run: string, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(terminal.workingDirectory, run);
  const release = lockRun(folder);
  try {
    const files = await showAgain(folder, flags, terminal);
    const json = () =>
      jsonOf(runJson({ folder, assessment: readAssessment(folder).assessment, files, status: exitCodes.clean }));
    printResult(flags, { text: () => textOf(namedFiles(folder, files)), json }, terminal);
  } finally {
    release();
  }
  return exitCodes.clean;
}

function showAgain(
  folder: string,
  { format, previous, ...flags }: ReportFlags,
  terminal: Terminal,
): Promise<readonly string[]> {
  const earlier = previous && givenRun(previous, readManifest(folder).cluster, terminal);
  return reportRun(folder, format, {
    ...(earlier && { previous: earlier.assessment }),
    ...givenChecklists(flags),
    ...chromiumFor(format, terminal),
  });
}
