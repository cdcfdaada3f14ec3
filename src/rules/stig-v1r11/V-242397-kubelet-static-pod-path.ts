import { defineNodeRule } from "../define-rule.ts";
import { noStaticPodPath, runsNoStaticPods } from "../kit/kubelet/static-pod-sources.ts";

/** V1R11 looks at control-plane nodes too, and at the configuration file only. */
export const rule = defineNodeRule({
  id: "V-242397",
  roles: ["control-plane", "worker"],
  literal: [noStaticPodPath],
  effective: runsNoStaticPods,
  expected: "no staticPodPath in the kubelet's configuration file",
  changes: ["kubelet flag", "kubelet setting"],
  check:
    "Look for staticPodPath in the file that the kubelet's --config names, on every node. A control plane of static pods " +
    "cannot do without: it is a finding by the text of this release, and not by that of newer ones.",
  fix:
    "Remove staticPodPath from /var/lib/kubelet/config.yaml on workers (kubeadm sets it there too) and restart the " +
    "kubelet. On a node that also runs the control plane never do this: its components are static pods and would stop. " +
    "Have that finding accepted, or audit by a newer release.",
});
