import type { ObservedFacts } from "../../src/evidence/node.ts";
import { recordedFacts } from "./base-states.ts";
import { apiNode, controlPlane, facts, here, worker } from "./facts.ts";

/** A node as kubeadm makes it and nobody has changed it: what the demo's recording shows, and the role. */
export const recordedNode = async (
  node: "cp1" | "w1",
  answering?: Parameters<typeof recordedFacts>[1],
): Promise<ObservedFacts> =>
  facts({
    ...(await recordedFacts(node, answering)),
    "node.role": here(node === "cp1" ? controlPlane : worker),
    "node.api": apiNode({ name: node }),
    "cluster.etcd-hosts": here(["10.77.0.10"]),
    "api.kube-proxy-pods": here([]),
  });
