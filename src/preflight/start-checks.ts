import type { AskedBesides, Host } from "../inventory/inventory.ts";
import { openSlots, type Places } from "../slots.ts";
import { type ApiCheck, type CheckedApi, checkApi } from "./check-api.ts";
import type { HostCheck, TryHost } from "./try-host.ts";

/** What a check reaches. */
export type CheckReach = {
  readonly tryHost: TryHost;
  /** Undefined where the API server is not to be asked. */
  readonly api: CheckedApi | undefined;
};

/** Whom a check is of. */
export type CheckedInventory = {
  /** All hosts: the API's nodes are compared with them. */
  readonly hosts: readonly Host[];
  /** Those that are tried. */
  readonly tried: readonly Host[];
  readonly besides: AskedBesides | undefined;
};

/** How many hosts are tried at once, and until when. */
export type CheckOptions = {
  readonly places: Places;
  /** Aborted when the check is to end early: hosts not yet tried are answered as interrupted. */
  readonly signal: AbortSignal;
};

/** What becomes known: of each host in the inventory's order, and of the API server where it is asked. */
export type Checks = {
  readonly hosts: readonly { readonly host: Host; readonly checked: Promise<HostCheck> }[];
  readonly api: Promise<ApiCheck> | undefined;
};

/** Begins to try hosts, no more at once than there are places, and to ask the API server. */
export function startChecks(
  { hosts, tried, besides }: CheckedInventory,
  { tryHost, api }: CheckReach,
  { places, signal }: CheckOptions,
): Checks {
  const whenPlaced = openSlots(places);
  return {
    hosts: tried.map((host) => ({ host, checked: whenPlaced((slot) => tryHost(host, signal, slot)) })),
    api: api && checkApi(api, hosts, besides, signal),
  };
}
