import type { ApiNode, ClusterEvidence } from "../evidence/cluster.ts";
import { factsOver } from "../evidence/facts-when-asked.ts";
import type { NodeLayout } from "../evidence/layout.ts";
import type { ConcludedFacts, NodeEvidence, NodeRoles, ObservedFacts } from "../evidence/node.ts";
import {
  absent,
  entriesSeen,
  type Observed,
  present,
  type Source,
  type Unknown,
  unknown,
} from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";
import type { ApiPod } from "../evidence/pods.ts";
import type { SiteDecisions, SiteOptions } from "../evidence/site.ts";
import { findApiNode } from "./api-node.ts";
import { isOfItsNode } from "./api-witness.ts";
import { etcdHosts } from "./etcd-hosts.ts";
import { kubeProxyPods } from "./kube-proxy-pods.ts";
import { concludeLayout, withoutSsh } from "./layout.ts";
import { controlPlaneTaint, isControlPlaneNode, isEtcdNode, keepsWorkloadsOff } from "./node-labels.ts";
import { podsOfNode } from "./pods-of-node.ts";

const notWorker = "dualRoleIsWorker: false";
const inventorySign = "the inventory";

const controlPlaneFacts = [
  "manifest.kube-apiserver",
  "manifest.kube-controller-manager",
  "manifest.kube-scheduler",
  "process.kube-apiserver",
  "process.kube-controller-manager",
  "process.kube-scheduler",
] as const;
const controlPlaneNames = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const etcdFacts = ["manifest.etcd", "process.etcd"] as const;
type ComponentFact = (typeof controlPlaneFacts)[number] | (typeof etcdFacts)[number];

const someIsControlPlane = onceFor((nodes: readonly ApiNode[]): boolean => nodes.some(isControlPlaneNode));

type ApiNodes = ClusterEvidence["facts"]["api.nodes"];

/** All evidence of a run is looked through for them, and every one of its nodes is told. */
const etcdHostsOf = onceFor((run: Iterable<NodeEvidence>) => onceFor((nodes: ApiNodes) => etcdHosts(run, nodes)));

type Signs = {
  readonly controlPlane: readonly string[];
  readonly etcd: readonly string[];
  /** Proof that no control plane is here: the host's own, or the API's word where other nodes carry the label. */
  readonly notControlPlane: readonly string[];
  readonly kubelet: boolean;
};

/**
 * Nodes of a provider's cluster are workers, unless some node is labelled otherwise (EKS Anywhere). Of a node that shows
 * its provider itself, its own components have to be looked at too.
 */
function ofProvider(layout: Observed<NodeLayout>, own: Observed<NodeLayout>, nothingFound: boolean): readonly string[] {
  if (layout.state !== "present" || layout.value.controlPlane !== "run by the provider") return [];
  const isProven = own === layout ? nothingFound : true;
  return isProven ? [`${layout.value.title} (${layout.value.shownBy.join(", ")})`] : [];
}

// Whoever may change nodes can take a label away; the taint, and what the node's own kubelet says that it runs, then speak against it.
const contradicts = (apiNode: ApiNode, pods: Observed<readonly ApiPod[]>): boolean =>
  controlPlaneTaint(apiNode) !== undefined ||
  entriesSeen(pods).some(
    (pod) => isOfItsNode(pod) && controlPlaneNames.some((name) => pod.name === `${name}-${pod.node}`),
  );

function signsOf(
  evidence: NodeEvidence,
  apiNode: Observed<ApiNode>,
  pods: Observed<readonly ApiPod[]>,
  layout: Observed<NodeLayout>,
  labelInUse: boolean,
): Signs {
  const { facts, declaredRole } = evidence;
  const part = layout.state === "present" ? layout.value.part : undefined;
  const seen = (names: readonly ComponentFact[]) => names.filter((name) => facts[name].state === "present");
  const label = apiNode.state === "present" && isControlPlaneNode(apiNode.value);
  const etcdByLabel = apiNode.state === "present" && isEtcdNode(apiNode.value);
  const nothingFound = controlPlaneFacts.every((name) => facts[name].state === "absent");
  const noEtcdFound = etcdFacts.every((name) => facts[name].state === "absent");
  const kubelet = facts["process.kubelet"].state === "present";
  const etcdSeen = [...(etcdByLabel ? ["the API's node labels"] : []), ...seen(etcdFacts)];
  const etcd = [...etcdSeen, ...(declaredRole === "etcd" ? [inventorySign] : [])];
  // A host that shows neither kubelet nor etcd may run a control plane in a process of another name (k3s, MicroK8s).
  const shownByHost = nothingFound && (etcdSeen.length > 0 || (noEtcdFound && kubelet));
  const shownByLabels = labelInUse && apiNode.state === "present" && !label && !contradicts(apiNode.value, pods);
  return {
    controlPlane: [
      ...(label ? ["the API's node labels"] : []),
      ...seen(controlPlaneFacts),
      ...(part?.controlPlane === true ? [part.shownBy] : []),
      ...(declaredRole === "control-plane" ? [inventorySign] : []),
    ],
    etcd,
    notControlPlane: [
      ...(shownByHost ? [`${kubelet ? "a kubelet" : "etcd"} without control-plane components`] : []),
      ...(shownByLabels ? ["the API's node labels"] : []),
      ...(part?.controlPlane === false && nothingFound ? [part.shownBy] : []),
      ...(labelInUse ? [] : ofProvider(layout, facts["node.layout"], nothingFound)),
    ],
    kubelet,
  };
}

/** Of no control plane and of no worker there is proof; names what hid it, where the node was looked at. */
function unshown({ read, facts }: NodeEvidence, source: Source): Unknown {
  const looks: readonly Observed<unknown>[] = [...controlPlaneFacts, "process.kubelet" as const].map(
    (name) => facts[name],
  );
  const [hidden] = read.state === "read" ? looks.flatMap((fact) => (fact.state === "unknown" ? [fact] : [])) : [];
  const why =
    hidden === undefined ? "neither the node nor the API shows it" : `${hidden.source.request}: ${hidden.message}`;
  const request = `whether the node is a control plane (${why})`;
  return unknown(hidden?.reason ?? "not-collected", hidden?.message ?? why, { ...source, request });
}

/**
 * What a node is. The inventory alone makes a control plane, never a worker or a host of etcd only: these words take
 * rules away, and an unread host may be anything, so its role is unknown unless the API's labels say it.
 */
function rolesOf(
  evidence: NodeEvidence,
  apiNode: Observed<ApiNode>,
  pods: Observed<readonly ApiPod[]>,
  layout: Observed<NodeLayout>,
  labelInUse: boolean,
  { dualRoleIsWorker }: SiteOptions,
): Observed<NodeRoles> {
  const source = { host: evidence.node, request: "role" };
  const { controlPlane, etcd, notControlPlane, kubelet } = signsOf(evidence, apiNode, pods, layout, labelInUse);
  if (controlPlane.length > 0) {
    // Without the API nobody knows the taints: then the inventory's word makes a control plane a worker too.
    const dualByApi = apiNode.state === "present" && !keepsWorkloadsOff(apiNode.value);
    const dualByInventory = apiNode.state === "unknown" && evidence.declaredRole === "worker";
    const dual = dualByApi || dualByInventory;
    // The decision takes rules away, so it needs proof of a control plane that nothing speaks against.
    const proven = notControlPlane.length === 0 && controlPlane.some((sign) => sign !== inventorySign);
    const decided = dual && proven && !dualRoleIsWorker;
    const shownBy = [
      ...controlPlane,
      ...(dualByApi ? ["no taint that keeps workloads off"] : []),
      ...(dualByInventory ? [inventorySign] : []),
      ...(decided ? [`a decision of the site (${notWorker})`] : []),
    ];
    const roles = { controlPlane: true, worker: dual && !decided, etcdOnly: false, shownBy };
    return present({ ...roles, ...(decided && { decision: notWorker }) }, source);
  }
  if (notControlPlane.length === 0) {
    return unshown(evidence, source);
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
  run: Iterable<NodeEvidence> = [evidence],
): ObservedFacts {
  const nodes = cluster.facts["api.nodes"];
  const apiNode = findApiNode(evidence, nodes);
  const labelInUse = nodes.state === "present" && someIsControlPlane(nodes.value);
  const layout = concludeLayout(evidence.facts["node.layout"], apiNode);
  const pods = podsOfNode(apiNode, cluster.facts["api.pods"]);
  const decided = { host: evidence.node, request: "the site's decisions" };
  const fromApi = { host: evidence.node, request: "GET /api/v1/nodes/NODE/proxy/configz" };
  const concluded: { readonly [K in keyof ConcludedFacts]: Observed<ConcludedFacts[K]> } = {
    "node.role": rolesOf(evidence, apiNode, pods, layout, labelInUse, site.options),
    "node.api": apiNode,
    "kubelet.configz": unknown("not-collected", "the node's own evidence does not hold it", fromApi),
    "api.namespaces": cluster.facts["api.namespaces"],
    "node.collected-at": present(evidence.collectedAt, { host: evidence.node, request: "the run" }),
    "api.services": cluster.facts["api.services"],
    "api.kube-proxy-pods": kubeProxyPods(cluster.facts["api.pods"]),
    "api.node-pods": pods,
    "api.network-settings": cluster.facts["api.network-settings"],
    "api.runtime-classes": cluster.facts["api.runtime-classes"],
    "cluster.etcd-hosts": present(etcdHostsOf(run)(nodes), { host: evidence.node, request: "the hosts of this run" }),
    "site.options": present(site.options, decided),
    "site.ppsm": site.ppsm === undefined ? absent(decided) : present(site.ppsm, decided),
  };
  return factsOver({ ...concluded, "node.layout": layout }, withoutSsh(evidence.facts, layout));
}
