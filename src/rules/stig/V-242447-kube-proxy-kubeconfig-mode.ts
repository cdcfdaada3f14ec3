import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242447",
  expected: "kube-proxy's kubeconfig has mode 0644 or fewer bits",
  check:
    "On every node find kube-proxy's process and the file that it takes its credentials from: --kubeconfig, or with " +
    "--config clientConnection.kubeconfig in that file. On kubeadm it is a ConfigMap's file inside the container, " +
    "so look through the process: stat -L -c %a /proc/PID/root/var/lib/kube-proxy/kubeconfig.conf. The file that a " +
    "link leads to counts. Where kube-proxy does not run, or runs with in-cluster credentials, there is no such " +
    "file.",
  fix:
    "For a file on the host run chmod 644 on it. For a ConfigMap volume set defaultMode: 420 (0644) in the " +
    "kube-proxy DaemonSet.",
});
