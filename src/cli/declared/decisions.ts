import { Command } from "commander";
import type { DecisionsCheckFlags } from "../commands/decisions-check/decisions-check.ts";
import type { CommandContext } from "./command-context.ts";
import { releaseOption } from "./judging.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll decisions check`: what is amiss with a decisions file, today and with a run. */
const checkCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("check")
    .description("name waivers and attestations that have expired, contradict each other, are too broad or do nothing")
    .argument("<file>", "the site's decisions")
    .option("--run <run>", "folder of a run of the cluster: what it shows is compared")
    .addOption(releaseOption())
    .addOption(jsonOption())
    .action(async (file: string, flags: DecisionsCheckFlags) => {
      const { checkDecisions } = await import("../commands/decisions-check/decisions-check.ts");
      finish(await checkDecisions(file, flags, terminal));
    });

/** `plimsoll decisions`: what the site decided. */
export const decisionsCommand = (context: CommandContext): Command =>
  new Command("decisions").description("check the site's decisions").addCommand(checkCommand(context));
