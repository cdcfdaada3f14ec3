import { allComponents, type DistributionFixes, type FlaggedComponent, filesBelow, flagsOf } from "./change.ts";

/** What RKE2 and K3s have in common: one supervisor whose configuration holds the flags of all components. */
function supervised(name: "rke2" | "k3s", units: { readonly server: string; readonly agent: string }) {
  const config = `/etc/rancher/${name}/config.yaml`;
  const state = `/var/lib/rancher/${name}`;
  const restart = `systemctl restart ${units.server} or ${units.agent}, one node after the other`;
  return {
    ...flagsOf(
      allComponents,
      (component) =>
        `Add "name=value", without dashes, to the list ${component}-arg in ${config} on every server, and run systemctl ` +
        `restart ${units.server}, one server after the other.`,
    ),
    "kubelet setting":
      `From 1.32 put a KubeletConfiguration with it, such as 90-stig.conf, into ${state}/agent/etc/kubelet.conf.d and run ` +
      `${restart}; earlier releases take it only as a flag, in the list kubelet-arg of ${config}.`,
    "kubelet flag": `Change the list kubelet-arg in ${config} and run ${restart}.`,
    ...filesBelow({
      "PKI files": `the files below ${state}/server/tls and the *.crt and *.key files in ${state}/agent`,
      kubeconfigs: `the *.kubeconfig files in ${state}/server/cred and ${state}/agent, and /etc/rancher/${name}/${name}.yaml`,
      "kubelet files": `the files in ${state}/agent/etc/kubelet.conf.d`,
    }),
  };
}

/** RKE2. */
export const rke2: DistributionFixes = {
  fixes: {
    ...supervised("rke2", { server: "rke2-server", agent: "rke2-agent" }),
    "mode or owner of manifests":
      "Run chmod or chown on the files in /var/lib/rancher/rke2/agent/pod-manifests, and look again after a restart of " +
      "rke2-server, which writes them.",
    "mode or owner of etcd data":
      "Set profile: cis in /etc/rancher/rke2/config.yaml and make the user and group etcd on every server before: etcd then " +
      "runs as that user. Modes are changed below /var/lib/rancher/rke2/server/db/etcd.",
  },
};

/** K3s: no static pods, all components are parts of one process. */
export const k3s: DistributionFixes = {
  fixes: {
    ...supervised("k3s", { server: "k3s", agent: "k3s-agent" }),
    "mode or owner of etcd data":
      "Run chmod on what is below /var/lib/rancher/k3s/server/db/etcd. etcd is part of the k3s process, which is root's: " +
      "another owner does not last.",
  },
};

const services: Readonly<Record<FlaggedComponent, string>> = {
  "kube-apiserver": "kube-api",
  "kube-controller-manager": "kube-controller",
  "kube-scheduler": "scheduler",
  etcd: "etcd",
};

/** RKE1: containers of Docker, made from one file on the administrator's machine. */
export const rke1: DistributionFixes = {
  fixes: {
    ...flagsOf(
      allComponents,
      (component) => `Set it under services.${services[component]}.extra_args in cluster.yml and run rke up.`,
    ),
    "kubelet setting": "Set it as a flag under services.kubelet.extra_args in cluster.yml and run rke up.",
    "kubelet flag": "Change it under services.kubelet.extra_args in cluster.yml and run rke up.",
    ...filesBelow({
      "PKI files": "the *.pem files in /etc/kubernetes/ssl",
      kubeconfigs: "the kubecfg-*.yaml files in /etc/kubernetes/ssl",
    }),
    "mode or owner of etcd data":
      "Run chmod on what is below /var/lib/rancher/etcd. For another owner set services.etcd.uid and services.etcd.gid in " +
      "cluster.yml and run rke up.",
  },
};
