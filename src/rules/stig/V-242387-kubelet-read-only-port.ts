import { isNoPort, readOnlyPort } from "../kit/kubelet/kubelet-access.ts";
import { kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";

export const rule = kubeletSettingRule({
  id: "V-242387",
  roles: ["control-plane", "worker"],
  ...readOnlyPort,
  literal: (value) => value === undefined || value === 0,
  effective: isNoPort,
  expected: "readOnlyPort: 0",
  passes: {
    literal: "readOnlyPort unset or 0",
    effective: "0 in force, by flag, configuration or default (0 with a configuration file, 10255 without)",
  },
});
