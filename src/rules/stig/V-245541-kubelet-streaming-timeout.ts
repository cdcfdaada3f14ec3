import { parseDuration } from "../../evidence/go-flags.ts";
import { type FinalValue, kubeletSettingRule } from "../kit/kubelet/kubelet-setting.ts";
import { isText } from "../kit/unknown-data.ts";

const fiveMinutes = parseDuration("5m");

// In the configuration file 0 means the default of 4 hours; as a flag it switches the timeout off.
const isLimited = ({ value, from }: FinalValue): boolean => {
  const timeout = isText(value) ? parseDuration(value) : Number.NaN;
  return timeout > 0 || (from === "config" && timeout === 0);
};

export const rule = kubeletSettingRule({
  id: "V-245541",
  roles: ["control-plane"],
  also: ["worker"],
  flag: "streaming-connection-idle-timeout",
  setting: "streamingConnectionIdleTimeout",
  defaults: { withConfig: "4h0m0s", withoutConfig: "4h0m0s" },
  literal: (value) => isText(value) && parseDuration(value) >= fiveMinutes,
  effective: isLimited,
  expected: "streamingConnectionIdleTimeout: 5m",
  passes: {
    literal: "streamingConnectionIdleTimeout set, 5m or more",
    effective: "a timeout in force; unset, and 0 in the configuration file, mean 4 hours",
  },
  caution: "Exactly 5m also satisfies DISA's automated content, which refuses longer times.",
});
