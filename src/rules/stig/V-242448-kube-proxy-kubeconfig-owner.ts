import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242448",
  expected: "kube-proxy's kubeconfig has owner root:root",
  check:
    "On every node find kube-proxy's process and the file that it takes its credentials from: --kubeconfig, or with " +
    "--config clientConnection.kubeconfig in that file. On kubeadm it is a ConfigMap's file inside the container, " +
    "so look through the process: stat -L -c %U:%G /proc/PID/root/var/lib/kube-proxy/kubeconfig.conf. The file that " +
    "a link leads to counts. Where kube-proxy does not run, or runs with in-cluster credentials, there is no such " +
    "file.",
  fix:
    "For a file on the host run chown root:root on it. In a ConfigMap volume the file is root's unless the pod sets " +
    "fsGroup or user namespaces: take those out of the kube-proxy DaemonSet.",
});
