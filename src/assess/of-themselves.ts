import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { unreadFacts } from "../evidence/unread.ts";
import { readInPlace } from "./api-node.ts";

/** A node's evidence, but nothing where what was read is another node of the API. */
function ofItself(evidence: NodeEvidence, { facts }: ClusterEvidence): NodeEvidence {
  const other = readInPlace(evidence, evidence.facts["host.boot-id"], facts["api.nodes"]);
  if (other === undefined) return evidence;
  const message =
    other.by === "address"
      ? `its address ${evidence.address} is that of the API's node ${other.node}`
      : `what answered at its address ${evidence.address} is the API's node ${other.node}, by its kernel's boot id`;
  const read = { state: "unread", cause: "unsupported", message } as const;
  return { ...evidence, read, facts: unreadFacts(evidence.node, "unsupported", message) };
}

/** The evidence of hosts, each as often as it is gone through, without what is known to be another node's. */
export const ofThemselves = (nodes: Iterable<NodeEvidence>, api: ClusterEvidence): Iterable<NodeEvidence> => ({
  *[Symbol.iterator]() {
    for (const evidence of nodes) yield ofItself(evidence, api);
  },
});
