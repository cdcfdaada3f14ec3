import { Command } from "commander";
import type { BenchmarkFlags } from "../given/chosen-benchmarks.ts";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { benchmarkOption, releaseOption } from "./judging.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll rules [NAME…]`: what is judged, and how. */
export const rulesCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("rules")
    .description("list the rules, or describe some of them")
    .argument("[names...]", "V-242376 non-root-containers …")
    .addOption(benchmarkOption("all"))
    .addOption(releaseOption())
    .addOption(jsonOption())
    .action(async (names: readonly string[], flags: BenchmarkFlags & JsonFlag) => {
      const { printRules } = await import("../commands/rules/rules.ts");
      finish(printRules(names, flags, terminal));
    });
