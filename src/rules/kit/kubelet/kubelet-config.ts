import { readFlags } from "../../../evidence/go-flags.ts";
import { withoutCase } from "../../../evidence/json-keys.ts";
import type { KubeletConfig, Setting } from "../../../evidence/kubelet.ts";
import type { KubeletPath } from "../../../evidence/kubelet-fields.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";

/** The setting as the configuration files give it; undefined where they do not, or say null. */
export function settingOf(config: Known<KubeletConfig>, path: KubeletPath): Setting | undefined {
  const setting = config.state === "present" ? config.value.settings[path] : undefined;
  return setting === undefined || setting.value === null ? undefined : setting;
}

// The reader of the --config file is exact about case: readonlyPort is another, unknown key there, though grep -i finds it.
// Of drop-ins, whose reader is not, such a key never comes here.
function sameButForCase(config: Known<KubeletConfig>, path: KubeletPath): string {
  const keys = config.state === "present" ? Object.keys(config.value.settings) : [];
  const other = keys.find((key) => key !== path && withoutCase(key) === withoutCase(path));
  return other === undefined ? "" : ` (${other} is another key: the kubelet minds the case)`;
}

/** What the configuration files say of a setting, with its place. */
export function showSetting(config: Known<KubeletConfig>, path: KubeletPath): Seen {
  const what = `${path} in the kubelet's configuration`;
  const setting = settingOf(config, path);
  if (setting === undefined) return { what, value: `not set${sameButForCase(config, path)}`, source: config.source };
  const source = { ...config.source, file: setting.file, line: setting.line };
  return { what, value: JSON.stringify(setting.value), source };
}

/** The setting as one clause: `readOnlyPort is 10255`. */
export function describeSetting(config: Known<KubeletConfig>, path: KubeletPath): string {
  const setting = settingOf(config, path);
  return setting === undefined ? `${path} is not set` : `${path} is ${JSON.stringify(setting.value)}`;
}

/** Whether the command line names a configuration file or a directory of drop-ins. */
const namesConfiguration = (call: Invocation): boolean =>
  ["config", "config-dir"].some((name) => (readFlags(call).text(name) ?? "") !== "");

/**
 * Not Reviewed where no kubelet runs, or where its command line names a configuration that was not found: an empty
 * configuration is a fact only for a kubelet that names none.
 */
export function withoutConfiguration(
  kubelet: Known<readonly Invocation[]>,
  config: Known<KubeletConfig>,
): Verdict | undefined {
  const calls = entriesSeen(kubelet);
  if (calls.length === 0) return notReviewed("kubelet is not running on this node.");
  if (config.state === "absent" && calls.some(namesConfiguration)) {
    return notReviewed("The kubelet's command line names a configuration that was not found.");
  }
  return undefined;
}

/** A condition on one value of the kubelet's configuration on disk, as the check text looks at it. */
export const kubeletConfigValue = (path: KubeletPath, test: (value: unknown) => boolean): Condition =>
  condition(["process.kubelet", "kubelet.config"] as const, (facts) => {
    const config = facts["kubelet.config"];
    const missing = withoutConfiguration(facts["process.kubelet"], config);
    if (missing !== undefined) return missing;
    const seen = [showSetting(config, path)];
    const reason = `In the kubelet's configuration ${describeSetting(config, path)}.`;
    return test(settingOf(config, path)?.value) ? notAFinding(reason, seen) : open(reason, seen);
  });
