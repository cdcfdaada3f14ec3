import { resolve } from "node:path";
import { rightOf } from "../probes/cluster/api-requests.ts";
import { clusterRole } from "../probes/cluster/cluster-role.ts";
import { type ReviewedRight, reviewRights } from "../probes/cluster/review-rights.ts";
import { visible } from "../reports/visible-text.ts";
import { exitCodes } from "./exit-codes.ts";
import { tellOfModule } from "./fips.ts";
import { givenInventory } from "./given-inventory.ts";
import { withSudoPassword } from "./given-sudo-password.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { oneVoice } from "./one-voice.ts";
import { kubeconfigHosts, openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess, tellBelieved } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type ApiAccessFlags = LoginFlags & { readonly inventory?: string };

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

/** Prints the ClusterRole, or of an inventory's API server which of its rights are there; returns the exit status. */
export async function apiAccess({ inventory, ...flags }: ApiAccessFlags, terminal: Terminal): Promise<number> {
  if (inventory !== undefined) return reviewAll(inventory, flags, terminal);
  terminal.print(clusterRole());
  return exitCodes.clean;
}
