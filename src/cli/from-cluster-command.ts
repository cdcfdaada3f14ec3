import { resolve } from "node:path";
import { type InventoryText, writeInventory } from "../fleet/inventory-text.ts";
import { getNodes, getVersion } from "../probes/cluster/nodes.ts";
import { visible } from "../reports/visible-text.ts";
import { exitCodes } from "./exit-codes.ts";
import { type FipsFlag, tellOfModule } from "./fips.ts";
import { type ApiFlags, givenApiAccess } from "./given-api-access.ts";
import { openConfiguredApi } from "./open-configured-api.ts";
import { loadSshAccess } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";
import { refuseExisting, writeNewFile } from "./write-new-file.ts";

export type FromClusterFlags = ApiFlags & FipsFlag & { readonly output?: string };

/** The inventory of the cluster's nodes; why there is none where they could not be read. */
async function fromCluster(flags: ApiFlags & FipsFlag, terminal: Terminal): Promise<InventoryText | string> {
  const access = givenApiAccess(flags, terminal);
  const ssh = await loadSshAccess([], terminal, flags);
  const api = await openConfiguredApi({ api: access, hosts: [] }, ssh, terminal, flags);
  tellOfModule(flags, terminal);
  if (api === undefined) return "no API server";
  try {
    const version = await getVersion(api);
    const nodes = await getNodes(api);
    if (nodes.state !== "present")
      return `the API server's nodes were not read: ${"message" in nodes ? nodes.message : ""}`;
    return writeInventory({ server: api.server, version, nodes: nodes.value, access });
  } finally {
    api.close();
  }
}

/** Tells whoever asked for an inventory what is not in it. */
function tellWhatLacks({ leftOut, hasControlPlane }: InventoryText, terminal: Terminal): void {
  for (const { node, why } of leftOut) terminal.talk(`${visible(node)} is left out: ${visible(why)}\n`);
  if (!hasControlPlane)
    terminal.talk("No node is a control plane by its labels or taints: the file says what to do.\n");
}

/** Prints or writes an inventory of the nodes that the API server lists; returns the exit status. */
export async function inventoryFromCluster(
  { output, ...flags }: FromClusterFlags,
  terminal: Terminal,
): Promise<number> {
  const file = output === undefined ? undefined : resolve(terminal.workingDirectory, output);
  if (file !== undefined) refuseExisting(file);
  const written = await fromCluster(flags, terminal);
  if (typeof written === "string") {
    terminal.talk(`plimsoll: ${visible(written)}\n`);
    return exitCodes.incomplete;
  }
  tellWhatLacks(written, terminal);
  if (written.hosts === 0) {
    terminal.talk("plimsoll: the API server lists no node that an inventory can hold\n");
    return exitCodes.incomplete;
  }
  if (file === undefined) terminal.print(written.text);
  else writeNewFile(file, [`${written.text}\n`]);
  return written.leftOut.some(({ unusable }) => unusable) ? exitCodes.incomplete : exitCodes.clean;
}
