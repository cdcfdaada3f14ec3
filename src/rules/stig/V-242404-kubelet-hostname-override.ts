import { defineNodeRule } from "../define-rule.ts";
import { runningKubeletFlag, withoutKubeletFlag } from "../kit/kubelet/kubelet-flag.ts";

const flag = "hostname-override";

export const rule = defineNodeRule({
  id: "V-242404",
  roles: ["control-plane", "worker"],
  literal: [withoutKubeletFlag(flag)],
  effective: [runningKubeletFlag(flag, (value) => value === undefined)],
  expected: "no --hostname-override",
  readings: { effective: "no --hostname-override on the running kubelet's command line" },
  changes: ["kubelet flag"],
  check:
    "Read the kubelet's command line (/proc/PID/cmdline) and systemctl cat kubelet with its environment files: " +
    "--hostname-override must not be there. kube-proxy has a flag of the same name, which does not count.",
  fix:
    "Remove --hostname-override from the kubelet's unit and environment files (/var/lib/kubelet/kubeadm-flags.env on " +
    "kubeadm, which adds it where the node's name is not the host's), and restart the kubelet. A node that was " +
    "registered under another name comes back as a new one: rename the host first, or drain and join it again.",
});
