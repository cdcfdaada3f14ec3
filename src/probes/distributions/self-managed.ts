import type { Distribution } from "./distribution.ts";

/** kOps: the components are static pods, started from *.manifest; etcd is a child of etcd-manager. */
export const kops: Distribution = {
  decisive: {
    paths: ["/srv/kubernetes", "/opt/kops", "/var/lib/kops"],
    units: ["kops-configuration.service"],
  },
  paths: {
    // The second on Container-Optimized OS.
    pki: ["/srv/kubernetes", "/etc/srv/kubernetes"],
    kubeconfigs: ["/var/lib/kube-controller-manager/kubeconfig", "/var/lib/kube-scheduler/kubeconfig"],
    otherKubeconfigs: ["kubelet", "kube-proxy", "kubectl", "kops"].map((of) => `/var/lib/${of}/kubeconfig`),
  },
};

/** OpenShift 4. Its certificates lie in revision directories and beside them: all of it is looked at. */
export const openshift: Distribution = {
  decisive: {
    paths: ["/etc/machine-config-daemon", "/etc/kubernetes/static-pod-resources"],
    osIds: ["rhcos", "scos"],
  },
  paths: { pki: ["/etc/kubernetes/static-pod-resources"] },
};

/** Talos has no shell: a node is seldom seen from within, and the API is the witness. */
export const talos: Distribution = {
  decisive: { osIds: ["talos"] },
  paths: {},
};

/** MicroK8s: one process kubelite, which starts each component with the arguments of a file. */
export const microk8s: Distribution = {
  decisive: {
    paths: ["/var/snap/microk8s"],
    processes: ["kubelite"],
    units: ["snap.microk8s.daemon-kubelite.service"],
  },
  program: {
    // Workers run kubelite too: only the proxy to the API server tells them apart.
    server: { processes: ["kubelite"] },
    agent: { units: ["snap.microk8s.daemon-apiserver-proxy.service"] },
    sharesProcess: true,
  },
  embedding: {
    process: "kubelite",
    components: ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"],
    onWorkers: ["kubelet", "kube-proxy"],
    argumentFiles: {
      directory: "/var/snap/microk8s/current/args",
      flags: {
        "kube-apiserver": "apiserver-args-file",
        "kube-controller-manager": "controller-manager-args-file",
        "kube-scheduler": "scheduler-args-file",
        kubelet: "kubelet-args-file",
        "kube-proxy": "proxy-args-file",
      },
    },
  },
  paths: {
    pki: ["/var/snap/microk8s/current/certs"],
    kubeconfigs: ["client", "controller", "scheduler"].map(
      (name) => `/var/snap/microk8s/current/credentials/${name}.config`,
    ),
    otherKubeconfigs: ["kubelet", "proxy"].map((name) => `/var/snap/microk8s/current/credentials/${name}.config`),
  },
};

/** kubespray, which runs kubeadm: its row comes before that. */
export const kubespray: Distribution = {
  decisive: { paths: ["/etc/kubernetes/ssl", "/etc/kubernetes/kubelet.env"] },
  supporting: { paths: ["/etc/kubernetes/kubelet-config.yaml"] },
  paths: { pki: ["/etc/kubernetes/ssl"] },
};

/** kubeadm, whose paths are those of the check texts. */
export const kubeadm: Distribution = {
  decisive: { paths: ["/var/lib/kubelet/kubeadm-flags.env"] },
  paths: {},
};
