import { notAFinding, notReviewed, open, type Verdict } from "../../findings/verdict.ts";
import { asList, asRecord, asTexts, isKind, listed, property, type UnknownRecord } from "./unknown-data.ts";

const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];
const modes = ["enforce", "audit", "warn"];
const levels = ["privileged", "baseline", "restricted"];

const admissionVersions = ["apiserver.config.k8s.io/v1", "apiserver.k8s.io/v1alpha1"];
const versions = ["v1", "v1beta1", "v1alpha1"].map((version) => `pod-security.admission.config.k8s.io/${version}`);

/** The configuration of the plugin PodSecurity, by its first entry: the API server looks no further. */
function pluginConfig(content: unknown): { readonly settings: UnknownRecord } | Verdict {
  const config = asRecord(content);
  const plugins = config === undefined ? undefined : asList(property(config, "plugins") ?? []);
  if (config === undefined || plugins === undefined) return notReviewed("no AdmissionConfiguration.");
  const plugin = plugins.map(asRecord).find((entry) => entry?.["name"] === "PodSecurity");
  if (plugin === undefined) return open("the plugin PodSecurity is not configured: pods are privileged by default.");
  if (!isKind(config, "AdmissionConfiguration", admissionVersions)) {
    return notReviewed("no AdmissionConfiguration of apiserver.config.k8s.io/v1.");
  }
  const given = property(plugin, "configuration");
  if (given === undefined) {
    return property(plugin, "path") === undefined
      ? open("the plugin PodSecurity has no configuration: pods are privileged by default.")
      : notReviewed("the file of the plugin PodSecurity was not read.");
  }
  const found = asRecord(given);
  if (found === undefined) return notReviewed("the configuration of the plugin PodSecurity is not understood.");
  if (property(found, "kind") !== "PodSecurityConfiguration") {
    return open("the plugin PodSecurity is configured with no PodSecurityConfiguration.");
  }
  return isKind(found, "PodSecurityConfiguration", versions)
    ? { settings: found }
    : notReviewed("the PodSecurityConfiguration is of an unknown version.");
}

/** The first level or version that the API server would refuse. */
function invalidDefault(defaults: UnknownRecord): string | undefined {
  const wrong = (key: string, isValid: (text: string) => boolean): boolean => {
    const value = property(defaults, key) ?? "";
    return typeof value !== "string" || (value !== "" && !isValid(value));
  };
  return (
    modes.find((mode) => wrong(mode, (level) => levels.includes(level))) ??
    modes.map((mode) => `${mode}-version`).find((key) => wrong(key, (text) => /^(latest|v1\.(0|[1-9]\d*))$/.test(text)))
  );
}

/** Who is exempted beyond the system's namespaces; undefined where that is not understood. */
function wideExemptions(config: UnknownRecord): readonly string[] | undefined {
  const exemptions = asRecord(property(config, "exemptions") ?? {});
  if (exemptions === undefined) return undefined;
  const [usernames, runtimeClasses, namespaces] = ["usernames", "runtimeClasses", "namespaces"].map((kind) =>
    asTexts(property(exemptions, kind)),
  );
  if (usernames === undefined || runtimeClasses === undefined || namespaces === undefined) return undefined;
  return [
    ...usernames.map((name) => `user ${name}`),
    ...runtimeClasses.map((name) => `runtime class ${name}`),
    ...namespaces.filter((name) => !systemNamespaces.includes(name)).map((name) => `namespace ${name}`),
  ];
}

/** Pods are held to baseline or restricted by default, and nothing but the system's namespaces is exempted. */
export function enforcesPodSecurity(content: unknown): Verdict {
  const config = pluginConfig(content);
  return "settings" in config ? judgeSettings(config.settings) : config;
}

function judgeSettings(config: UnknownRecord): Verdict {
  const defaults = asRecord(property(config, "defaults") ?? {});
  if (defaults === undefined) return notReviewed("the defaults of PodSecurity are not understood.");
  const enforced = property(defaults, "enforce") ?? "";
  if (enforced === "") return open("defaults.enforce is not set: pods are privileged by default.");
  if (enforced === "privileged") {
    return open("defaults.enforce is privileged. The text's own example has it, against the text's least privilege.");
  }
  const invalid = invalidDefault(defaults);
  if (invalid !== undefined) return notReviewed(`defaults.${invalid} is not valid.`);
  const exempted = wideExemptions(config);
  if (exempted === undefined) return notReviewed("the exemptions of PodSecurity are not understood.");
  if (exempted.length > 0) {
    return notReviewed(`defaults.enforce is ${String(enforced)}; exempted are ${listed(exempted)}.`);
  }
  return notAFinding(`defaults.enforce is ${String(enforced)}, and only system namespaces may be exempted.`);
}

/**
 * The same of the running API server. Labels of namespaces raise or lower the default one by one; they come from the API
 * and are not read yet, so a good default alone is no pass.
 */
export function enforcesByDefault(content: unknown): Verdict {
  const verdict = enforcesPodSecurity(content);
  if (verdict.status !== "not_a_finding") return verdict;
  return notReviewed(`${verdict.reason} A namespace's label may lower it, and labels were not looked at.`);
}
