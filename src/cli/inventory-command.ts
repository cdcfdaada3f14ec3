import { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { fromClusterCommand } from "./from-cluster-command.ts";
import { inventoryCheckCommand } from "./inventory-check-command.ts";

/** `plimsoll inventory`: writing an inventory, and trying one. */
export const inventoryCommand = (context: CommandContext): Command =>
  new Command("inventory")
    .description("write an inventory of a cluster, or check one before an audit")
    .addCommand(fromClusterCommand(context))
    .addCommand(inventoryCheckCommand(context));
