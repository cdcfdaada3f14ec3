import type { ApiNode } from "../evidence/cluster.ts";

// The third is RKE1's, the fourth MicroK8s'.
const controlPlaneLabels = [
  "node-role.kubernetes.io/control-plane",
  "node-role.kubernetes.io/master",
  "node-role.kubernetes.io/controlplane",
  "node.kubernetes.io/microk8s-controlplane",
];
const etcdLabel = "node-role.kubernetes.io/etcd";

/** The label that makes a node a control plane, if it has one. */
export const controlPlaneLabel = ({ labels }: ApiNode): string | undefined =>
  controlPlaneLabels.find((label) => label in labels);

/** A node whose labels say that it is a control plane. */
export const isControlPlaneNode = (node: ApiNode): boolean => controlPlaneLabel(node) !== undefined;

/** A node whose labels say that it runs etcd: RKE's and Rancher's. */
export const isEtcdNode = ({ labels }: ApiNode): boolean => etcdLabel in labels;

/** Taints that keep ordinary workloads off a control-plane node; a node without one is a worker too. */
export const keepsWorkloadsOff = (node: ApiNode): boolean =>
  node.taints.some(({ key, effect }) => key.startsWith("node-role.kubernetes.io/") && effect !== "PreferNoSchedule");

/** The taint that only control planes are given, if a node has one. */
export const controlPlaneTaint = ({ taints }: ApiNode): string | undefined =>
  taints.find(({ key }) => controlPlaneLabels.includes(key))?.key;
