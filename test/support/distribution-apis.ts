import {
  bound,
  configMap,
  daemonSet,
  deployment,
  finishedJob,
  kubernetesOwn,
  type Objects,
  serviceAccount,
  staticPod,
  together,
} from "./described-api.ts";

// What distributions put into the API themselves: names, labels, ports and images as their own manifests and charts have
// them. Sources: rancher/rke2 (pkg/podtemplate, charts), awslabs/amazon-eks-ami and aws/amazon-vpc-cni-k8s (manifests),
// canonical/microk8s (default-args, addons).

/** Nodes by name, and the release that they run: `v1.36.4`. */
export type Nodes = {
  readonly release: string;
  readonly controlPlanes: readonly string[];
  readonly workers: readonly string[];
};

const web = [
  { containerPort: 80, hostPort: 80 },
  { containerPort: 443, hostPort: 443 },
];

const rancher = "index.docker.io/rancher";

const ofChart = (chart: string, more: Readonly<Record<string, string>> = {}) => ({
  labels: {
    "app.kubernetes.io/instance": chart,
    "app.kubernetes.io/managed-by": "Helm",
    "app.kubernetes.io/name": chart,
    "helm.sh/chart": `${chart}-1.43.302`,
    ...more,
  },
});

/** The job that installs a chart of RKE2, and what it is allowed: everything. */
const installed = (chart: string): Objects =>
  together(
    finishedJob("kube-system", `helm-install-${chart}`, `${rancher}/klipper-helm:v0.9.8-build20250709`, {
      labels: { "helmcharts.helm.cattle.io/chart": chart },
    }),
    serviceAccount("kube-system", `helm-${chart}`),
    bound(`helm-kube-system-${chart}`, "cluster-admin", `kube-system/helm-${chart}`),
  );

export const rke2Charts = ["rke2-canal", "rke2-coredns", "rke2-ingress-nginx", "rke2-metrics-server"] as const;

/** RKE2 by default: control planes from static pods, the rest from its charts. */
export function rke2({ release, controlPlanes, workers }: Nodes): Objects {
  const all = [...controlPlanes, ...workers];
  const kubernetes = `${rancher}/hardened-kubernetes:${release}-rke2r1-build20250910`;
  return together(
    kubernetesOwn({ address: "10.0.0.11", port: 6443 }),
    ...controlPlanes.flatMap((node) => [
      staticPod(node, "etcd", `${rancher}/hardened-etcd:v3.6.4-k3s3-build20250908`),
      ...["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map((name) =>
        staticPod(node, name, kubernetes),
      ),
      staticPod(node, "cloud-controller-manager", `${rancher}/rke2-cloud-provider:${release}-rc1.0.20250905195603`),
    ]),
    ...all.map((node) => staticPod(node, "kube-proxy", kubernetes)),
    ...rke2Charts.map(installed),
    daemonSet(
      "kube-system",
      "rke2-canal",
      `${rancher}/hardened-calico:v3.30.3-build20250909`,
      {
        ...ofChart("rke2-canal", { "k8s-app": "canal" }),
        hostNetwork: true,
        beside: [`${rancher}/hardened-flannel:v0.27.3-build20250909`],
      },
      all,
    ),
    deployment(
      "kube-system",
      "rke2-coredns-rke2-coredns",
      `${rancher}/hardened-coredns:v1.12.3-build20250909`,
      ofChart("rke2-coredns", { "k8s-app": "kube-dns" }),
    ),
    deployment(
      "kube-system",
      "rke2-coredns-rke2-coredns-autoscaler",
      `${rancher}/hardened-cluster-autoscaler:v1.10.2-build20250909`,
      ofChart("rke2-coredns"),
    ),
    deployment(
      "kube-system",
      "rke2-metrics-server",
      `${rancher}/hardened-k8s-metrics-server:v0.8.0-build20250909`,
      ofChart("rke2-metrics-server"),
    ),
    daemonSet(
      "kube-system",
      "rke2-ingress-nginx-controller",
      `${rancher}/nginx-ingress-controller:v1.12.6-hardened1`,
      { ...ofChart("rke2-ingress-nginx"), ports: web },
      all,
    ),
    configMap("kube-system", "rke2-coredns-rke2-coredns", { Corefile: ".:53 {\n  errors\n}\n" }),
  );
}

const amazon = "602401143452.dkr.ecr.us-east-1.amazonaws.com/eks";
const csi = "public.ecr.aws/eks-distro/kubernetes-csi";
const named = (name: string) => ({ labels: { "app.kubernetes.io/name": name } });
const k8sApp = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  labels: { "k8s-app": name, ...more },
});

/** EKS with its usual add-ons; the control plane is the provider's and shows nothing of itself. */
export const eks = ({ release, workers }: Nodes): Objects =>
  together(
    kubernetesOwn({ address: "10.0.1.20", port: 443 }),
    daemonSet(
      "kube-system",
      "aws-node",
      `${amazon}/amazon-k8s-cni:v1.20.1`,
      {
        ...k8sApp("aws-node", { "app.kubernetes.io/name": "aws-node", "app.kubernetes.io/managed-by": "Helm" }),
        hostNetwork: true,
        ports: [{ containerPort: 61_678 }],
        beside: [`${amazon}/amazon/aws-network-policy-agent:v1.2.4`],
      },
      workers,
    ),
    daemonSet(
      "kube-system",
      "kube-proxy",
      `${amazon}/kube-proxy:${release}-minimal-eksbuild.4`,
      { ...k8sApp("kube-proxy"), hostNetwork: true },
      workers,
    ),
    deployment(
      "kube-system",
      "coredns",
      `${amazon}/coredns:v1.12.2-eksbuild.4`,
      k8sApp("kube-dns", { "eks.amazonaws.com/component": "coredns" }),
    ),
    deployment("kube-system", "ebs-csi-controller", `${amazon}/aws-ebs-csi-driver:v1.48.0`, {
      ...named("aws-ebs-csi-driver"),
      beside: [`${csi}/external-provisioner:v5.3.0-eks-1-33-11`],
    }),
    daemonSet(
      "kube-system",
      "ebs-csi-node",
      `${amazon}/aws-ebs-csi-driver:v1.48.0`,
      named("aws-ebs-csi-driver"),
      workers,
    ),
    daemonSet(
      "kube-system",
      "eks-pod-identity-agent",
      `${amazon}/eks-pod-identity-agent:v0.1.33`,
      { ...named("eks-pod-identity-agent"), hostNetwork: true },
      workers,
    ),
    deployment("kube-system", "metrics-server", `${amazon}/metrics-server:v0.8.0-eksbuild.2`, named("metrics-server")),
    ...["amazon-vpc-cni", "kube-proxy-config", "coredns"].map((name) => configMap("kube-system", name)),
  );

const gardenerImages = "europe-docker.pkg.dev/gardener-project/releases";
const ofShoot = (name: string) => ({
  labels: { app: name, "gardener.cloud/role": "system-component", origin: "gardener" },
});

/** A shoot of Gardener as its owner sees it: the control plane's pods are in the seed, and a shop is the owner's own. */
export const gardener = ({ release, workers }: Nodes): Objects =>
  together(
    kubernetesOwn({ address: "10.243.0.1", port: 443 }),
    ...["apiserver-proxy", "kube-proxy-worker-1", "node-exporter", "node-local-dns"].map((name) =>
      daemonSet(
        "kube-system",
        name,
        name.startsWith("kube-proxy") ? `registry.k8s.io/kube-proxy:${release}` : `${gardenerImages}/${name}:v1.2.3`,
        { ...ofShoot(name), hostNetwork: true },
        workers,
      ),
    ),
    ...["calico-node", "csi-driver-node", "node-problem-detector"].map((name) =>
      daemonSet(
        "kube-system",
        name,
        `${gardenerImages}/${name}:v3.29.3`,
        { ...ofShoot(name), hostNetwork: true },
        workers,
      ),
    ),
    ...["coredns", "metrics-server", "vpn-shoot", "blackbox-exporter"].map((name) =>
      deployment("kube-system", name, `${gardenerImages}/${name}:v1.12.1`, ofShoot(name)),
    ),
    configMap("kube-system", "shoot-info"),
    deployment("shop", "web", "registry.example/web:4", { labels: { app: "web" }, ports: web }),
  );

/** MicroK8s with DNS, storage and ingress. */
export const microk8s = ({ controlPlanes, workers }: Nodes): Objects => {
  const all = [...controlPlanes, ...workers];
  return together(
    kubernetesOwn({ address: "10.0.0.11", port: 16_443 }),
    daemonSet(
      "kube-system",
      "calico-node",
      "docker.io/calico/node:v3.28.1",
      { ...k8sApp("calico-node"), hostNetwork: true },
      all,
    ),
    deployment(
      "kube-system",
      "calico-kube-controllers",
      "docker.io/calico/kube-controllers:v3.28.1",
      k8sApp("calico-kube-controllers"),
    ),
    deployment("kube-system", "coredns", "coredns/coredns:1.12.1", k8sApp("kube-dns")),
    deployment(
      "kube-system",
      "hostpath-provisioner",
      "cdkbot/hostpath-provisioner:1.5.0",
      k8sApp("hostpath-provisioner"),
    ),
    daemonSet(
      "ingress",
      "nginx-ingress-microk8s-controller",
      "registry.k8s.io/ingress-nginx/controller:v1.12.1",
      { labels: { "microk8s-application": "nginx-ingress-microk8s" }, ports: web },
      all,
    ),
  );
};
