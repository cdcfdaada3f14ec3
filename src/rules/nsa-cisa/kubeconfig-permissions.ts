import { defineNodeRule } from "../define-rule.ts";
import { kubeconfigsClosed } from "../kit/files/kubeconfigs.ts";

export const rule = defineNodeRule({
  id: "kubeconfig-permissions",
  roles: ["control-plane", "worker"],
  literal: [kubeconfigsClosed],
  expected: "every kubeconfig 0600 and its owner's, those of components root's, and none with insecure-skip-tls-verify",
  changes: ["mode or owner of kubeconfigs"],
  check:
    "Looked at are the files of --kubeconfig, --bootstrap-kubeconfig, --authentication-kubeconfig, " +
    "--authorization-kubeconfig and of the API server's webhooks, kube-proxy's, *.conf and *kubeconfig in /etc/kubernetes, " +
    "those that the distribution writes, and in .kube of /root and of every home directory in /etc/passwd the files that " +
    "are named like kubeconfigs (config*, kubeconfig*, *.conf, *.config, *.kubeconfig, *.yaml, *.yml, *.json). Homes of users " +
    "that come from elsewhere (LDAP, SSSD), those on file systems of the network and kubeconfigs in other places are not: " +
    "look there by hand (getent passwd; grep -rl client-key-data /home). One that others can read must hold no " +
    "client-key-data, token or password; kube-proxy's, from a ConfigMap with 0644, names the token of its ServiceAccount and " +
    "holds none. Of credentials the kind is shown, never the value.",
  fix:
    "Run chmod 600 and chown root:root on the kubeconfigs of components. Take the administrator's out of home directories, " +
    "and give people credentials of their own that expire. Put certificate-authority-data in place of " +
    "insecure-skip-tls-verify.",
});
