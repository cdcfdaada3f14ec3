import { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { decisionsCheckCommand } from "./decisions-check-command.ts";

/** `plimsoll decisions`: what the site decided. */
export const decisionsCommand = (context: CommandContext): Command =>
  new Command("decisions").description("check the site's decisions").addCommand(decisionsCheckCommand(context));
