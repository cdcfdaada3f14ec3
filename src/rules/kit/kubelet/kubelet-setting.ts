import type { Flags } from "../../../evidence/go-flags.ts";
import type { KubeletConfig, Setting } from "../../../evidence/kubelet.ts";
import type { KubeletField } from "../../../evidence/kubelet-fields.ts";
import { isSettingInForce } from "../../../evidence/kubelet-in-force.ts";
import type { Known } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, open, type Verdict } from "../../../findings/verdict.ts";
import {
  type Condition,
  condition,
  defineNodeRule,
  type NodeRule,
  type Readings,
  type RuleRole,
} from "../../define-rule.ts";
import { byEveryReading, describeFlags, showFlags } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { isText } from "../unknown-data.ts";
import { describeSetting, kubeletConfigValue, settingOf, showSetting, withoutConfiguration } from "./kubelet-config.ts";
import { orByConfigz, type SaidByKubelet } from "./kubelet-configz.ts";
import { noKubeletFlag, withoutKubeletFlag } from "./kubelet-flag.ts";
import { withNextStart } from "./kubelet-next-start.ts";

/**
 * The value in force: a flag's text (a boolean flag's value), a configuration value, or the default; or what the kubelet
 * says, whichever of these it is from.
 */
export type FinalValue = {
  readonly value: unknown;
  readonly from: "flag" | "config" | "drop-in" | "default" | "configz";
};

/** A kubelet setting, by both its names. */
export type KubeletSetting = {
  /** The flag, without dashes. */
  readonly flag: string;
  /** Dotted path in the KubeletConfiguration. */
  readonly setting: KubeletField;
  /** Defaults of the kubelet: with a configuration file (v1beta1), and with flags alone. */
  readonly defaults: { readonly withConfig: unknown; readonly withoutConfig: unknown };
};

/** A rule on one kubelet setting, by both readings. */
export type KubeletSettingRule = KubeletSetting & {
  readonly id: string;
  readonly roles: readonly RuleRole[];
  /** Roles that the text leaves out though the requirement covers them. */
  readonly also?: readonly RuleRole[];
  /** Whether the configured value (undefined: not set) satisfies the check text. */
  readonly literal: (value: unknown) => boolean;
  /** Whether the value in force meets the requirement; a condition where more than the value counts. */
  readonly effective: ((final: FinalValue) => boolean) | Condition;
  /** The line of the KubeletConfiguration that satisfies both readings: `readOnlyPort: 0`. */
  readonly expected: string;
  /** What passes, in a few words, where it is not just what is expected. */
  readonly passes?: Partial<Readings>;
  /** What else an operator must know before changing it. */
  readonly caution?: string;
};

// A --config file that lies among the drop-ins is merged a second time.
const isOfFirstAlone = ({ file }: Setting, config: Known<KubeletConfig>): boolean =>
  config.state === "present" && config.value.files.lastIndexOf(file) === 0;

/** What is in force: flag over configuration over default. */
export function finalValue(
  { flag, setting, defaults }: KubeletSetting,
  flags: Flags,
  config: Known<KubeletConfig>,
): FinalValue {
  if (flags.position(flag) !== undefined) {
    const isBoolean = typeof defaults.withConfig === "boolean";
    return { value: isBoolean ? flags.boolean(flag) : flags.text(flag), from: "flag" };
  }
  const configured = settingOf(config, setting);
  const hasConfigFile = isText(flags.text("config"));
  if (configured !== undefined) {
    const isOfFile = hasConfigFile && isOfFirstAlone(configured, config);
    return { value: configured.value, from: isOfFile ? "config" : "drop-in" };
  }
  // A kubelet with only --config-dir keeps the flag defaults where no drop-in sets the field.
  return { value: hasConfigFile ? defaults.withConfig : defaults.withoutConfig, from: "default" };
}

/** A condition on the value in force, as its flags, configuration and defaults make it; another next start is shown. */
const mergedValue = (of: KubeletSetting, test: (final: FinalValue) => boolean): Condition =>
  condition(
    ["process.kubelet", "kubelet.config"] as const,
    (facts) => {
      const kubelet = facts["process.kubelet"];
      const config = facts["kubelet.config"];
      const missing = withoutConfiguration(kubelet, config);
      if (missing !== undefined) return missing;
      const judge = (call: Invocation, flags: Flags): Verdict => {
        const final = finalValue(of, flags, config);
        const seen = [...showFlags(call, flags, [of.flag], "kubelet"), showSetting(config, of.setting)];
        const how = `${describeFlags(flags, [of.flag])}, ${describeSetting(config, of.setting)}`;
        const reason = `In force is ${JSON.stringify(final.value)}, from the ${final.from} (${how}).`;
        return test(final) ? notAFinding(reason, seen) : open(reason, seen);
      };
      const verdict = judgeRunning("kubelet", kubelet, (call) => byEveryReading(call, (flags) => judge(call, flags)));
      return withNextStart(verdict, [of.flag], kubelet, facts["kubelet.unit"]);
    },
    ["kubelet.unit"] as const,
  );

/** A condition on the value in force; of a setting that /configz is believed of, the kubelet's own word counts there. */
export function kubeletFinalValue(of: KubeletSetting, test: (final: FinalValue) => boolean): Condition {
  if (!isSettingInForce(of.setting)) return mergedValue(of, test);
  const judge = ({ value, seen }: SaidByKubelet): Verdict => {
    const reason = `In force is ${JSON.stringify(value)}, by /configz.`;
    return test({ value, from: "configz" }) ? notAFinding(reason, seen) : open(reason, seen);
  };
  return orByConfigz(of.setting, judge, mergedValue(of, test));
}

/** A rule on one kubelet setting: no flag, and the right value in the configuration file. */
export function kubeletSettingRule(rule: KubeletSettingRule): NodeRule {
  const { effective } = rule;
  return defineNodeRule({
    id: rule.id,
    roles: rule.roles,
    also: rule.also ?? [],
    literal: [withoutKubeletFlag(rule.flag), kubeletConfigValue(rule.setting, rule.literal)],
    effective: [typeof effective === "function" ? kubeletFinalValue(rule, effective) : effective],
    expected: `no --${rule.flag}; ${rule.expected} in the kubelet's configuration file`,
    readings: {
      literal: `${noKubeletFlag(rule.flag)}; ${rule.passes?.literal ?? rule.expected} in its configuration file`,
      effective: rule.passes?.effective ?? `${rule.expected} in force, by flag, configuration or default`,
    },
    changes: ["kubelet flag", "kubelet setting"],
    check: kubeletCheck(rule),
    fix:
      `Remove --${rule.flag} from the kubelet's unit and environment files, set ${rule.expected} in its configuration ` +
      "file (/var/lib/kubelet/config.yaml on kubeadm), then systemctl daemon-reload and systemctl restart kubelet on " +
      `each node. Running pods are not restarted.${rule.caution === undefined ? "" : ` ${rule.caution}`}`,
  });
}

function kubeletCheck({ flag, setting, defaults }: KubeletSetting): string {
  const shown = (value: unknown): string => (value === "" ? "empty" : JSON.stringify(value));
  const { withConfig, withoutConfig } = defaults;
  const unset =
    withConfig === withoutConfig
      ? `Unset, it is ${shown(withConfig)}.`
      : `Unset, it is ${shown(withConfig)} with a configuration file and ${shown(withoutConfig)} without.`;
  return (
    "Read the kubelet's command line (/proc/PID/cmdline) and systemctl cat kubelet with its environment files: " +
    `--${flag} must not be there. In the file that --config names, and the drop-ins of --config-dir, look for ` +
    `${setting}; names are case-sensitive in the file, and not in a drop-in. ${unset}`
  );
}
