import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { unreadFacts } from "../evidence/unread.ts";
import { findApiNode, type ListedHost } from "./api-node.ts";

/** The API's nodes that no host of an inventory is. */
export function nodesWithoutHost(
  listed: readonly ListedHost[],
  nodes: ClusterEvidence["facts"]["api.nodes"],
): readonly ApiNode[] {
  if (nodes.state !== "present") return [];
  const matched = new Set(
    listed.flatMap((host) => {
      const found = findApiNode(host, nodes);
      return found.state === "present" ? [found.value.name] : [];
    }),
  );
  return nodes.value.filter(({ name }) => !matched.has(name));
}

/**
 * Nodes that the API knows and the inventory does not: they exist, nobody looked at them, so they count as unread.
 */
export function unlistedNodes(listed: readonly ListedHost[], cluster: ClusterEvidence): readonly NodeEvidence[] {
  const message = "the API server knows this node, the inventory does not";
  return nodesWithoutHost(listed, cluster.facts["api.nodes"]).map(({ name, labels, addresses }) => ({
    node: name,
    address: addresses.find(({ type }) => type === "InternalIP")?.address ?? name,
    declaredRole: "worker" as const,
    labels,
    read: { state: "not-in-inventory" as const, cause: "not-collected" as const, message },
    collectedAt: cluster.collectedAt,
    readerSha256: "",
    facts: unreadFacts(name, "not-collected", message),
  }));
}
