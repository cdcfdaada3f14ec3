import { Command } from "commander";
import type { MergeFlags } from "../merge-command.ts";
import type { CommandContext } from "./command-context.ts";
import {
  checklistOption,
  decisionsOption,
  emptyNotReviewedOption,
  formatOption,
  jsonOption,
  outputOption,
  withJudgingOptions,
} from "./options.ts";

/** `plimsoll merge RUN...`. */
export const mergeCommand = ({ terminal, finish }: CommandContext): Command =>
  withJudgingOptions(
    new Command("merge")
      .description("put the shards of a run together, judge it and report, as one machine would have; no network")
      .argument("<runs...>", "folders of all shards of the run")
      .addOption(outputOption())
      .addOption(decisionsOption("those kept with the shards"))
      .addOption(formatOption())
      .addOption(checklistOption())
      .addOption(emptyNotReviewedOption())
      .addOption(jsonOption()),
  ).action(async (runs: readonly string[], flags: MergeFlags) => {
    const { merge } = await import("../merge-command.ts");
    finish(await merge(runs, flags, terminal));
  });
