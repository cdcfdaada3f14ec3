import type { ApiNode } from "../evidence/cluster.ts";
import { isAddress } from "../inventory/addresses.ts";

/** Where a node is reached, and what a reader should know of that. */
export type HostAddress = { readonly address: string; readonly remark: string };

/** Types of addresses that the API knows, the one that counts first. */
const types = ["InternalIP", "ExternalIP", "InternalDNS", "Hostname"] as const;

/** The address of a node that its inventory should have; undefined where nothing that the API says is one. */
export function hostAddress({ name, addresses }: ApiNode): HostAddress | undefined {
  for (const type of types) {
    const [address, ...others] = addresses.filter((one) => one.type === type && isAddress(one.address));
    if (address === undefined) continue;
    if (type !== "InternalIP") {
      return { address: address.address, remark: `its ${type}: the API gives no InternalIP that is an address` };
    }
    // Dual stack: the first is the one that the cluster prefers.
    const remark = others.length === 0 ? "" : `also ${others.map((other) => other.address).join(", ")}`;
    return { address: address.address, remark };
  }
  return isAddress(name)
    ? { address: name, remark: "its name: the API gives no address, so it has to resolve" }
    : undefined;
}
