import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { absent, type Observed, present } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";

const groupedBy = (nodes: readonly ApiNode[], keysOf: (node: ApiNode) => readonly string[]) => {
  const found = new Map<string, ApiNode[]>();
  for (const node of nodes) {
    for (const key of keysOf(node)) found.set(key, [...(found.get(key) ?? []), node]);
  }
  return found;
};

/** The API's nodes by name, of two with the same the first, and by what several may share: a large cluster has thousands. */
const indexOf = onceFor((nodes: readonly ApiNode[]) => ({
  byName: new Map(nodes.toReversed().map((node) => [node.name.toLowerCase(), node])),
  byAddress: groupedBy(nodes, ({ addresses }) => addresses.map(({ address }) => address)),
  byBoot: groupedBy(nodes, ({ bootId }) => (bootId === undefined ? [] : [bootId.toLowerCase()])),
}));

/** A host as an inventory names it. */
export type ListedHost = { readonly node: string; readonly address: string };

/** The API's node for an inventory host: by name, else by one of its addresses. */
export function findApiNode(evidence: ListedHost, nodes: ClusterEvidence["facts"]["api.nodes"]): Observed<ApiNode> {
  if (nodes.state !== "present") return nodes;
  const { byName, byAddress } = indexOf(nodes.value);
  const found = byName.get(evidence.node.toLowerCase()) ?? byAddress.get(evidence.address)?.[0];
  return found === undefined ? absent(nodes.source) : present(found, nodes.source);
}

/** A node of the API that was read in place of another, and what shows it. */
export type ReadInPlace = { readonly node: string; readonly by: "address" | "boot" };

/**
 * The API's node of which a host, though it is called as another one is, has the address, or which answered there: its kernel has
 * that node's boot id (a name or a load balancer that leads elsewhere). Then what was read is not the evidence of the
 * node of that name. Undefined where nothing speaks against it: containers of one kernel have its boot id in common.
 */
export function readInPlace(
  host: ListedHost,
  bootId: Observed<string>,
  nodes: ClusterEvidence["facts"]["api.nodes"],
): ReadInPlace | undefined {
  if (nodes.state !== "present") return undefined;
  const { byName, byAddress, byBoot } = indexOf(nodes.value);
  const named = byName.get(host.node.toLowerCase()) ?? byAddress.get(host.address)?.[0];
  if (named === undefined) return undefined;
  const other = (there: readonly ApiNode[] = []): string | undefined =>
    there.includes(named) ? undefined : there[0]?.name;
  const atAddress = other(byAddress.get(host.address));
  if (atAddress !== undefined) return { node: atAddress, by: "address" };
  const booted = bootId.state === "present" ? other(byBoot.get(bootId.value)) : undefined;
  return booted === undefined ? undefined : { node: booted, by: "boot" };
}
