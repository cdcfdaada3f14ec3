import { Command } from "commander";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll history DIR`: open findings over the runs in a folder; exit 0 whatever they are, 5 where there is no run. */
export const historyCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("history")
    .description("show how open findings went over the runs in a folder: trend, first and last seen")
    .argument("<dir>", "folder that holds runs")
    .addOption(jsonOption())
    .action(async (dir: string, flags: JsonFlag) => {
      const { history } = await import("../commands/history.ts");
      finish(history(dir, flags, terminal));
    });
