import { join, resolve } from "node:path";
import { Command } from "commander";
import { reportRun } from "../audit.ts";
import type { ReportFormat } from "../reports/report.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { formatOption } from "./options.ts";

/** `plimsoll report RUN`: shows a kept assessment again; exit 0 whatever it says, for it was judged before. */
export const reportCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("report")
    .description("write the reports of a run again from its assessment.json")
    .argument("<run>", "folder of a run")
    .addOption(formatOption())
    .action((run: string, { format }: { readonly format: readonly ReportFormat[] }) => {
      const folder = resolve(terminal.workingDirectory, run);
      for (const file of reportRun(folder, format)) terminal.print(join(folder, file));
      finish(exitCodes.clean);
    });
