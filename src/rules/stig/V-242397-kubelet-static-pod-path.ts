import { defineNodeRule } from "../define-rule.ts";
import { noStaticPodFlag, noStaticPodPath, runsNoStaticPods } from "../kit/kubelet/static-pod-sources.ts";

export const rule = defineNodeRule({
  id: "V-242397",
  roles: ["worker"],
  literal: [noStaticPodFlag, noStaticPodPath],
  effective: runsNoStaticPods,
  expected: "no staticPodPath in the kubelet's configuration file and no --pod-manifest-path",
  changes: ["kubelet flag", "kubelet setting"],
  check:
    "Look for staticPodPath in the file that the kubelet's --config names, and for --pod-manifest-path on its command " +
    "line and in systemctl cat kubelet with its environment files. An empty directory is still a finding.",
  fix:
    "Remove staticPodPath from /var/lib/kubelet/config.yaml (kubeadm sets it on workers too) and restart the kubelet. " +
    "On a node that also runs the control plane never do this: its components are static pods and would stop.",
});
