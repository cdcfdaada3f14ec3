import { Command } from "commander";
import type { CollectFlags } from "../run/collect.ts";
import type { CommandContext } from "./command-context.ts";
import { deadlineOption } from "./deadline.ts";
import { withLoginOptions } from "./logins.ts";
import {
  concurrencyOption,
  fromOption,
  inventoryOption,
  jsonOption,
  logLevelOption,
  outputOption,
  quietOption,
  resumeOption,
  shardOption,
} from "./options.ts";

/** `plimsoll collect`: evidence only, to be judged elsewhere or later. */
export const collectCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("collect")
      .description("ask the hosts and keep their evidence, without judging it")
      .addOption(inventoryOption())
      .addOption(outputOption())
      .addOption(resumeOption())
      .addOption(fromOption())
      .addOption(shardOption())
      .addOption(concurrencyOption())
      .addOption(deadlineOption())
      .addOption(jsonOption())
      .addOption(quietOption())
      .addOption(logLevelOption())
      .action(async (flags: CollectFlags) => {
        const { collectOnly } = await import("../commands/collect.ts");
        finish(await collectOnly(flags, terminal));
      }),
  );
