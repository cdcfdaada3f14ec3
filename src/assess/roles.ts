import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import type { ConcludedFacts, NodeEvidence, NodeRoles, ObservedFacts } from "../evidence/node.ts";
import { absent, type Observed, present, unknown } from "../evidence/observed.ts";

const controlPlaneLabels = ["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];
const etcdLabel = "node-role.kubernetes.io/etcd";

const controlPlaneFacts = [
  "manifest.kube-apiserver",
  "manifest.kube-controller-manager",
  "manifest.kube-scheduler",
  "process.kube-apiserver",
  "process.kube-controller-manager",
  "process.kube-scheduler",
] as const;
const etcdFacts = ["manifest.etcd", "process.etcd"] as const;
/** What must have been looked at before a node is proven to be no control plane. */
const proofs = [...controlPlaneFacts, ...etcdFacts] as const;

const isControlPlaneNode = (node: ApiNode): boolean => controlPlaneLabels.some((label) => label in node.labels);

/** Taints that keep ordinary workloads off a control-plane node; a node without one is a worker too. */
const keepsWorkloadsOff = (node: ApiNode): boolean =>
  node.taints.some(({ key, effect }) => key.startsWith("node-role.kubernetes.io/") && effect !== "PreferNoSchedule");

/** The API's node for an inventory host: by name, else by one of its addresses. */
export function findApiNode(
  evidence: Pick<NodeEvidence, "node" | "address">,
  nodes: ClusterEvidence["facts"]["api.nodes"],
): Observed<ApiNode> {
  if (nodes.state !== "present") return nodes;
  const byName = nodes.value.find(({ name }) => name.toLowerCase() === evidence.node.toLowerCase());
  const byAddress = nodes.value.find(({ addresses }) => addresses.some(({ address }) => address === evidence.address));
  const found = byName ?? byAddress;
  return found === undefined ? absent(nodes.source) : present(found, nodes.source);
}

type Signs = {
  readonly controlPlane: readonly string[];
  readonly etcd: readonly string[];
  /** Host evidence that there is no control plane here, or the API's word where others carry the label. */
  readonly notControlPlane: readonly string[];
};

function signsOf(evidence: NodeEvidence, apiNode: Observed<ApiNode>, labelInUse: boolean): Signs {
  const { facts, declaredRole } = evidence;
  const seen = (names: readonly (typeof proofs)[number][]) => names.filter((name) => facts[name].state === "present");
  const label = apiNode.state === "present" && isControlPlaneNode(apiNode.value);
  const etcdByLabel = apiNode.state === "present" && etcdLabel in apiNode.value.labels;
  const lookedEverywhere =
    proofs.every((name) => facts[name].state === "absent") && facts["process.kubelet"].state === "present";
  const unlabelled = apiNode.state === "present" && !label && !etcdByLabel && labelInUse;
  return {
    controlPlane: [
      ...(label ? ["the API's node labels"] : []),
      ...seen(controlPlaneFacts),
      ...(declaredRole === "control-plane" ? ["the inventory"] : []),
    ],
    etcd: [
      ...(etcdByLabel ? ["the API's node labels"] : []),
      ...seen(etcdFacts),
      ...(declaredRole === "etcd" ? ["the inventory"] : []),
    ],
    notControlPlane: [
      ...(lookedEverywhere ? ["a kubelet without control-plane components"] : []),
      ...(unlabelled ? ["the API's node labels"] : []),
    ],
  };
}

/**
 * What a node is. The inventory alone makes a control plane, never a worker: an unread host that is called a worker may
 * be anything, so its role is unknown unless the API's labels say it.
 */
function rolesOf(evidence: NodeEvidence, apiNode: Observed<ApiNode>, labelInUse: boolean): Observed<NodeRoles> {
  const source = { host: evidence.node, request: "role" };
  const signs = signsOf(evidence, apiNode, labelInUse);
  if (signs.controlPlane.length > 0) {
    const dual = apiNode.state === "present" && !keepsWorkloadsOff(apiNode.value);
    const shownBy = [...signs.controlPlane, ...(dual ? ["no taint that keeps workloads off"] : [])];
    return present({ controlPlane: true, worker: dual, etcdOnly: false, shownBy }, source);
  }
  if (signs.etcd.length > 0) {
    return present({ controlPlane: false, worker: false, etcdOnly: true, shownBy: signs.etcd }, source);
  }
  if (signs.notControlPlane.length > 0) {
    return present({ controlPlane: false, worker: true, etcdOnly: false, shownBy: signs.notControlPlane }, source);
  }
  return unknown("not-collected", "neither the node nor the API shows whether it is a control plane", source);
}

/** A node's facts with what the node, the API and the inventory show together. */
export function concludeFacts(evidence: NodeEvidence, cluster: ClusterEvidence): ObservedFacts {
  const nodes = cluster.facts["api.nodes"];
  const apiNode = findApiNode(evidence, nodes);
  const labelInUse = nodes.state === "present" && nodes.value.some(isControlPlaneNode);
  const concluded: { readonly [K in keyof ConcludedFacts]: Observed<ConcludedFacts[K]> } = {
    "node.role": rolesOf(evidence, apiNode, labelInUse),
    "node.api": apiNode,
  };
  return { ...evidence.facts, ...concluded };
}
