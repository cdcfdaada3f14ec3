import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { absent, type Observed, present } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";

/** The API's nodes by name and by address, of two with the same the first: a large cluster has thousands. */
const indexOf = onceFor((nodes: readonly ApiNode[]) => {
  const byLast = nodes.toReversed();
  return {
    byName: new Map(byLast.map((node) => [node.name.toLowerCase(), node])),
    byAddress: new Map(byLast.flatMap((node) => node.addresses.map(({ address }) => [address, node] as const))),
  };
});

/** A host as an inventory names it. */
export type ListedHost = { readonly node: string; readonly address: string };

/** The API's node for an inventory host: by name, else by one of its addresses. */
export function findApiNode(evidence: ListedHost, nodes: ClusterEvidence["facts"]["api.nodes"]): Observed<ApiNode> {
  if (nodes.state !== "present") return nodes;
  const { byName, byAddress } = indexOf(nodes.value);
  const found = byName.get(evidence.node.toLowerCase()) ?? byAddress.get(evidence.address);
  return found === undefined ? absent(nodes.source) : present(found, nodes.source);
}
