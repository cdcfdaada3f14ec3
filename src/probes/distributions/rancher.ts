import type { Distribution } from "./distribution.ts";

const serverFiles = (data: string, name: "rke2" | "k3s") => ({
  pki: [`${data}/server/tls`],
  kubeconfigs: ["admin", "controller", "scheduler"].map((of) => `${data}/server/cred/${of}.kubeconfig`),
  otherKubeconfigs: [
    `/etc/rancher/${name}/${name}.yaml`,
    ...["supervisor", "api-server", "cloud-controller"].map((of) => `${data}/server/cred/${of}.kubeconfig`),
    ...["kubelet", "kubeproxy", `${name}controller`].map((of) => `${data}/agent/${of}.kubeconfig`),
  ],
  dataDirectory: data,
});

/** RKE2: static pods and a kubelet that the program rke2 starts as its child. */
export const rke2: Distribution = {
  decisive: {
    paths: ["/etc/rancher/rke2", "/var/lib/rancher/rke2"],
    processes: ["rke2 server", "rke2 agent"],
    units: ["rke2-server.service", "rke2-agent.service"],
  },
  program: {
    server: { processes: ["rke2 server"], units: ["rke2-server.service"] },
    agent: { processes: ["rke2 agent"], units: ["rke2-agent.service"] },
  },
  paths: {
    ...serverFiles("/var/lib/rancher/rke2", "rke2"),
    staticPods: ["/var/lib/rancher/rke2/agent/pod-manifests"],
    kubectl: ["/var/lib/rancher/rke2/bin/kubectl"],
  },
};

/** K3s: every component is a goroutine of one process, whose command line does not carry their flags. */
export const k3s: Distribution = {
  decisive: {
    paths: ["/etc/rancher/k3s", "/var/lib/rancher/k3s", "/usr/local/bin/k3s"],
    processes: ["k3s server", "k3s agent"],
    units: ["k3s.service", "k3s-agent.service"],
  },
  program: {
    server: { processes: ["k3s server"], units: ["k3s.service"] },
    agent: { processes: ["k3s agent"], units: ["k3s-agent.service"] },
  },
  embedding: {
    process: "k3s",
    components: ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "kubelet", "kube-proxy"],
    onWorkers: ["kubelet", "kube-proxy"],
  },
  paths: serverFiles("/var/lib/rancher/k3s", "k3s"),
};

/** RKE1: Docker containers with the usual process names; certificates are *.pem. */
export const rke1: Distribution = {
  decisive: { paths: ["/etc/kubernetes/ssl/kube-ca.pem"] },
  paths: {
    pki: ["/etc/kubernetes/ssl"],
    otherKubeconfigs: ["node", "proxy", "controller-manager", "scheduler"].map(
      (of) => `/etc/kubernetes/ssl/kubecfg-kube-${of}.yaml`,
    ),
  },
};
