import type { Source } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notApplicable, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { imageVersion, isSince, showVersion } from "../kubernetes-version.ts";
import { asList, asRecord, isKind, listed, property, type UnknownRecord } from "../unknown-data.ts";
import { type Exemption, exemptionRow, exemptionsOf, isWide, showExemption } from "./pod-security-exemptions.ts";

const modes = ["enforce", "audit", "warn"];
/** The levels of the Pod Security Standards; pods may do all on the first. */
const podSecurityLevels = ["privileged", "baseline", "restricted"] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** Whether a text is one of the levels, in the API server's own letters. */
export const isLevel = (text: unknown): text is PodSecurityLevel => podSecurityLevels.some((level) => level === text);

const admissionVersions = ["apiserver.config.k8s.io/v1", "apiserver.k8s.io/v1alpha1"];
const versions = ["v1", "v1beta1", "v1alpha1"].map((version) => `pod-security.admission.config.k8s.io/${version}`);

/** The plugin came with 1.22; undefined for a release that has it, or is not known. */
export function withoutPodSecurity({ image }: Invocation): Verdict | undefined {
  const version = imageVersion(image);
  if (version === undefined || isSince(version, 22)) return undefined;
  return notApplicable(`kube-apiserver is ${showVersion(version)}: PodSecurity exists since 1.22.`);
}

/** What a file gives the plugin: settings, or why none; `unset` where the plugin's own defaults hold then. */
type PluginConfig = { readonly settings: UnknownRecord } | { readonly literal: Verdict; readonly unset: boolean };

const unset = (why: string): PluginConfig => ({ literal: open(why), unset: true });
const unclear = (why: string): PluginConfig => ({ literal: notReviewed(why), unset: false });

/** The configuration of the plugin PodSecurity, by its first entry: the API server looks no further. */
function pluginConfig(content: unknown): PluginConfig {
  const config = asRecord(content);
  const plugins = config === undefined ? undefined : asList(property(config, "plugins") ?? []);
  if (config === undefined || plugins === undefined) return unclear("no AdmissionConfiguration.");
  const plugin = plugins.map(asRecord).find((entry) => entry?.["name"] === "PodSecurity");
  if (plugin === undefined) return unset("the plugin PodSecurity is not configured: pods are privileged by default.");
  if (!isKind(config, "AdmissionConfiguration", admissionVersions)) {
    return unclear("no AdmissionConfiguration of apiserver.config.k8s.io/v1.");
  }
  const given = property(plugin, "configuration");
  if (given === undefined) {
    return property(plugin, "path") === undefined
      ? unset("the plugin PodSecurity has no configuration: pods are privileged by default.")
      : unclear("the file of the plugin PodSecurity was not read.");
  }
  const found = asRecord(given);
  if (found === undefined) return unclear("the configuration of the plugin PodSecurity is not understood.");
  if (property(found, "kind") !== "PodSecurityConfiguration") {
    return { literal: open("the plugin PodSecurity is configured with no PodSecurityConfiguration."), unset: false };
  }
  return isKind(found, "PodSecurityConfiguration", versions)
    ? { settings: found }
    : unclear("the PodSecurityConfiguration is of an unknown version.");
}

/** The first level or version that the API server would refuse. */
function invalidDefault(defaults: UnknownRecord): string | undefined {
  const wrong = (key: string, isValid: (text: string) => boolean): boolean => {
    const value = property(defaults, key) ?? "";
    return typeof value !== "string" || (value !== "" && !isValid(value));
  };
  return (
    modes.find((mode) => wrong(mode, isLevel)) ??
    modes.map((mode) => `${mode}-version`).find((key) => wrong(key, (text) => /^(latest|v1\.(0|[1-9]\d*))$/.test(text)))
  );
}

/** The levels as the file writes them, for a person to weigh. */
function levelRows(defaults: UnknownRecord, source: Source): readonly Seen[] {
  return modes.flatMap((mode) => {
    const [level, version] = [property(defaults, mode), property(defaults, `${mode}-version`)];
    if (level === undefined && mode !== "enforce") return [];
    const value = `${level === undefined ? "not set" : String(level)}, version ${String(version ?? "not set")}`;
    return [{ what: `defaults.${mode}`, value, source }];
  });
}

/**
 * By the check text pods are held to baseline or restricted by default, and nothing is exempted but the system's
 * namespaces and those that the site allows. Further exemptions are for a person to weigh: every one is listed.
 */
export const enforcesPodSecurity =
  (allowed: readonly string[]) =>
  (content: unknown, source: Source): Verdict => {
    const config = pluginConfig(content);
    return "settings" in config ? judgeSettings(config.settings, allowed, source) : config.literal;
  };

function judgeSettings(config: UnknownRecord, allowed: readonly string[], source: Source): Verdict {
  const defaults = asRecord(property(config, "defaults") ?? {});
  if (defaults === undefined) return notReviewed("the defaults of PodSecurity are not understood.");
  const levels = levelRows(defaults, source);
  const enforced = property(defaults, "enforce") ?? "";
  if (enforced === "") return open("defaults.enforce is not set: pods are privileged by default.", levels);
  if (enforced === "privileged") {
    const remark = "The text's own example has it, against the text's least privilege.";
    return open(`defaults.enforce is privileged. ${remark}`, levels);
  }
  const invalid = invalidDefault(defaults);
  if (invalid !== undefined) return notReviewed(`defaults.${invalid} is not valid.`, levels);
  const exemptions = exemptionsOf(config);
  if (exemptions === undefined) return notReviewed("the exemptions of PodSecurity are not understood.", levels);
  const seen = [...levels, ...exemptions.map((exemption) => exemptionRow(exemption, allowed, source))];
  const wide = exemptions.filter((exemption) => isWide(exemption, allowed));
  if (wide.length > 0) return notReviewed(`defaults.enforce is ${String(enforced)}; ${exempted(wide)}`, seen);
  const others = exemptions.some((exemption) => isWide(exemption, [])) ? " and those that the site allows" : "";
  return notAFinding(
    `defaults.enforce is ${String(enforced)}, and only system namespaces${others} may be exempted.`,
    seen,
  );
}

const exempted = (wide: readonly Exemption[]): string =>
  `exempted are ${listed(wide.map(showExemption))}: whether that is the least privilege, a person has to judge.`;

/** What the plugin does with a namespace that has no label, and what keeps that from being known or enough. */
export type PodSecurityDefault = {
  /** Undefined where it is not known. */
  readonly level: PodSecurityLevel | undefined;
  readonly doubts: readonly Verdict[];
};

/** What holds without a configuration: upstream's own default. */
export const upstreamDefault: PodSecurityDefault = { level: "privileged", doubts: [] };

/** What a file makes of the plugin's default. */
export function configuredDefault(content: unknown, allowed: readonly string[], source: Source): PodSecurityDefault {
  const config = pluginConfig(content);
  if (!("settings" in config)) {
    return config.unset ? upstreamDefault : { level: undefined, doubts: [notReviewed(config.literal.reason)] };
  }
  const defaults = asRecord(property(config.settings, "defaults") ?? {});
  const level = defaults === undefined ? undefined : property(defaults, "enforce") || "privileged";
  if (defaults === undefined || invalidDefault(defaults) !== undefined || !isLevel(level)) {
    return { level: undefined, doubts: [notReviewed("the defaults of PodSecurity are not understood.")] };
  }
  const exemptions = exemptionsOf(config.settings);
  if (exemptions === undefined) {
    return { level, doubts: [notReviewed("the exemptions of PodSecurity are not understood.")] };
  }
  const wide = exemptions.filter((exemption) => isWide(exemption, allowed));
  const rows = wide.map((exemption) => exemptionRow(exemption, allowed, source));
  return { level, doubts: wide.length === 0 ? [] : [notReviewed(exempted(wide), rows)] };
}
