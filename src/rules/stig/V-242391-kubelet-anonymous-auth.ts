import { anonymousAuth } from "../kit/kubelet/kubelet-access.ts";
import { kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";

export const rule = kubeletSettingRule({
  id: "V-242391",
  roles: ["control-plane", "worker"],
  ...anonymousAuth,
  // The kubelet refuses "false" in quotes: only a boolean counts.
  literal: (value) => value === false,
  effective: ({ value }) => value === false,
  expected: "authentication.anonymous.enabled: false",
  passes: {
    effective: "false in force, by flag, configuration or default (false with a configuration file, true without)",
  },
});
