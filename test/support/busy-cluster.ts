import type { ApiRecording } from "../../src/demo/recorded-answer.ts";
import { answersFor, daemonSet, deployment, granted, node, type Objects, paths, together } from "./described-api.ts";
import { eks, microk8s, type Nodes, rke2 } from "./distribution-apis.ts";
import { discovery } from "./recordings.ts";

/** Described, not recorded: a distribution's cluster with what users add, by Helm and by hand. */
export type BusyCluster = {
  readonly release: string;
  /** The version as the distribution words it. */
  readonly versionOf: (release: string) => string;
  /** What the distribution brings. */
  readonly bring: (nodes: Nodes) => Objects;
  readonly added: Objects;
  readonly documents: ApiRecording;
};

/** What a Helm release leaves in the API; the release itself is a Secret, which nobody asks for. */
const helm = (name: string) => ({ labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "Helm" } });
const releases = together(
  deployment("monitoring", "prometheus-server", "quay.io/prometheus/prometheus:v3.5.0", helm("prometheus")),
  daemonSet("monitoring", "node-exporter", "quay.io/prometheus/node-exporter:v1.9.1", {
    ...helm("node-exporter"),
    hostNetwork: true,
    ports: [{ containerPort: 9100, hostPort: 9100 }],
  }),
  granted("prometheus-server", "monitoring/prometheus-server", [
    { apiGroups: [""], resources: ["nodes", "nodes/metrics", "pods", "services"], verbs: ["get", "list", "watch"] },
  ]),
  deployment("cert-manager", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1.18.2", helm("cert-manager")),
  granted("cert-manager-controller-issuers", "cert-manager/cert-manager", [
    { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch", "create", "update", "delete"] },
  ]),
);

const cluster = (bring: BusyCluster["bring"], suffix: string): BusyCluster => ({
  release: "v1.36.4",
  versionOf: (release) => `${release}${suffix}`,
  bring,
  added: releases,
  documents: discovery,
});

/** Busy clusters as they come, by their distribution. */
export const distributions = {
  RKE2: cluster(rke2, "+rke2r1"),
  EKS: cluster((nodes) => eks({ ...nodes, workers: [...nodes.controlPlanes, ...nodes.workers] }), "-eks-ace6451"),
  MicroK8s: cluster(microk8s, ""),
} as const;

/** The same cluster with more in it. */
export const withObjects =
  (...more: readonly Objects[]) =>
  (base: BusyCluster): BusyCluster => ({ ...base, added: together(base.added, ...more) });

/** The same at a release that still has PodSecurityPolicies, with these. */
export const withPolicies =
  (...policies: readonly object[]) =>
  (base: BusyCluster): BusyCluster => {
    const groups = base.documents["/apis"] as { readonly groups: readonly object[] };
    const policy = { name: "policy", versions: [{ groupVersion: "policy/v1beta1", version: "v1beta1" }] };
    const served = { name: "podsecuritypolicies", kind: "PodSecurityPolicy", namespaced: false, verbs: ["list"] };
    return {
      ...base,
      release: "v1.24.17",
      added: together(base.added, { [paths.policies]: policies }),
      documents: {
        ...base.documents,
        "/apis": { ...groups, groups: [...groups.groups, policy] },
        "/apis/policy/v1beta1": { groupVersion: "policy/v1beta1", resources: [served] },
      },
    };
  };

/** What its API server answers, by path: `recordedAnswer` reads it. */
export function answersOf({ release, versionOf, bring, added, documents }: BusyCluster): ApiRecording {
  const version = versionOf(release);
  const own = together(
    bring({ release, controlPlanes: ["cp1"], workers: ["w1"] }),
    node("cp1", version, { "node-role.kubernetes.io/control-plane": "true" }),
    node("w1", version),
  );
  return answersFor(version, together(own, added), documents);
}
