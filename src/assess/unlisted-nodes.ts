import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { unreadFacts } from "../evidence/unread.ts";
import { findApiNode } from "./api-node.ts";

/**
 * Nodes that the API knows and the inventory does not: they exist, nobody looked at them, so they count as unread.
 */
export function unlistedNodes(listed: readonly NodeEvidence[], cluster: ClusterEvidence): readonly NodeEvidence[] {
  const nodes = cluster.facts["api.nodes"];
  if (nodes.state !== "present") return [];
  const matched = new Set(
    listed.flatMap((evidence) => {
      const found = findApiNode(evidence, nodes);
      return found.state === "present" ? [found.value.name] : [];
    }),
  );
  const message = "the API server knows this node, the inventory does not";
  return nodes.value
    .filter(({ name }) => !matched.has(name))
    .map(({ name, labels, addresses }) => ({
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
