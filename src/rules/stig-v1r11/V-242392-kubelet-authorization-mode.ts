import { authorizationMode } from "../kit/kubelet/kubelet-access.ts";
import { kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";

/** V1R11 calls the flag a finding and wants the file; newer releases want the flag, and of workers only. */
export const rule = kubeletSettingRule({
  id: "V-242392",
  roles: ["control-plane", "worker"],
  ...authorizationMode,
  literal: (value) => value === "Webhook",
  effective: ({ value }) => value === "Webhook",
  expected: "authorization.mode: Webhook",
});
