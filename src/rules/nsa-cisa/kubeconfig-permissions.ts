import { defineNodeRule } from "../define-rule.ts";
import { kubeconfigsClosed, kubeconfigsUnread } from "../kit/kubeconfigs.ts";

export const rule = defineNodeRule({
  id: "kubeconfig-permissions",
  roles: ["control-plane", "worker"],
  literal: [...kubeconfigsClosed, kubeconfigsUnread],
  expected: "every kubeconfig 0600 and its owner's, those of components root's, and none with insecure-skip-tls-verify",
  changes: ["mode or owner of kubeconfigs"],
  check:
    "Look at the modes and owners of the kubeconfigs in /etc/kubernetes, of the file of the kubelet's --kubeconfig and of the " +
    "file that kube-proxy uses (shown), and of those in /root/.kube and in home directories (find /root /home -path " +
    "'*/.kube/*'). One that others can read must hold no credential: no client-key-data, token or password. kube-proxy's, " +
    "from a ConfigMap with 0644, names the token of its ServiceAccount and holds none. grep for insecure-skip-tls-verify " +
    "in all of them.",
  fix:
    "Run chmod 600 and chown root:root on the kubeconfigs of components. Take the administrator's out of home directories, " +
    "and give people credentials of their own that expire. Put certificate-authority-data in place of " +
    "insecure-skip-tls-verify.",
});
