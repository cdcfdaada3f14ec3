import { Command } from "commander";
import type { FromClusterFlags } from "../from-cluster-command.ts";
import type { CheckFlags } from "../inventory-check-command.ts";
import type { CommandContext } from "./command-context.ts";
import { concurrencyOption, fipsOption, inventoryOption, withLoginOptions } from "./options.ts";

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

/** `plimsoll inventory check`: whether an inventory is that of its cluster, and its hosts can be reached. */
const checkCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("check")
      .description(
        "compare an inventory with the API server's nodes, and try each host's SSH port and host key without logging in " +
          "there (jump hosts, and the host of `via`, are logged in to)",
      )
      .addOption(inventoryOption())
      .addOption(concurrencyOption())
      .option("--no-api", "try the hosts only; do not ask the API server")
      .action(async (flags: CheckFlags) => {
        const { checkGivenInventory } = await import("../inventory-check-command.ts");
        finish(await checkGivenInventory(flags, terminal));
      }),
  );

/** `plimsoll inventory`: writing an inventory, and trying one. */
export const inventoryCommand = (context: CommandContext): Command =>
  new Command("inventory")
    .description("write an inventory of a cluster, or check one before an audit")
    .addCommand(fromClusterCommand(context))
    .addCommand(checkCommand(context));
