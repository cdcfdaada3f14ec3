import type { ApiNode } from "../../../../evidence/cluster.ts";

/** Distributions that write a providerID of their own name, which is no cloud's. */
const noClouds: ReadonlySet<string> = new Set(["k3s", "rke2", "kind"]);

const cloudLabels = /^(eks\.amazonaws\.com|cloud\.google\.com|kubernetes\.azure\.com)\//;
// Put on every node that a cloud's controller has not looked at yet.
const uninitialized = "node.cloudprovider.kubernetes.io/uninitialized";

/** What says that a node is on a cloud: its providerID's scheme, a label of a cloud, a taint. */
function markersOf({ provider, labels, taints }: ApiNode): readonly string[] {
  return [
    ...(provider === undefined || noClouds.has(provider) ? [] : [`providerID ${provider}`]),
    ...Object.keys(labels).flatMap((key) => cloudLabels.exec(key)?.[1] ?? []),
    ...taints.flatMap(({ key }) => (key === uninitialized ? [key] : [])),
  ];
}

/** What says that nodes are on a cloud, each once. */
export const cloudMarkers = (nodes: readonly ApiNode[]): readonly string[] => [
  ...new Set(nodes.flatMap(markersOf).toSorted()),
];
