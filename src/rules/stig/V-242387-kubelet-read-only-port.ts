import { parseInteger } from "../../evidence/go-flags.ts";
import { kubeletSettingRule } from "../kit/kubelet-setting.ts";

export const rule = kubeletSettingRule({
  id: "V-242387",
  roles: ["control-plane", "worker"],
  flag: "read-only-port",
  setting: "readOnlyPort",
  defaults: { withConfig: 0, withoutConfig: 10255 },
  literal: (value) => value === undefined || value === 0,
  effective: ({ value, from }) => (from === "flag" ? parseInteger(String(value)) : value) === 0,
  expected: "readOnlyPort: 0",
  passes: {
    literal: "readOnlyPort unset or 0",
    effective: "0 in force, by flag, configuration or default (0 with a configuration file, 10255 without)",
  },
});
