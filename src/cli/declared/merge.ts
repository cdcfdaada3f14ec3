import { Command } from "commander";
import type { MergeFlags } from "../commands/merge.ts";
import type { CommandContext } from "./command-context.ts";
import { decisionsOption, withJudgingOptions } from "./judging.ts";
import { fipsOption } from "./logins.ts";
import { checklistOption, emptyNotReviewedOption, formatOption, jsonOption, outputOption } from "./options.ts";
import { withScheduledOptions } from "./scheduled.ts";

/** `plimsoll merge RUN...`. */
export const mergeCommand = ({ terminal, finish }: CommandContext): Command =>
  withScheduledOptions(
    withJudgingOptions(
      new Command("merge")
        .description(
          "put the shards of a run together, judge it and report, as one machine would have; no network but for --webhook",
        )
        .argument("<shards...>", "folders of all shards of the run")
        .addOption(outputOption())
        .addOption(decisionsOption("those kept with the shards"))
        .addOption(formatOption())
        .addOption(checklistOption())
        .addOption(emptyNotReviewedOption()),
    ),
  )
    .addOption(fipsOption())
    .addOption(jsonOption())
    .action(async (shards: readonly string[], flags: MergeFlags) => {
      const { merge } = await import("../commands/merge.ts");
      finish(await merge(shards, flags, terminal));
    });
