import { resolve } from "node:path";
import { Command } from "commander";
import { reportRun } from "../report-run.ts";
import type { WantedFormat } from "../reports/report.ts";
import { lockRun } from "../run-folder/lock.ts";
import { readManifest } from "../run-folder/read-run.ts";
import { chromiumFor } from "./chromium-for.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { type ChecklistFlags, givenChecklists } from "./given-checklists.ts";
import { givenRun } from "./given-previous.ts";
import { namedFiles } from "./named-files.ts";
import { checklistOption, emptyNotReviewedOption, formatOption, previousRunOption } from "./options.ts";
import type { Terminal } from "./terminal.ts";

type ReportFlags = ChecklistFlags & { readonly format: readonly WantedFormat[]; readonly previous?: string };

/** `plimsoll report RUN`: shows a kept assessment again; exit 0 whatever it says, for it was judged before. */
export const reportCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("report")
    .description("write the reports of a run again from its assessment.json")
    .argument("<run>", "folder of a run")
    .addOption(formatOption())
    .addOption(checklistOption())
    .addOption(emptyNotReviewedOption())
    .addOption(previousRunOption())
    .action(async (run: string, flags: ReportFlags) => {
      const folder = resolve(terminal.workingDirectory, run);
      const release = lockRun(folder);
      try {
        for (const file of await showAgain(folder, flags, terminal)) terminal.print(file);
      } finally {
        release();
      }
      finish(exitCodes.clean);
    });

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
