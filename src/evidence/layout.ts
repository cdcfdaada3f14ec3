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
