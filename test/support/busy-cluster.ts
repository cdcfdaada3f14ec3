import { readFileSync } from "node:fs";
import type { ApiRecording } from "../../src/demo/recorded-answer.ts";

/**
 * Described, not recorded: what the API servers of three distributions list, as far as rules look at it, and what users
 * add. Names, labels, ports and images are those of the distributions' own manifests.
 */
export type Objects = Readonly<Record<string, readonly object[]>>;

const recordings = new URL("../../src/demo/recordings/api.json", import.meta.url);
const kubeadm = JSON.parse(readFileSync(recordings, "utf8")) as ApiRecording;
/** What a cluster without custom resources serves. */
const discovery = Object.fromEntries(
  Object.entries(kubeadm).filter(([path]) => /^\/api(\/v1)?$|^\/apis(\/[^/]+\/[^/]+)?$/.test(path)),
);

const paths = {
  pods: "/api/v1/pods",
  namespaces: "/api/v1/namespaces",
  nodes: "/api/v1/nodes",
  services: "/api/v1/services",
  configMaps: "/api/v1/configmaps",
  deployments: "/apis/apps/v1/deployments",
  daemonSets: "/apis/apps/v1/daemonsets",
  replicaSets: "/apis/apps/v1/replicasets",
  jobs: "/apis/batch/v1/jobs",
  policies: "/apis/policy/v1beta1/podsecuritypolicies",
} as const;

/** All lists together; of the same path one after the other. */
const together = (...parts: readonly Objects[]): Objects =>
  Object.fromEntries(
    [...new Set(parts.flatMap(Object.keys))].map((path) => [path, parts.flatMap((part) => part[path] ?? [])]),
  );

type Template = {
  readonly labels?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly ports?: readonly object[];
  readonly env?: readonly object[];
};

const digests = new Map<string, string>();
const digestOf = (image: string): string => {
  const digest = digests.get(image) ?? String(digests.size + 1).padStart(64, "0");
  digests.set(image, digest);
  return digest;
};

const spec = (name: string, image: string, { hostNetwork = false, ports = [], env = [] }: Template) => ({
  hostNetwork,
  containers: [{ name, image, ports, env }],
});

const owned = (apiVersion: string, kind: string, name: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
});

function pod(namespace: string, name: string, image: string, more: Template, owner: object = {}): Objects {
  const { labels = {}, phase = "Running" } = more;
  const container = name.split("-")[0] ?? name;
  const running = { name: container, image, imageID: `${image.split(":")[0]}@sha256:${digestOf(image)}` };
  const metadata = { namespace, name, labels, ...owner };
  const status = { phase, containerStatuses: [running] };
  return { [paths.pods]: [{ metadata, spec: spec(container, image, more), status }] };
}

/** A pod that a kubelet runs from a manifest on its node. */
const staticPod = (name: string, image: string, more: Template = {}): Objects =>
  pod("kube-system", `${name}-cp1`, image, { hostNetwork: true, ...more }, owned("v1", "Node", "cp1"));

const template = (name: string, image: string, more: Template) => ({
  template: { metadata: { labels: more.labels ?? {} }, spec: spec(name.split("-")[0] ?? name, image, more) },
});

/** A Deployment, its ReplicaSet and one pod. */
export function deployment(namespace: string, name: string, image: string, more: Template = {}): Objects {
  const { labels = {} } = more;
  const set = `${name}-6d4b75cb6d`;
  return together(
    {
      [paths.deployments]: [{ metadata: { namespace, name, labels }, spec: template(name, image, more) }],
      [paths.replicaSets]: [
        {
          metadata: { namespace, name: set, labels, ...owned("apps/v1", "Deployment", name) },
          spec: template(name, image, more),
        },
      ],
    },
    pod(namespace, `${set}-x7k2p`, image, more, owned("apps/v1", "ReplicaSet", set)),
  );
}

/** A DaemonSet and one pod. */
export const daemonSet = (namespace: string, name: string, image: string, more: Template = {}): Objects =>
  together(
    {
      [paths.daemonSets]: [
        { metadata: { namespace, name, labels: more.labels ?? {} }, spec: template(name, image, more) },
      ],
    },
    pod(namespace, `${name}-4xz9q`, image, more, owned("apps/v1", "DaemonSet", name)),
  );

/** A Job that is done, and its pod. */
const finishedJob = (namespace: string, name: string, image: string): Objects =>
  together(
    { [paths.jobs]: [{ metadata: { namespace, name }, spec: template(name, image, {}) }] },
    pod(namespace, `${name}-b8nmt`, image, { phase: "Succeeded" }, owned("batch/v1", "Job", name)),
  );

export const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>> = {}): Objects => ({
  [paths.configMaps]: [{ metadata: { namespace, name }, data }],
});

const service = (namespace: string, name: string) => ({
  metadata: { namespace, name },
  spec: { type: "ClusterIP", clusterIP: "10.96.0.1", ports: [{ port: 443, protocol: "TCP" }] },
});

const kubernetesOwn: Objects = {
  [paths.namespaces]: ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) => ({
    metadata: { name },
  })),
  [paths.services]: [service("default", "kubernetes")],
  [paths.configMaps]: ["default", "kube-node-lease", "kube-public"].map((namespace) => ({
    metadata: { namespace, name: "kube-root-ca.crt" },
  })),
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
  deployment("cert-manager", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1.18.2", helm("cert-manager")),
);

const web = [
  { containerPort: 80, hostPort: 80 },
  { containerPort: 443, hostPort: 443 },
];
const rancher = "docker.io/rancher";
const amazon = "602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks";

const rke2 = together(
  staticPod("etcd", `${rancher}/hardened-etcd:v3.5.21-k3s1-build20250612`),
  staticPod("kube-apiserver", `${rancher}/hardened-kubernetes:v1.33.4-rke2r1-build20250814`),
  staticPod("kube-proxy", `${rancher}/hardened-kubernetes:v1.33.4-rke2r1-build20250814`),
  finishedJob("kube-system", "helm-install-rke2-coredns", `${rancher}/klipper-helm:v0.9.8-build20250709`),
  deployment("kube-system", "rke2-coredns-rke2-coredns", `${rancher}/hardened-coredns:v1.12.2-build20250611`),
  daemonSet("kube-system", "rke2-ingress-nginx-controller", `${rancher}/nginx-ingress-controller:v1.12.4-hardened2`, {
    ports: web,
  }),
);
const eks = together(
  daemonSet("kube-system", "aws-node", `${amazon}/amazon-k8s-cni:v1.20.1`, {
    hostNetwork: true,
    ports: [{ containerPort: 61_678 }],
  }),
  daemonSet("kube-system", "kube-proxy", `${amazon}/kube-proxy:v1.33.3-minimal-eksbuild.4`, { hostNetwork: true }),
  deployment("kube-system", "coredns", `${amazon}/coredns:v1.12.2-eksbuild.4`),
);
const microk8s = together(
  daemonSet("kube-system", "calico-node", "docker.io/calico/node:v3.28.1", { hostNetwork: true }),
  deployment("kube-system", "coredns", "coredns/coredns:1.12.1"),
  daemonSet("ingress", "nginx-ingress-microk8s-controller", "registry.k8s.io/ingress-nginx/controller:v1.12.1", {
    ports: web,
  }),
);

/** A cluster: its release, what it lists, and what else it answers. */
export type BusyCluster = {
  readonly version: string;
  readonly objects: Objects;
  readonly documents: ApiRecording;
};

const cluster = (version: string, ...parts: readonly Objects[]): BusyCluster => ({
  version,
  objects: together(kubernetesOwn, releases, ...parts),
  documents: discovery,
});

/** Busy clusters as they come, by their distribution. */
export const distributions = {
  RKE2: cluster("v1.36.4+rke2r1", rke2),
  EKS: cluster("v1.36.4-eks-ace6451", eks),
  MicroK8s: cluster("v1.36.4", microk8s),
} as const;

/** The same cluster with more in it. */
export const withObjects =
  (...more: readonly Objects[]) =>
  (base: BusyCluster): BusyCluster => ({ ...base, objects: together(base.objects, ...more) });

/** The same at a release that still has PodSecurityPolicies, with these. */
export const withPolicies =
  (...policies: readonly object[]) =>
  (base: BusyCluster): BusyCluster => {
    const groups = base.documents["/apis"] as { readonly groups: readonly object[] };
    const policy = { name: "policy", versions: [{ groupVersion: "policy/v1beta1", version: "v1beta1" }] };
    const served = { name: "podsecuritypolicies", kind: "PodSecurityPolicy", namespaced: false, verbs: ["list"] };
    return {
      version: "v1.24.17",
      objects: together(base.objects, { [paths.policies]: policies }),
      documents: {
        ...base.documents,
        "/apis": { ...groups, groups: [...groups.groups, policy] },
        "/apis/policy/v1beta1": { groupVersion: "policy/v1beta1", resources: [served] },
      },
    };
  };

/** What its API server answers, by path: `recordedAnswer` reads it. */
export const answersOf = ({ version, objects, documents }: BusyCluster): ApiRecording => ({
  ...Object.fromEntries(Object.entries(kubeadm).map(([path, answer]) => [path, emptied(answer)])),
  ...documents,
  "/version": { gitVersion: version },
  ...Object.fromEntries(
    Object.entries(objects).map(([path, items]) => [path, { kind: "List", apiVersion: "v1", metadata: {}, items }]),
  ),
});

const emptied = (answer: unknown): unknown =>
  typeof answer === "object" && answer !== null && "items" in answer ? { ...answer, items: [] } : answer;
