import { Command } from "commander";
import { benchmarkDiffCommand } from "./benchmark-diff-command.ts";
import type { CommandContext } from "./command-context.ts";

/** `plimsoll benchmark`: what is judged by. */
export const benchmarkCommand = (context: CommandContext): Command =>
  new Command("benchmark")
    .description("compare releases of the Kubernetes STIG")
    .addCommand(benchmarkDiffCommand(context));
