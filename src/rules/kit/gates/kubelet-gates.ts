import type { Flags } from "../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import type { Known } from "../../../evidence/observed.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";
import { describeFlags, judgeCommandLine, type Outcome } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { describeSetting, settingOf, showSetting, withoutConfiguration } from "../kubelet/kubelet-config.ts";
import { type GateGroup, gateValues } from "./feature-gates.ts";

const pathOf = (gate: string) => `featureGates.${gate}` as const;

const isEmptyMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** Not Reviewed where the gates are not a plain map: an alias or a merge key may set any gate. */
function unreadGates(config: Known<KubeletConfig>): Verdict | undefined {
  const whole = settingOf(config, "featureGates");
  const merged = settingOf(config, "featureGates.<<");
  if (merged === undefined && (whole === undefined || isEmptyMap(whole.value))) return undefined;
  return notReviewed("featureGates in the kubelet's configuration is not a plain map: its gates were not read.", [
    showSetting(config, merged === undefined ? "featureGates" : "featureGates.<<"),
  ]);
}

/** A condition on a gate in the kubelet's configuration on disk, where the check text looks. Undefined: not set. */
export const kubeletConfigGate = (gate: string, test: (value: unknown) => boolean): Condition =>
  condition(["process.kubelet", "kubelet.config"] as const, (facts) => {
    const config = facts["kubelet.config"];
    const unread = withoutConfiguration(facts["process.kubelet"], config) ?? unreadGates(config);
    if (unread !== undefined) return unread;
    const seen = [showSetting(config, pathOf(gate))];
    const reason = `In the kubelet's configuration ${describeSetting(config, pathOf(gate))}.`;
    return test(settingOf(config, pathOf(gate))?.value) ? notAFinding(reason, seen) : open(reason, seen);
  });

/** The values of a gate in force (none: its default), and the kubelet's flags. */
export type KubeletGateTest = (values: readonly unknown[], flags: Flags) => Outcome;

type GateInForce = {
  /** Other flags that decide, and are shown. */
  readonly besides?: readonly string[];
  /** What sets the gate where it is not set itself: that of its stage. */
  readonly group?: GateGroup;
};

/** A condition on a gate as the kubelet has it: --feature-gates overrides the configuration gate by gate. */
export const kubeletGateInForce = (
  gate: string,
  test: KubeletGateTest,
  { besides = [], group }: GateInForce = {},
): Condition =>
  condition(["process.kubelet", "kubelet.config"] as const, (facts) => {
    const config = facts["kubelet.config"];
    const unread = withoutConfiguration(facts["process.kubelet"], config) ?? unreadGates(config);
    if (unread !== undefined) return unread;
    const flagNames = ["feature-gates", ...besides];
    const valuesOf = (flags: Flags, name: string): readonly unknown[] => {
      const byFlag = gateValues(flags, name);
      const configured = settingOf(config, pathOf(name));
      return byFlag.length > 0 || configured === undefined ? byFlag : [configured.value];
    };
    const shown = [gate, ...(group === undefined || settingOf(config, pathOf(group)) === undefined ? [] : [group])];
    return judgeRunning("kubelet", facts["process.kubelet"], (call) => {
      const judge = (flags: Flags): Verdict => {
        const own = valuesOf(flags, gate);
        const outcome = test(own.length > 0 || group === undefined ? own : valuesOf(flags, group), flags);
        if (typeof outcome !== "boolean") return outcome;
        const seen = shown.map((name) => showSetting(config, pathOf(name)));
        const settings = shown.map((name) => describeSetting(config, pathOf(name))).join(", ");
        const reason = `kubelet: ${describeFlags(flags, flagNames)}, ${settings}.`;
        return outcome ? notAFinding(reason, seen) : open(reason, seen);
      };
      return judgeCommandLine({ component: "kubelet", flags: flagNames }, judge, call);
    });
  });
