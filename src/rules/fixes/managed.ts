import { allComponents, type DistributionFixes, flagsOf } from "./change.ts";

/** A control plane that its provider runs. */
const providersOwn = (provider: string): DistributionFixes["fixes"] =>
  flagsOf(
    allComponents,
    (component) =>
      `${provider} runs the control plane: flags of ${component} cannot be changed, ask for the provider's evidence.`,
  );

/** Amazon EKS with nodes of Amazon Linux. */
export const eks: DistributionFixes = {
  fixes: {
    ...providersOwn("Amazon"),
    "kubelet setting":
      "On Amazon Linux 2023 set it under spec.kubelet.config of the NodeConfig (node.eks.aws/v1alpha1) in the user data of " +
      "the node group's launch template, and replace the nodes.",
    "kubelet flag":
      "On Amazon Linux 2023 change the list spec.kubelet.flags of the NodeConfig (node.eks.aws/v1alpha1) in the user data " +
      "of the node group's launch template, and replace the nodes.",
  },
};

/** Amazon EKS with nodes of Bottlerocket. */
export const bottlerocket: DistributionFixes = {
  fixes: {
    ...providersOwn("Amazon"),
    "kubelet setting":
      "Set it below settings.kubernetes in the node's user data or with apiclient set; what has no setting there cannot be " +
      "changed.",
    "kubelet flag": "Bottlerocket starts the kubelet itself: only settings.kubernetes can be changed, not its flags.",
    "SSH server": "The SSH server is part of the admin container: set settings.host-containers.admin.enabled to false.",
  },
};

/** Azure Kubernetes Service. */
export const aks: DistributionFixes = {
  fixes: {
    ...providersOwn("Microsoft"),
    "kubelet setting":
      "A subset of the settings can be given when a cluster or node pool is made (az aks nodepool add --kubelet-config " +
      "FILE); for others Microsoft points to a DaemonSet of your own that changes the node.",
  },
};

/** Google Kubernetes Engine. */
export const gke: DistributionFixes = {
  fixes: {
    ...providersOwn("Google"),
    "kubelet setting":
      "A limited set can be given below kubeletConfig in the node system configuration (gcloud container node-pools create " +
      "or update --system-config-from-file=FILE); insecureKubeletReadonlyPortEnabled: false closes the read-only port.",
  },
};

const shootFields = {
  "flag of kube-apiserver": "kubeAPIServer",
  "flag of kube-controller-manager": "kubeControllerManager",
  "flag of kube-scheduler": "kubeScheduler",
} as const;

/** A shoot of Gardener: its control plane runs elsewhere, its owner changes the Shoot. */
export const gardener: DistributionFixes = {
  fixes: {
    ...providersOwn("Gardener's operator"),
    ...Object.fromEntries(
      Object.entries(shootFields).map(([change, field]) => [
        change,
        `The control plane runs in the seed: set what has a field below spec.kubernetes.${field} of the Shoot; other flags ` +
          "are the operator's.",
      ]),
    ),
    "kubelet setting":
      "Set it below spec.kubernetes.kubelet of the Shoot, or for one worker pool below its kubernetes.kubelet in " +
      "spec.provider.workers; what has no field there cannot be changed.",
    "SSH server": "Set spec.provider.workersSettings.sshAccess.enabled: false in the Shoot.",
  },
};
