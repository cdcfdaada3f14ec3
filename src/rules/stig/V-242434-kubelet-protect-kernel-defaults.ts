import { kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";

export const rule = kubeletSettingRule({
  id: "V-242434",
  roles: ["control-plane"],
  also: ["worker"],
  flag: "protect-kernel-defaults",
  setting: "protectKernelDefaults",
  defaults: { withConfig: false, withoutConfig: false },
  literal: (value) => value === true,
  effective: ({ value }) => value === true,
  expected: "protectKernelDefaults: true",
  caution:
    "Before that set these by sysctl, now and in /etc/sysctl.d, or the kubelet exits at start: " +
    "vm.overcommit_memory=1, vm.panic_on_oom=0, kernel.panic=10, kernel.panic_on_oops=1, " +
    "kernel.keys.root_maxkeys=1000000, kernel.keys.root_maxbytes=25000000.",
});
