import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import type { ConcludedFacts, NodeEvidence, NodeRoles, ObservedFacts } from "../evidence/node.ts";
import { absent, type Observed, present, unknown } from "../evidence/observed.ts";
import type { SiteDecisions } from "../evidence/site.ts";
import { findApiNode } from "./api-node.ts";
import { etcdHosts } from "./etcd-hosts.ts";

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
type ComponentFact = (typeof controlPlaneFacts)[number] | (typeof etcdFacts)[number];

const isControlPlaneNode = (node: ApiNode): boolean => controlPlaneLabels.some((label) => label in node.labels);

/** Taints that keep ordinary workloads off a control-plane node; a node without one is a worker too. */
const keepsWorkloadsOff = (node: ApiNode): boolean =>
  node.taints.some(({ key, effect }) => key.startsWith("node-role.kubernetes.io/") && effect !== "PreferNoSchedule");

type Signs = {
  readonly controlPlane: readonly string[];
  readonly etcd: readonly string[];
  /** Proof that no control plane is here: the host's own, or the API's word where other nodes carry the label. */
  readonly notControlPlane: readonly string[];
  readonly kubelet: boolean;
};

function signsOf(evidence: NodeEvidence, apiNode: Observed<ApiNode>, labelInUse: boolean): Signs {
  const { facts, declaredRole } = evidence;
  const seen = (names: readonly ComponentFact[]) => names.filter((name) => facts[name].state === "present");
  const label = apiNode.state === "present" && isControlPlaneNode(apiNode.value);
  const etcdByLabel = apiNode.state === "present" && etcdLabel in apiNode.value.labels;
  const nothingFound = controlPlaneFacts.every((name) => facts[name].state === "absent");
  const noEtcdFound = etcdFacts.every((name) => facts[name].state === "absent");
  const kubelet = facts["process.kubelet"].state === "present";
  const etcd = [
    ...(etcdByLabel ? ["the API's node labels"] : []),
    ...seen(etcdFacts),
    ...(declaredRole === "etcd" ? ["the inventory"] : []),
  ];
  // A host that shows neither kubelet nor etcd may run a control plane in a process of another name (k3s, MicroK8s).
  const shownByHost = nothingFound && (etcd.length > 0 || (noEtcdFound && kubelet));
  return {
    controlPlane: [
      ...(label ? ["the API's node labels"] : []),
      ...seen(controlPlaneFacts),
      ...(declaredRole === "control-plane" ? ["the inventory"] : []),
    ],
    etcd,
    notControlPlane: [
      ...(shownByHost ? [`${kubelet ? "a kubelet" : "etcd"} without control-plane components`] : []),
      ...(apiNode.state === "present" && !label && labelInUse ? ["the API's node labels"] : []),
    ],
    kubelet,
  };
}

/**
 * What a node is. The inventory alone makes a control plane, never a worker or a host of etcd only: these words take
 * rules away, and an unread host may be anything, so its role is unknown unless the API's labels say it.
 */
function rolesOf(evidence: NodeEvidence, apiNode: Observed<ApiNode>, labelInUse: boolean): Observed<NodeRoles> {
  const source = { host: evidence.node, request: "role" };
  const { controlPlane, etcd, notControlPlane, kubelet } = signsOf(evidence, apiNode, labelInUse);
  if (controlPlane.length > 0) {
    const dual = apiNode.state === "present" && !keepsWorkloadsOff(apiNode.value);
    const shownBy = [...controlPlane, ...(dual ? ["no taint that keeps workloads off"] : [])];
    return present({ controlPlane: true, worker: dual, etcdOnly: false, shownBy }, source);
  }
  if (notControlPlane.length === 0) {
    return unknown("not-collected", "neither the node nor the API shows whether it is a control plane", source);
  }
  if (etcd.length > 0) {
    // With a kubelet it is a node of the cluster too, and the rules on kubelets hold for it.
    const shownBy = [...new Set([...etcd, ...notControlPlane])];
    return present({ controlPlane: false, worker: kubelet, etcdOnly: true, shownBy }, source);
  }
  return present({ controlPlane: false, worker: true, etcdOnly: false, shownBy: notControlPlane }, source);
}

/** A node's facts with what the node, the API, the inventory, the site's decisions and the run's other hosts show together. */
export function concludeFacts(
  evidence: NodeEvidence,
  cluster: ClusterEvidence,
  site: SiteDecisions,
  run: readonly NodeEvidence[] = [evidence],
): ObservedFacts {
  const nodes = cluster.facts["api.nodes"];
  const apiNode = findApiNode(evidence, nodes);
  const labelInUse = nodes.state === "present" && nodes.value.some(isControlPlaneNode);
  const decided = { host: evidence.node, request: "the site's decisions" };
  const concluded: { readonly [K in keyof ConcludedFacts]: Observed<ConcludedFacts[K]> } = {
    "node.role": rolesOf(evidence, apiNode, labelInUse),
    "node.read-at": present(evidence.collectedAt, { host: evidence.node, request: "when it was read" }),
    "node.api": apiNode,
    "cluster.etcd-hosts": present(etcdHosts(run, nodes), { host: evidence.node, request: "the hosts of this run" }),
    "site.options": present(site.options, decided),
    "site.ppsm": site.ppsm === undefined ? absent(decided) : present(site.ppsm, decided),
  };
  return { ...evidence.facts, ...concluded };
}
