import type { Distribution } from "./distribution.ts";

/** EKS on Amazon Linux. nodeadm (AL2023) leaves /run/nodeadm; both it and AL2's bootstrap keep files in /etc/eks. */
export const eks: Distribution = {
  decisive: { paths: ["/etc/eks", "/run/nodeadm"] },
  paths: {},
};

/** The host's files as Bottlerocket's admin container sees them (unconfirmed: no source was read for it). */
export const bottlerocketHost = "/.bottlerocket/rootfs";

/** Bottlerocket: the only shell is in a container, whose paths are not the host's. */
export const bottlerocket: Distribution = {
  decisive: { paths: [bottlerocketHost], osIds: ["bottlerocket"] },
  paths: {},
};

/** AKS. Others that run on Azure have azure.json too; it holds a secret and is never read. */
export const aks: Distribution = {
  decisive: { paths: ["/opt/azure/containers"] },
  supporting: { paths: ["/etc/kubernetes/azure.json"] },
  paths: { pki: ["/etc/kubernetes/certs"] },
};

/** GKE. kOps uses Container-Optimized OS and /home/kubernetes too, and a user may be called kubernetes. */
export const gke: Distribution = {
  decisive: { paths: ["/home/kubernetes/kubelet-config.yaml"] },
  supporting: { paths: ["/home/kubernetes"], osIds: ["cos"] },
  paths: { pki: ["/etc/srv/kubernetes/pki"], otherKubeconfigs: ["/var/lib/kube-proxy/kubeconfig"] },
};

/** A node of a Gardener shoot, whose control plane is in a seed. */
export const gardener: Distribution = {
  decisive: { paths: ["/var/lib/gardener-node-agent"], units: ["gardener-node-agent.service"] },
  supporting: { paths: ["/opt/bin/kubelet"] },
  paths: {},
};
