import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { absent, type Observed, present } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";

/** The API's nodes by name, of two with the same the first, and by address, which several may share: a large cluster has thousands. */
const indexOf = onceFor((nodes: readonly ApiNode[]) => {
  const byAddress = new Map<string, ApiNode[]>();
  for (const node of nodes) {
    for (const { address } of node.addresses) byAddress.set(address, [...(byAddress.get(address) ?? []), node]);
  }
  return { byName: new Map(nodes.toReversed().map((node) => [node.name.toLowerCase(), node])), byAddress };
});

/** A host as an inventory names it. */
export type ListedHost = { readonly node: string; readonly address: string };

/** The API's node for an inventory host: by name, else by one of its addresses. */
export function findApiNode(evidence: ListedHost, nodes: ClusterEvidence["facts"]["api.nodes"]): Observed<ApiNode> {
  if (nodes.state !== "present") return nodes;
  const { byName, byAddress } = indexOf(nodes.value);
  const found = byName.get(evidence.node.toLowerCase()) ?? byAddress.get(evidence.address)?.[0];
  return found === undefined ? absent(nodes.source) : present(found, nodes.source);
}

/**
 * The name of the API's node that has the address of a host which is called as another one is: then what was read at the address is
 * not the evidence of the node of that name. Undefined where nothing speaks against it.
 */
export function otherNodeAt(host: ListedHost, nodes: ClusterEvidence["facts"]["api.nodes"]): string | undefined {
  if (nodes.state !== "present") return undefined;
  const { byName, byAddress } = indexOf(nodes.value);
  const named = byName.get(host.node.toLowerCase());
  const there = byAddress.get(host.address) ?? [];
  return named === undefined || there.includes(named) ? undefined : there[0]?.name;
}
