import { resolve } from "node:path";
import { reportRun } from "../report-run.ts";
import type { WantedFormat } from "../reports/report-format.ts";
import { lockRun } from "../run-folder/lock.ts";
import { readManifest } from "../run-folder/read-run.ts";
import { chromiumFor } from "./chromium-for.ts";
import { exitCodes } from "./exit-codes.ts";
import { type ChecklistFlags, givenChecklists } from "./given-checklists.ts";
import { givenRun } from "./given-previous.ts";
import { namedFiles } from "./named-files.ts";
import type { Terminal } from "./terminal.ts";

export type ReportFlags = ChecklistFlags & { readonly format: readonly WantedFormat[]; readonly previous?: string };

/** Writes the reports of a kept assessment again and prints where; returns the exit status. */
export async function report(run: string, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(terminal.workingDirectory, run);
  const release = lockRun(folder);
  try {
    for (const file of await showAgain(folder, flags, terminal)) terminal.print(file);
  } finally {
    release();
  }
  return exitCodes.clean;
}

async function showAgain(
  folder: string,
  { format, previous, ...flags }: ReportFlags,
  terminal: Terminal,
): Promise<readonly string[]> {
  const earlier = previous && givenRun(previous, readManifest(folder).cluster, terminal);
  const options = {
    ...(earlier && { previous: earlier.assessment }),
    ...givenChecklists(flags),
    ...chromiumFor(format),
  };
  return namedFiles(folder, await reportRun(folder, format, options));
}
