import { parseDuration } from "../../evidence/go-flags.ts";
import type { Condition } from "../define-rule.ts";
import {
  type FinalValue,
  type KubeletSetting,
  kubeletFinalValue,
  kubeletSettingRule,
} from "../kit/kubelet/kubelet-setting.ts";
import { kubeletByVersion } from "../kit/kubelet/kubelet-version.ts";
import { isSince } from "../kit/kubernetes-version.ts";
import { isText } from "../kit/unknown-data.ts";

const fiveMinutes = parseDuration("5m");
const timeoutOf = (value: unknown): number => (isText(value) ? parseDuration(value) : Number.NaN);

const timeout: KubeletSetting = {
  flag: "streaming-connection-idle-timeout",
  setting: "streamingConnectionIdleTimeout",
  defaults: { withConfig: "4h0m0s", withoutConfig: "4h0m0s" },
};

/** Whether there is a timeout, where 0 means the default of 4 hours from these places. As a flag it switches the timeout off. */
const isLimited =
  (...defaulting: readonly FinalValue["from"][]) =>
  ({ value, from }: FinalValue): boolean =>
    timeoutOf(value) > 0 || (defaulting.includes(from) && timeoutOf(value) === 0);

// What is Open by the first alone is so by a drop-in's 0.
const untilDropIns = kubeletFinalValue(timeout, isLimited("config"));
const sinceDropIns = kubeletFinalValue(timeout, isLimited("config", "drop-in"));

/**
 * Defaults are filled in once more after drop-ins are merged since 1.32 (PR 127421); before, a drop-in's 0 stays and switches the
 * timeout off.
 */
const limited: Condition = {
  needs: [...untilDropIns.needs, "node.api"],
  decide(facts) {
    const until = untilDropIns.decide(facts);
    if (until.status !== "open") return until;
    const since = sinceDropIns.decide(facts);
    if (since.status === "open") return until;
    return kubeletByVersion((version) => (isSince(version, 32) ? since : until)).decide(facts);
  },
};

export const rule = kubeletSettingRule({
  id: "V-245541",
  roles: ["control-plane"],
  also: ["worker"],
  ...timeout,
  literal: (value) => timeoutOf(value) >= fiveMinutes,
  effective: limited,
  expected: "streamingConnectionIdleTimeout: 5m",
  passes: {
    literal: "streamingConnectionIdleTimeout set, 5m or more",
    effective: "a timeout in force; unset, and 0 in the configuration file, mean 4 hours, 0 in a drop-in since 1.32",
  },
  caution: "Exactly 5m also satisfies DISA's automated content, which refuses longer times.",
});
