import { kubeletSettingRule } from "../kit/kubelet-setting.ts";

/** V1R11 calls the flag a finding and wants the file; newer releases want the flag, and of workers only. */
export const rule = kubeletSettingRule({
  id: "V-242392",
  roles: ["control-plane", "worker"],
  flag: "authorization-mode",
  setting: "authorization.mode",
  defaults: { withConfig: "Webhook", withoutConfig: "AlwaysAllow" },
  literal: (value) => value === "Webhook",
  effective: ({ value }) => value === "Webhook",
  expected: "authorization.mode: Webhook",
});
