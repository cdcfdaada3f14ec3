import { defineNodeRule } from "../define-rule.ts";
import { authorizationMode } from "../kit/kubelet/kubelet-access.ts";
import { runningKubeletFlag } from "../kit/kubelet/kubelet-flag.ts";
import { kubeletFinalValue } from "../kit/kubelet/kubelet-setting.ts";

export const rule = defineNodeRule({
  id: "V-242392",
  roles: ["worker"],
  also: ["control-plane"],
  // Other kubelet rules call any flag a finding; this text demands one, and a configuration file does not satisfy it.
  literal: [runningKubeletFlag(authorizationMode.flag, (value) => value === "Webhook", "counts")],
  effective: [kubeletFinalValue(authorizationMode, ({ value }) => value === "Webhook")],
  expected: "--authorization-mode=Webhook on the kubelet's command line",
  readings: {
    literal: "--authorization-mode=Webhook on the running kubelet's command line",
    effective:
      "Webhook in force, by flag, configuration or default (Webhook with a configuration file, AlwaysAllow " +
      "without)",
  },
  changes: ["kubelet flag"],
  check:
    "Read the kubelet's command line (/proc/PID/cmdline), and systemctl cat kubelet with its environment files for that " +
    "of its next start: the last --authorization-mode has to be Webhook in both. " +
    "authorization.mode in its configuration file is what counts for the requirement, but not for the check text.",
  fix:
    "Add --authorization-mode=Webhook to the kubelet's arguments (/var/lib/kubelet/kubeadm-flags.env on kubeadm) and " +
    "restart it. The flag is deprecated: authorization.mode: Webhook in the file alone meets the requirement too.",
});
