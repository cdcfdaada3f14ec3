import type { ApiPod, ApiWorkload, OwnerName } from "../../../../evidence/pods.ts";
import type { SystemPods } from "../../../../evidence/site.ts";
import { fitsWildcards } from "../../../../evidence/wildcards.ts";
import { topOf } from "../top-of.ts";
import { addOns } from "./add-ons.ts";
import { ofDistributions } from "./distributions.ts";
import { describePattern, isKnownBy, type Maker, valuesOf } from "./pattern.ts";
import { isStorageDriver } from "./storage-drivers.ts";

/** By which pattern a pod is known, in words, and whether that is the site's own. */
export type KnownBy = { readonly pattern: string; readonly isOfSite: boolean };

const onControlPlanes = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "etcd",
  "etcd-manager-main",
  "etcd-manager-events",
  "cloud-controller-manager",
];
const onAnyNode = ["kube-vip", "kube-proxy", "keepalived", "haproxy", "nginx-proxy"];

/** The component of a static pod: its kubelet's own mirror is named COMPONENT-NODE and owned by that node. */
function staticComponent({ isMirror, owner, node, name }: ApiPod): string | undefined {
  const isOfNode = isMirror === true && node !== undefined && owner?.kind === "Node" && owner.name === node;
  return isOfNode && name.endsWith(`-${node}`) ? name.slice(0, -node.length - 1) : undefined;
}

/** The workload above another, which its owner names; none where that is no workload (an operator's object, a chart). */
const find = (workloads: readonly ApiWorkload[], namespace: string, owner: OwnerName | undefined) =>
  workloads.find((one) => one.namespace === namespace && one.kind === owner?.kind && one.name === owner.name);

const topmost = (workloads: readonly ApiWorkload[], workload: ApiWorkload): ApiWorkload =>
  topOf<ApiWorkload>(
    workload,
    ({ kind, name }) => `${kind}\n${name}`,
    ({ namespace, owner }) => find(workloads, namespace, owner),
  );

function makerOf(pod: ApiPod, workloads: readonly ApiWorkload[]): Maker {
  const component = staticComponent(pod);
  if (component !== undefined) return { kind: "StaticPod", name: component, labels: [pod.labels] };
  const workload = find(workloads, pod.namespace, pod.owner);
  if (workload === undefined) return { kind: "Pod", name: pod.name, labels: [pod.labels] };
  const { kind, name, labels } = topmost(workloads, workload);
  return { kind, name, labels: [pod.labels, labels] };
}

/** `kubectl debug node/...` makes such pods, wherever it is told to: somebody's tool, no part of the cluster. */
const isDebugger = ({ name, owner, labels }: ApiPod): boolean =>
  owner === undefined &&
  (name.startsWith("node-debugger-") || labels["app.kubernetes.io/managed-by"] === "kubectl-debug");

const isKnownToSite = (pattern: SystemPods, { serviceAccount }: ApiPod, maker: Maker): boolean =>
  pattern.kind === maker.kind &&
  fitsWildcards(pattern.name, maker.name) &&
  Object.entries(pattern.labels ?? {}).every(([key, value]) => valuesOf(maker, key).includes(value)) &&
  (pattern.serviceAccount === undefined || pattern.serviceAccount === serviceAccount);

function shipped(pod: ApiPod, maker: Maker, workers: readonly string[]): string | undefined {
  if (maker.kind === "StaticPod") {
    const isOfWorker = workers.includes(pod.node ?? "");
    const isKnown = onAnyNode.includes(maker.name) || (onControlPlanes.includes(maker.name) && !isOfWorker);
    return isKnown ? `static pod ${maker.name}` : undefined;
  }
  for (const { of, patterns } of [...addOns, ...ofDistributions]) {
    const found = patterns.find((pattern) => isKnownBy(pattern, maker));
    if (found !== undefined) return `${of}: ${describePattern(found, maker)}`;
  }
  return isStorageDriver(pod, maker) ? `CSI driver: ${maker.kind} ${maker.name}` : undefined;
}

/** Which patterns are asked, and what makes pods. */
export type Recognition = {
  /** Nodes that are proven to be workers and nothing else. */
  readonly workers: readonly string[];
  readonly workloads: readonly ApiWorkload[];
  readonly site: readonly SystemPods[];
  /** Whether plimsoll's own patterns count. */
  readonly withShipped: boolean;
};

/** By which pattern a pod in kube-system is known; undefined where none knows it. */
export function recognise(pod: ApiPod, { workers, workloads, site, withShipped }: Recognition): KnownBy | undefined {
  const maker = makerOf(pod, workloads);
  if (isDebugger(pod)) return undefined;
  const own = withShipped ? shipped(pod, maker, workers) : undefined;
  if (own !== undefined) return { pattern: own, isOfSite: false };
  const ofSite = site.find((pattern) => isKnownToSite(pattern, pod, maker));
  if (ofSite === undefined) return undefined;
  return { pattern: `the site: ${ofSite.kind} ${ofSite.name} (${ofSite.justification})`, isOfSite: true };
}
