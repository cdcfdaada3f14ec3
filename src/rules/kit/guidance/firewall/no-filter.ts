import { addressClass } from "../../../../evidence/address-class.ts";
import type { CniConfiguration } from "../../../../evidence/host-state.ts";
import type { Listener } from "../../../../evidence/listeners.ts";
import type { Observed } from "../../../../evidence/observed.ts";
import type { PacketFilter } from "../../../../evidence/packet-filter.ts";
import { isInBlock } from "../network/address-block.ts";

// IANA's special-purpose registries, and multicast: what the internet does not lead to.
const notPublic = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
];

const isPublic = (address: string): boolean =>
  (!address.includes(":") || isInBlock(address, "2000::/3") === true) &&
  notPublic.every((block) => isInBlock(address, block) === false);

/** The public addresses of the node by which a socket is reached. */
export function publicAddressesOf({ address }: Listener, { addresses }: PacketFilter): readonly string[] {
  if (addressClass(address) !== "any") return [address].filter(isPublic);
  return addresses.filter((own) => isPublic(own) && (address === "::" || !own.includes(":")));
}

const before = ["ingress", "prerouting", "input"];

/** Whether netfilter certainly filters nothing on the way to the node's ports: no chain, not even an empty one. */
export const filtersNothing = ({ baseChains, legacyTables }: PacketFilter): boolean =>
  legacyTables.length === 0 && !baseChains.some(({ type, hook }) => type === "filter" && before.includes(hook));

/** Whether the network plugin may filter by programs of its own, beside netfilter: it does, or which one it is was not seen. */
export function mayFilterByPlugin(configurations: Observed<readonly CniConfiguration[]>): boolean {
  if (configurations.state !== "present") return configurations.state === "unknown";
  return configurations.value.some(
    ({ plugins }) =>
      plugins.state !== "present" || plugins.value.some((plugin) => /cilium|calico|antrea|azure/.test(plugin)),
  );
}
