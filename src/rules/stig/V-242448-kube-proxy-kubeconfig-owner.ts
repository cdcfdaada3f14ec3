import { fileRule } from "../kit/files/file-rule.ts";
import { ownedByRoot } from "../kit/files/file-tests.ts";
import { kubeProxyKubeconfig } from "../kit/files/kube-proxy-files.ts";

export const rule = fileRule({
  id: "V-242448",
  roles: ["control-plane", "worker"],
  files: kubeProxyKubeconfig,
  test: ownedByRoot,
  fix:
    "For a file on the host run chown root:root on it. In a ConfigMap volume the file is root's unless the pod sets " +
    "fsGroup or user namespaces: take those out of the kube-proxy DaemonSet.",
});
