import { type CheckReach, checkInventory, type InventoryCheck } from "../check-inventory.ts";
import { knockHost } from "../connect/open-host.ts";
import { compareWithNodes } from "../fleet/compare.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { apiWords, differenceWords, hostsWords, knockWords } from "./check-words.ts";
import { exitCodes } from "./exit-codes.ts";
import { tellOfModule } from "./fips.ts";
import { givenInventory } from "./given-inventory.ts";
import { givenPlaces } from "./given-places.ts";
import { withSudoPassword } from "./given-sudo-password.ts";
import { listenForInterruption } from "./interruption.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { oneVoice } from "./one-voice.ts";
import { kubeconfigHosts, openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess, tellBelieved } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";

export type CheckFlags = LoginFlags & {
  readonly inventory: string;
  readonly concurrency?: number;
  readonly api: boolean;
};

/** Prints of each host, in the inventory's order, how it answered; how many proved a known key. */
async function printHosts({ hosts }: InventoryCheck, terminal: Terminal): Promise<number> {
  let verified = 0;
  for (const { host, knocked } of hosts) {
    const result = await knocked;
    if (result.failure === undefined) verified += 1;
    terminal.print(`${host.name}: ${knockWords(result)}`);
  }
  return verified;
}

/** Prints in what inventory and API differ, and then the summary; whether there is nothing to mend. */
async function printRest(
  check: InventoryCheck,
  inventory: Inventory,
  verified: number,
  terminal: Terminal,
): Promise<boolean> {
  const nodes = await check.nodes;
  const differences = nodes?.state === "present" ? compareWithNodes(inventory.hosts, nodes) : [];
  for (const difference of differences) terminal.print(differenceWords(difference));
  terminal.print("");
  terminal.print(hostsWords(inventory.hosts.length, verified));
  terminal.print(apiWords(nodes, differences.length, inventory.api !== undefined));
  const isRead = nodes === undefined || nodes.state === "present";
  return isRead && differences.length === 0 && verified === inventory.hosts.length;
}

/** Tries an inventory and prints what came of it; returns the exit status. */
export async function checkGivenInventory(flags: CheckFlags, given: Terminal): Promise<number> {
  const { api: asksApi } = flags;
  const terminal = oneVoice(given);
  const inventory = await givenInventory(flags.inventory, terminal);
  const places = givenPlaces(inventory.hosts, flags.concurrency);
  const access = await loadSshAccess(asksApi ? tunnelHosts(inventory) : [], terminal, flags, inventory.hosts);
  const ssh = await withSudoPassword(access, asksApi ? kubeconfigHosts(inventory) : [], flags, terminal);
  const api = asksApi ? await openConfiguredApi(inventory, ssh, terminal, flags) : undefined;
  tellOfModule(flags, terminal);
  const interruption = listenForInterruption(terminal);
  try {
    const knock: CheckReach["knock"] = (host, signal, slot) =>
      knockHost(host, { ...ssh.optionsFor(host), signal, slot });
    const check = checkInventory(inventory.hosts, { api, knock }, { places, signal: interruption.signal });
    const verified = await printHosts(check, terminal);
    const isWell = await printRest(check, inventory, verified, terminal);
    return interruption.status() ?? (isWell ? exitCodes.clean : exitCodes.incomplete);
  } finally {
    interruption.stopListening();
    api?.close();
    ssh.close();
    tellBelieved(ssh, terminal);
  }
}
