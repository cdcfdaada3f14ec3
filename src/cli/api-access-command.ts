import { resolve } from "node:path";
import { Command, Option } from "commander";
import { rightOf } from "../probes/cluster/api-requests.ts";
import { clusterRole } from "../probes/cluster/cluster-role.ts";
import { type ReviewedRight, reviewRights } from "../probes/cluster/review-rights.ts";
import { visible } from "../reports/visible-text.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { tellOfModule } from "./fips.ts";
import { givenInventory } from "./given-inventory.ts";
import { withSudoPassword } from "./given-sudo-password.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { oneVoice } from "./one-voice.ts";
import { kubeconfigHosts, openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { withLoginOptions } from "./options.ts";
import { loadSshAccess, tellBelieved } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

function words({ right, state, message }: ReviewedRight): string {
  if (state === "allowed") return "allowed";
  return state === "missing" ? `missing, needed for ${right.facts.join(", ")}` : `unknown: ${visible(message)}`;
}

async function reviewAll(inventoryFile: string, flags: LoginFlags, given: Terminal): Promise<number> {
  const terminal = oneVoice(given);
  const file = resolve(terminal.workingDirectory, inventoryFile);
  const inventory = await givenInventory(inventoryFile, terminal);
  const access = await loadSshAccess(tunnelHosts(inventory), terminal, flags);
  const ssh = await withSudoPassword(access, kubeconfigHosts(inventory), flags, terminal);
  const api = await openConfiguredApi(inventory, ssh, terminal, flags);
  if (api === undefined) throw new UsageError(`${file} gives no access to an API server: it names no kubeconfig`);
  tellOfModule(flags, terminal);
  try {
    const { rights, undiscovered } = await reviewRights(api, inventory.api);
    for (const reviewed of rights) terminal.print(`${rightOf(reviewed.right)}: ${words(reviewed)}`);
    for (const message of undiscovered) terminal.print(`custom resources: unknown: ${visible(message)}`);
    const isAllowed = rights.every(({ state }) => state === "allowed") && undiscovered.length === 0;
    return isAllowed ? exitCodes.clean : exitCodes.incomplete;
  } finally {
    api.close();
    ssh.close();
    tellBelieved(ssh, terminal);
  }
}

/** `plimsoll api-access`: the rights that an audit needs of the API server, and whether they are there. */
export const apiAccessCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("api-access")
      .description("print the ClusterRole that an audit needs, or check that its rights are there")
      .addOption(new Option("-i, --inventory <file>", "ask its API server which of the rights are there"))
      .action(async ({ inventory, ...flags }: LoginFlags & { readonly inventory?: string }) => {
        if (inventory === undefined) terminal.print(clusterRole());
        finish(inventory === undefined ? exitCodes.clean : await reviewAll(inventory, flags, terminal));
      }),
  );
