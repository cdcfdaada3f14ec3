import type { Knock } from "./connect/knock.ts";
import type { ApiSession } from "./connect/session.ts";
import type { Slot } from "./connect/slot.ts";
import type { ApiNode } from "./evidence/cluster.ts";
import type { Observed } from "./evidence/observed.ts";
import type { Host } from "./inventory/inventory.ts";
import { getNodes } from "./probes/cluster/nodes.ts";
import { openSlots, type Places } from "./slots.ts";

/** What checking an inventory reaches. */
export type CheckReach = {
  /** Comes as far as a host's key, without logging in there; a failure is part of the answer, never an exception. */
  readonly knock: (host: Host, signal: AbortSignal, slot: Slot) => Promise<Knock>;
  /** Undefined where the API server is not to be asked. */
  readonly api: ApiSession | undefined;
};

export type CheckOptions = {
  readonly places: Places;
  /** Aborted when the check is to end early: hosts not yet tried are answered as interrupted. */
  readonly signal: AbortSignal;
};

/** What becomes known of an inventory: of each host in its order, and the API's nodes where they were asked for. */
export type InventoryCheck = {
  readonly hosts: readonly { readonly host: Host; readonly knocked: Promise<Knock> }[];
  readonly nodes: Promise<Observed<readonly ApiNode[]>> | undefined;
};

/** Begins to knock at every host, and to ask the API server for its nodes. */
export function checkInventory(hosts: readonly Host[], reach: CheckReach, options: CheckOptions): InventoryCheck {
  const whenPlaced = openSlots(options.places);
  const { api } = reach;
  return {
    hosts: hosts.map((host) => ({ host, knocked: whenPlaced((slot) => reach.knock(host, options.signal, slot)) })),
    nodes: api && askNodes(api, options.signal),
  };
}

async function askNodes(api: ApiSession, signal: AbortSignal): Promise<Observed<readonly ApiNode[]>> {
  // What is still asked after that is answered at once.
  const cut = (): void => api.close();
  signal.addEventListener("abort", cut);
  if (signal.aborted) cut();
  try {
    return await getNodes(api);
  } finally {
    signal.removeEventListener("abort", cut);
  }
}
