import type { PolicyPeer, PolicyPort, PolicyRule } from "../../../../evidence/network-policies.ts";
import { widestPrefix } from "./address-block.ts";
import { isForAll } from "./selector.ts";

/** How much a rule lets through. */
export type Admitted = "everything" | "much" | "some";

const isAnyPort = ({ port, endPort }: PolicyPort): boolean =>
  port === undefined || (typeof port === "number" && port <= 1 && (endPort ?? port) >= 65_535);

function fromPeer(peer: PolicyPeer): Admitted {
  if ("cidr" in peer) {
    const prefix = Number(peer.cidr.split("/")[1]);
    if (prefix === 0 && peer.except.length === 0) return "everything";
    // What is no number is no proof of a small network.
    return prefix >= widestPrefix ? "some" : "much";
  }
  const isAnyPod = peer.pods === undefined || isForAll(peer.pods);
  return isAnyPod && peer.namespaces !== undefined && isForAll(peer.namespaces) ? "much" : "some";
}

/** Whether a rule lets everything through, or so much that it is for a person: all pods of the cluster, half of all addresses. */
export function admittedBy({ peers, ports }: PolicyRule): Admitted {
  if (ports.length > 0 && !ports.some(isAnyPort)) return "some";
  if (peers.length === 0) return "everything";
  const each = peers.map(fromPeer);
  return (["everything", "much"] as const).find((one) => each.includes(one)) ?? "some";
}
