import type { NetworkSettings } from "../../../../evidence/network-settings.ts";
import type { Observed } from "../../../../evidence/observed.ts";
import type { Reach } from "./agents-on.ts";

// Cilium reads its switches by strconv.ParseBool.

/** Whether a switch is on. */
export const isOn = (value: string | undefined): boolean => /^(true|t|1)$/i.test(value ?? "");

/** Whether a switch is off, where without it it is on. */
export const isOff = (value: string | undefined): boolean => /^(false|f|0)$/i.test(value ?? "");

/** When Cilium enforces: `default` where somebody's policy selects, `always`, `never`. */
export const enforcementMode = (value = "default"): string => value.toLowerCase();

const switches = ["enable-cilium-network-policy", "enable-cilium-clusterwide-network-policy"] as const;

/** Where Cilium's own policies are in force, of where its agent runs: nowhere where they are switched off or only audited. */
export function reachOfPolicies(reach: Reach, settings: Observed<NetworkSettings>): Reach {
  const cilium = settings.state === "present" ? settings.value.cilium : undefined;
  if (cilium === undefined) return reach === "everywhere" ? "somewhere" : reach;
  const isKept = isOn(cilium["policy-audit-mode"]) || switches.some((key) => isOff(cilium[key]));
  return isKept ? "nowhere" : reach;
}
