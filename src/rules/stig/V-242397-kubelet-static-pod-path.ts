import { defineNodeRule } from "../define-rule.ts";
import { kubeletConfigValue } from "../kit/kubelet-config.ts";
import { withoutKubeletFlag } from "../kit/kubelet-flag.ts";
import { kubeletFinalValue } from "../kit/kubelet-setting.ts";

const isEmpty = (value: unknown): boolean => value === undefined || value === "";
const defaults = { withConfig: "", withoutConfig: "" };
const path = { flag: "pod-manifest-path", setting: "staticPodPath", defaults };
const url = { flag: "manifest-url", setting: "staticPodURL", defaults };

export const rule = defineNodeRule({
  vulnId: "V-242397",
  roles: ["worker"],
  literal: [withoutKubeletFlag(path.flag, { unitMustBeRead: true }), kubeletConfigValue(path.setting, isEmpty)],
  effective: [path, url].map((source) => kubeletFinalValue(source, ({ value }) => isEmpty(value))),
  expected: "no staticPodPath in the kubelet's configuration file and no --pod-manifest-path",
  check:
    "Look for staticPodPath in the file that the kubelet's --config names, and for --pod-manifest-path on its command " +
    "line and in systemctl cat kubelet with its environment files. An empty directory is still a finding.",
  fix:
    "Remove staticPodPath from /var/lib/kubelet/config.yaml (kubeadm sets it on workers too) and restart the kubelet. " +
    "On a node that also runs the control plane never do this: its components are static pods and would stop.",
});
