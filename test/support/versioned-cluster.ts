import type { ApiPod } from "../../src/evidence/pods.ts";
import type { ObservedForCluster, RunHost } from "../../src/evidence/run.ts";
import type { SupportTable } from "../../src/evidence/site.ts";
import { clusterFacts, container, pod } from "./cluster-facts.ts";
import { apiNode, controlPlane, type FactsGiven, facts, here, nothing, worker } from "./facts.ts";

/** A host as the API's node of the same name; nothing runs on it that pods do not show. */
export const host = (name: string, kubelet: string, given: FactsGiven = {}, isRead = true): RunHost => ({
  name,
  isRead,
  facts: facts({
    "node.role": here(name.startsWith("cp") ? controlPlane : worker),
    "node.layout": nothing,
    "node.api": apiNode({ name, kubeletVersion: kubelet }),
    "host.kubectl": nothing,
    "manifest.kube-apiserver": nothing,
    "manifest.kube-controller-manager": nothing,
    "manifest.kube-scheduler": nothing,
    "process.kube-apiserver": nothing,
    "process.kube-controller-manager": nothing,
    "process.kube-scheduler": nothing,
    "process.kube-proxy": nothing,
    "manifest.etcd": nothing,
    "process.etcd": nothing,
    ...given,
  }),
});

/** A pod of a component on a node, by its image's tag. */
export const on = (node: string, name: string, version: string, more: Partial<ApiPod> = {}): ApiPod =>
  pod({
    namespace: "kube-system",
    name: `${name}-${node}`,
    node,
    containers: [container({ name, image: `registry.k8s.io/${name}:${version}` })],
    ...more,
  });

/** What kubeadm starts on a control-plane node. */
export const controlPlanePods = (node: string, version: string): readonly ApiPod[] => [
  on(node, "kube-apiserver", version),
  on(node, "kube-controller-manager", version),
  on(node, "kube-scheduler", version),
];

/** The newest release that `supportTable` has of the API servers' minor version. */
export const patched = "v1.36.4";

/** A site's table of supported releases; the tests' run is of 2026-11-21. */
export const supportTable: SupportTable = {
  asOf: "2026-11-01",
  releases: [
    { minor: 37, endOfLife: "2027-10-28" },
    { minor: 36, endOfLife: "2027-06-28", newestPatch: 4 },
    { minor: 35, endOfLife: "2027-02-28" },
    { minor: 34, endOfLife: "2026-10-27" },
  ],
};

/** What is different from a cluster of one control-plane node and one worker, everything of one version. */
export type VersionsGiven = {
  readonly version?: string;
  readonly kubelet?: string;
  readonly hosts?: readonly RunHost[];
  readonly pods?: readonly ApiPod[];
  readonly table?: SupportTable;
  readonly more?: Partial<ObservedForCluster>;
};

/** The facts of a cluster with these versions. */
export function versionFacts(given: VersionsGiven = {}): ObservedForCluster {
  const { version = patched, kubelet = version, pods, table = supportTable, more = {} } = given;
  const hosts = given.hosts ?? [host("cp1", version), host("w1", kubelet)];
  const nodes = hosts.flatMap(({ facts: { "node.api": node } }) => (node.state === "present" ? [node.value] : []));
  return clusterFacts({
    "api.version": here(version),
    "api.nodes": here(nodes),
    "api.pods": here(pods ?? controlPlanePods("cp1", version)),
    "run.hosts": here(hosts),
    "site.support-table": here(table),
    ...more,
  });
}
