import { allComponents, type DistributionFixes, type FlaggedComponent, flagsOf } from "./change.ts";

const operators: Readonly<Record<FlaggedComponent, string>> = {
  "kube-apiserver": "KubeAPIServer",
  "kube-controller-manager": "KubeControllerManager",
  "kube-scheduler": "KubeScheduler",
  etcd: "Etcd",
};
const unsupported = (component: FlaggedComponent): string =>
  `unsupportedConfigOverrides of the resource ${operators[component]} is, as its name says, not supported`;

/** OpenShift 4: operators own every file; nodes are changed by the Machine Config Operator. */
export const openshift: DistributionFixes = {
  fixes: {
    ...flagsOf(
      allComponents,
      (component) => `Its operator sets the flags and takes back what is changed by hand; ${unsupported(component)}.`,
    ),
    "flag of kube-apiserver":
      "Its operator sets the flags: use the fields of the APIServer resource named cluster (config.openshift.io/v1: audit, " +
      `encryption, tlsSecurityProfile, clientCA, servingCerts); ${unsupported("kube-apiserver")}.`,
    "kubelet setting":
      "Make a KubeletConfig (machineconfiguration.openshift.io/v1) with it below spec.kubeletConfig and a " +
      "machineConfigPoolSelector; the Machine Config Operator then restarts the pool's nodes one after the other.",
    "kubelet flag":
      "Change the unit with a MachineConfig; the Machine Config Operator then restarts the pool's nodes one after the other.",
    "SSH server":
      "Disable the unit with a MachineConfig; the Machine Config Operator then restarts the pool's nodes one after the other.",
  },
};

const talosSections: Readonly<Record<FlaggedComponent, string>> = {
  "kube-apiserver": "cluster.apiServer",
  "kube-controller-manager": "cluster.controllerManager",
  "kube-scheduler": "cluster.scheduler",
  etcd: "cluster.etcd",
};
const patch = "in the machine configuration of the nodes (talosctl patch machineconfig)";

/** Talos Linux: no shell, one machine configuration. */
export const talos: DistributionFixes = {
  fixes: {
    ...flagsOf(allComponents, (component) => `Set it under ${talosSections[component]}.extraArgs ${patch}.`),
    "kubelet setting": `Set it under machine.kubelet.extraConfig ${patch}.`,
    "kubelet flag": `Change it under machine.kubelet.extraArgs ${patch}.`,
    "SSH server": "There is no SSH server.",
  },
};
