import { resolve } from "node:path";
import { reportRun } from "../../report-run.ts";
import type { WantedFormat } from "../../reports/report-format.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { readAssessment } from "../../run-folder/read-run.ts";
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
export async function report(
  path: string,
  { format, previous, ...flags }: ReportFlags,
  terminal: Terminal,
): Promise<number> {
  const folder = resolve(terminal.workingDirectory, path);
  const release = lockRun(folder);
  try {
    const chromium = chromiumFor(format, terminal);
    const judged = readAssessment(folder);
    const earlier = previous && givenRun(previous, judged.manifest.cluster, terminal);
    const files = await reportRun(folder, judged, format, {
      ...(earlier && { previous: earlier.assessment }),
      ...givenChecklists(flags),
      ...chromium,
    });
    const json = () => jsonOf(runJson({ folder, assessment: judged.assessment, files, status: exitCodes.clean }));
    printResult(flags, { text: () => textOf(namedFiles(folder, files)), json }, terminal);
  } finally {
    release();
  }
  return exitCodes.clean;
}
