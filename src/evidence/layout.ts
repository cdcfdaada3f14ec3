/** The distributions of Kubernetes whose layout is known. `plain`: components that systemd or somebody else starts. */
export type DistributionName =
  | "kubeadm"
  | "rke2"
  | "k3s"
  | "rke1"
  | "kops"
  | "openshift"
  | "eks"
  | "bottlerocket"
  | "aks"
  | "gke"
  | "microk8s"
  | "gardener"
  | "kubespray"
  | "talos"
  | "plain";

/** The annotations of the API's nodes by which distributions are known; nothing else of a node's annotations is kept. */
export const tellingAnnotations = [
  "k3s.io/node-args",
  "rke2.io/node-args",
  "rke.cattle.io/external-ip",
  "rke.cattle.io/internal-ip",
] as const;

/** The name of such an annotation. */
export type TellingAnnotation = (typeof tellingAnnotations)[number];

/** How a distribution's control plane can be looked at. */
export type ControlPlaneKind = "on the node" | "run by the provider" | "embedded in one process";

/** What holds for every node of a distribution. */
export type AboutDistribution = { readonly title: string; readonly controlPlane: ControlPlaneKind };

/** Titles, and where the control plane is. */
export const distributions: Readonly<Record<DistributionName, AboutDistribution>> = {
  rke2: { title: "RKE2", controlPlane: "on the node" },
  k3s: { title: "K3s", controlPlane: "embedded in one process" },
  rke1: { title: "RKE1", controlPlane: "on the node" },
  openshift: { title: "OpenShift 4", controlPlane: "on the node" },
  eks: { title: "EKS", controlPlane: "run by the provider" },
  bottlerocket: { title: "EKS on Bottlerocket", controlPlane: "run by the provider" },
  kops: { title: "kOps", controlPlane: "on the node" },
  aks: { title: "AKS", controlPlane: "run by the provider" },
  gke: { title: "GKE", controlPlane: "run by the provider" },
  talos: { title: "Talos", controlPlane: "on the node" },
  microk8s: { title: "MicroK8s", controlPlane: "embedded in one process" },
  gardener: { title: "Gardener", controlPlane: "run by the provider" },
  kubespray: { title: "Kubespray", controlPlane: "on the node" },
  kubeadm: { title: "kubeadm", controlPlane: "on the node" },
  plain: { title: "no known distribution", controlPlane: "on the node" },
};

/** Which distribution made a node, and what shows it. */
export type NodeLayout = AboutDistribution & {
  readonly distribution: DistributionName;
  /** All signs of this distribution that were seen. */
  readonly shownBy: readonly string[];
  /** Signs of other distributions; one that was there before may have left them. */
  readonly alsoSeen: readonly string[];
  /** Which part of the cluster the distribution's own program makes of the node, where it has one that shows it. */
  readonly part?: { readonly controlPlane: boolean; readonly shownBy: string };
  /** Why the datastore is not etcd, where that is proven otherwise than by the API server's flags. */
  readonly datastore?: string;
};
