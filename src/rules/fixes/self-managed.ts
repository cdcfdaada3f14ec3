import {
  allComponents,
  type DistributionFixes,
  type FlaggedComponent,
  filesBelow,
  flagsOf,
  kubernetesComponents,
} from "./change.ts";

const kopsFields: Readonly<Partial<Record<FlaggedComponent, string>>> = {
  "kube-apiserver": "kubeAPIServer",
  "kube-controller-manager": "kubeControllerManager",
  "kube-scheduler": "kubeScheduler",
};
const kopsRoll = "then kops update cluster --yes and kops rolling-update cluster --yes, which replaces the nodes";

/** kOps: one specification, nodes are replaced when it changes. */
export const kops: DistributionFixes = {
  fixes: {
    ...flagsOf(
      kubernetesComponents,
      (component) =>
        `Run kops edit cluster and set the field of spec.${kopsFields[component]} that stands for the flag, ${kopsRoll}; ` +
        "flags without a field cannot be set.",
    ),
    "kubelet setting": `Run kops edit cluster and set it in spec.kubelet and spec.controlPlaneKubelet, ${kopsRoll}.`,
    "kubelet flag": `Run kops edit cluster and change it in spec.kubelet and spec.controlPlaneKubelet, ${kopsRoll}.`,
    ...filesBelow({
      manifests: "the *.manifest files in /etc/kubernetes/manifests",
      "PKI files": "the files below /srv/kubernetes and /etc/kubernetes/pki",
      kubeconfigs: "/var/lib/*/kubeconfig",
      "kubelet files": "/var/lib/kubelet/kubelet.conf",
    }),
  },
};

const microk8sArguments = "/var/snap/microk8s/current/args";
const microk8sRestart = "then microk8s stop and microk8s start, one node after the other";

/** MicroK8s: one process holds all components and reads their flags from files. */
export const microk8s: DistributionFixes = {
  fixes: {
    ...flagsOf(
      kubernetesComponents,
      (component) => `Change the line in ${microk8sArguments}/${component} on every node, ${microk8sRestart}.`,
    ),
    "kubelet setting": `Change it as a flag in ${microk8sArguments}/kubelet on every node, ${microk8sRestart}.`,
    "kubelet flag": `Change the line in ${microk8sArguments}/kubelet on every node, ${microk8sRestart}.`,
    ...filesBelow({
      "PKI files": "the *.crt and *.key files in /var/snap/microk8s/current/certs",
      kubeconfigs: "the *.config files in /var/snap/microk8s/current/credentials",
    }),
  },
};

/** Components that systemd starts, put there by whoever built the cluster. */
export const plain: DistributionFixes = {
  fixes: {
    ...flagsOf(
      allComponents,
      (component) =>
        `Find the unit and its environment files with systemctl cat ${component}, change it there, then systemctl ` +
        `daemon-reload and systemctl restart ${component}, one node after the other.`,
    ),
    "kubelet setting":
      "Change it in the file that the kubelet's --config names and run systemctl restart kubelet on each node.",
    "kubelet flag":
      "Find the unit and its environment files with systemctl cat kubelet, change it there, then systemctl daemon-reload " +
      "and systemctl restart kubelet on each node.",
    "SSH server": "Run systemctl disable --now on its service and its socket.",
  },
};
