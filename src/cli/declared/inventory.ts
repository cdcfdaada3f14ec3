import { Command } from "commander";
import type { FromClusterFlags } from "../from-cluster-command.ts";
import type { CommandContext } from "./command-context.ts";
import { fipsOption } from "./options.ts";

/** `plimsoll inventory from-cluster`: an inventory of the nodes that the API server lists. */
const fromClusterCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("from-cluster")
    .description("write an inventory of the nodes that an API server lists (GET /version and the nodes, nothing else)")
    .option("--kubeconfig <file>", "kubeconfig of the cluster (default: the file that KUBECONFIG names)")
    .option("--context <name>", "context of that kubeconfig (default: its current one)")
    .option("--in-cluster", "use the service account of the pod that plimsoll runs in")
    .option("-o, --output <file>", "file to write; must not be there yet (default: standard output)")
    .addOption(fipsOption())
    .action(async (flags: FromClusterFlags) => {
      const { inventoryFromCluster } = await import("../from-cluster-command.ts");
      finish(await inventoryFromCluster(flags, terminal));
    });

/** `plimsoll inventory`: writing an inventory, and trying one. */
export const inventoryCommand = (context: CommandContext): Command =>
  new Command("inventory")
    .description("write an inventory of a cluster, or check one before an audit")
    .addCommand(fromClusterCommand(context));
