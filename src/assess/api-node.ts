import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { absent, type Observed, present } from "../evidence/observed.ts";

/** A host as an inventory names it. */
export type ListedHost = { readonly node: string; readonly address: string };

/** The API's node for an inventory host: by name, else by one of its addresses. */
export function findApiNode(evidence: ListedHost, nodes: ClusterEvidence["facts"]["api.nodes"]): Observed<ApiNode> {
  if (nodes.state !== "present") return nodes;
  const byName = nodes.value.find(({ name }) => name.toLowerCase() === evidence.node.toLowerCase());
  const byAddress = nodes.value.find(({ addresses }) => addresses.some(({ address }) => address === evidence.address));
  const found = byName ?? byAddress;
  return found === undefined ? absent(nodes.source) : present(found, nodes.source);
}
