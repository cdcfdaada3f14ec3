import { Command, Option } from "commander";
import { privileges } from "../../inventory/inventory.ts";
import type { InitFlags } from "../commands/init/flags.ts";
import type { CommandContext } from "./command-context.ts";
import { fipsOption } from "./logins.ts";
import { jsonOption, words } from "./options.ts";

const namesOption = (flags: string, what: string) => new Option(flags, what).argParser(words);

/** `plimsoll init`: an inventory from what somebody has already. */
export const initCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("init")
    .description(
      "write an inventory: of an Ansible inventory, the hosts of an ssh_config, the API server's nodes, or hosts that you name; " +
        "asks for what is not given where somebody is at the terminal",
    )
    .option("--ansible <file>", "take the hosts of an Ansible inventory, INI or YAML (kubespray's groups and others')")
    .option("--ssh-config <file>", "take the hosts that an ssh_config names")
    .option("--from-cluster", "take the nodes that the API server lists (GET /version and the nodes, nothing else)")
    .addOption(
      namesOption(
        "--control-plane <names>",
        "control planes: cp-[1:3]=10.0.0.[11:13],…; groups of Ansible; patterns of ssh_config",
      ),
    )
    .addOption(namesOption("--worker <names>", "workers, in the same way"))
    .addOption(namesOption("--etcd <names>", "hosts that run etcd and nothing else of the control plane"))
    .option("--cluster <name>", "the cluster's name in reports (of --from-cluster: else its context)")
    .option("--user <name>", "who logs in on the hosts")
    .option("--identity-file <file>", "the private key for that (without it an agent is asked)")
    .addOption(new Option("--privilege <how>", "how the reader becomes root (default: sudo)").choices(privileges))
    .option(
      "--kubeconfig <file>",
      "kubeconfig of the cluster (with --from-cluster also: the file that KUBECONFIG names)",
    )
    .option("--context <name>", "context of that kubeconfig (default: its current one)")
    .option("--in-cluster", "use the service account of the pod that plimsoll runs in")
    .option("-o, --output <file>", "file to write; - is standard output", "inventory.yaml")
    .option("--force", "write over a file that is there")
    .addOption(fipsOption())
    .addOption(jsonOption())
    .action(async (flags: InitFlags) => {
      const { init } = await import("../commands/init/init.ts");
      finish(await init(flags, terminal));
    });
