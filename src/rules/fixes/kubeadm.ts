import { allComponents, type DistributionFixes, type FlaggedComponent, filesBelow, flagsOf } from "./change.ts";

const sections: Readonly<Record<FlaggedComponent, string>> = {
  "kube-apiserver": "apiServer",
  "kube-controller-manager": "controllerManager",
  "kube-scheduler": "scheduler",
  etcd: "etcd.local",
};

/** kubeadm: static pods, and a ClusterConfiguration in the cluster that later upgrades go by. */
export const kubeadm: DistributionFixes = {
  fixes: {
    ...flagsOf(
      allComponents,
      (component) =>
        `Change it in /etc/kubernetes/manifests/${component}.yaml on one control-plane node after the other (the kubelet ` +
        `restarts the pod), and under ${sections[component]}.extraArgs of the ClusterConfiguration (kubectl -n ` +
        "kube-system edit configmap kubeadm-config), or the next kubeadm upgrade takes it back.",
    ),
    "kubelet setting":
      "Change it in /var/lib/kubelet/config.yaml on each node and run systemctl restart kubelet; change the ConfigMap " +
      "kubelet-config in kube-system too, which nodes that join and upgrades take it from.",
    "kubelet flag":
      "Change it in /var/lib/kubelet/kubeadm-flags.env, or in KUBELET_EXTRA_ARGS (/etc/default/kubelet or " +
      "/etc/sysconfig/kubelet), and run systemctl restart kubelet on each node.",
    kubectl:
      "Install another release of the package kubectl, or put another binary in its place; nothing has to be restarted.",
    ...filesBelow({
      manifests: "the files in /etc/kubernetes/manifests",
      "PKI files": "the files below /etc/kubernetes/pki",
      kubeconfigs: "the *.conf files in /etc/kubernetes",
      "kubelet files": "/var/lib/kubelet/config.yaml and the unit's drop-in 10-kubeadm.conf",
    }),
    "mode or owner of etcd data":
      "Run chmod on what is below /var/lib/etcd. For another owner let etcd run as that user first (kubeadm's feature gate " +
      "RootlessControlPlane), then run chown while the member is stopped, one member after the other.",
  },
};

const variables: Readonly<Partial<Record<FlaggedComponent, string>>> = {
  "kube-apiserver": "kube_kubeadm_apiserver_extra_args",
  "kube-controller-manager": "kube_kubeadm_controller_extra_args",
  "kube-scheduler": "kube_kubeadm_scheduler_extra_args",
  etcd: "etcd_extra_vars (as an ETCD_ variable; etcd is a unit of systemd with /etc/etcd.env)",
};
const play = "in the inventory's group_vars and run the playbook cluster.yml or, node by node, upgrade-cluster.yml.";

/** Kubespray: kubeadm by Ansible; what is changed on a node by hand the next play takes back. */
export const kubespray: DistributionFixes = {
  fixes: {
    ...flagsOf(allComponents, (component) => `Set ${variables[component]} ${play}`),
    "kubelet setting": `Set kubelet_config_extra_args (kubelet_node_config_extra_args for workers only) ${play}`,
    "kubelet flag": `Set kubelet_custom_flags (kubelet_node_custom_flags for workers only) ${play}`,
    ...filesBelow({
      manifests: "the files in /etc/kubernetes/manifests",
      "PKI files": "the files below /etc/kubernetes/ssl, where /etc/kubernetes/pki leads",
      kubeconfigs: "the *.conf files in /etc/kubernetes",
      "kubelet files": "/etc/kubernetes/kubelet-config.yaml",
    }),
  },
};
