import { Command } from "commander";
import type { ReportFlags } from "../commands/report.ts";
import type { CommandContext } from "./command-context.ts";
import { previousRunOption } from "./judging.ts";
import { checklistOption, emptyNotReviewedOption, formatOption, jsonOption } from "./options.ts";

/** `plimsoll report RUN`: shows a kept assessment again; exit 0 whatever it says, for it was judged before. */
export const reportCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("report")
    .description("write the reports of a run again from its assessment.json")
    .argument("<run>", "folder of a run")
    .addOption(formatOption())
    .addOption(checklistOption())
    .addOption(emptyNotReviewedOption())
    .addOption(previousRunOption())
    .addOption(jsonOption())
    .action(async (run: string, flags: ReportFlags) => {
      const { report } = await import("../commands/report.ts");
      finish(await report(run, flags, terminal));
    });
