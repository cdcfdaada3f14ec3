import { fileRule } from "../kit/files/file-rule.ts";
import { modeWithin } from "../kit/files/file-tests.ts";
import { kubeProxyKubeconfig } from "../kit/files/kube-proxy-files.ts";

export const rule = fileRule({
  id: "V-242447",
  roles: ["control-plane", "worker"],
  files: kubeProxyKubeconfig,
  test: modeWithin(0o644),
  fix:
    "For a file on the host run chmod 644 on it. For a ConfigMap volume set defaultMode: 420 (0644) in the " +
    "kube-proxy DaemonSet.",
});
