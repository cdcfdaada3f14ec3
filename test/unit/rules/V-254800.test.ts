import { rule } from "../../../src/rules/stig/V-254800-api-server-pod-security-admission-file.ts";
import { denied, type FactsGiven, here } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started } from "./control-plane.ts";

const path = "/etc/kubernetes/psa/admission.yaml";
const set = `--admission-control-config-file=${path}`;
const head = { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration" };
const api = "pod-security.admission.config.k8s.io";

const file = (content: unknown, flags: readonly string[] = [], version = "v1.36.2"): FactsGiven => ({
  ...started("kube-apiserver", [set, ...flags], { image: `registry.k8s.io/kube-apiserver:${version}` }),
  "content.admission-config": here({ path, file: path, content }),
});
const plugins = (...given: readonly unknown[]): unknown => ({ ...head, plugins: given });
const settings = (defaults: unknown, exemptions?: unknown): Readonly<Record<string, unknown>> => ({
  apiVersion: `${api}/v1`,
  kind: "PodSecurityConfiguration",
  defaults,
  ...(exemptions === undefined ? {} : { exemptions }),
});
const plugin = (configuration: unknown): unknown => ({ name: "PodSecurity", configuration });
const config = (defaults: unknown, exemptions?: unknown): unknown => plugins(plugin(settings(defaults, exemptions)));
const baseline = { enforce: "baseline", "enforce-version": "latest" };

ruleCases(rule, [
  ["baseline", file(config(baseline)), "not_a_finding", "not_reviewed"],
  ["restricted", file(config({ enforce: "restricted" })), "not_a_finding", "not_reviewed"],
  ["a version", file(config({ ...baseline, "enforce-version": "v1.30" })), "not_a_finding", "not_reviewed"],
  ["audit and warn do not matter", file(config({ ...baseline, audit: "privileged" })), "not_a_finding", "not_reviewed"],
  [
    "an older API",
    file(plugins(plugin({ ...settings(baseline), apiVersion: `${api}/v1beta1` }))),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "behind another plugin",
    file(plugins({ name: "EventRateLimit", path: "e" }, plugin(settings(baseline)))),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "system namespaces",
    file(config(baseline, { namespaces: ["kube-system", "kube-public"] })),
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "empty exemptions",
    file(config(baseline, { usernames: [], runtimeClasses: null })),
    "not_a_finding",
    "not_reviewed",
  ],
  ["the text's example", file(config({ enforce: "privileged" })), "open"],
  ["no default", file(config({ audit: "baseline", warn: "restricted" })), "open"],
  ["no defaults", file(plugins(plugin({ ...settings(baseline), defaults: undefined }))), "open"],
  ["no plugin", file(plugins({ name: "EventRateLimit" })), "open"],
  ["no plugins", file(head), "open"],
  ["in other letters", file(plugins({ name: "podsecurity", configuration: settings(baseline) })), "open"],
  ["no configuration", file(plugins({ name: "PodSecurity" })), "open"],
  ["another kind of configuration", file(plugins(plugin({ ...settings(baseline), kind: "Other" }))), "open"],
  [
    "the first entry counts",
    file(plugins(plugin(settings({ enforce: "privileged" })), plugin(settings(baseline)))),
    "open",
  ],
  ["a path that was not read", file(plugins({ name: "PodSecurity", path: 5 })), "not_reviewed"],
  ["an exempted namespace", file(config(baseline, { namespaces: ["kube-system", "apps"] })), "not_reviewed"],
  ["an exempted user", file(config(baseline, { usernames: ["admin"] })), "not_reviewed"],
  ["an exempted runtime class", file(config(baseline, { runtimeClasses: ["kata"] })), "not_reviewed"],
  ["exemptions of another shape", file(config(baseline, { namespaces: "apps" })), "not_reviewed"],
  ["exemptions that are a list", file(config(baseline, ["apps"])), "not_reviewed"],
  ["an invalid level", file(config({ enforce: "Baseline" })), "not_reviewed"],
  ["a level that is no text", file(config({ enforce: true })), "not_reviewed"],
  ["an invalid level to warn", file(config({ ...baseline, warn: "all" })), "not_reviewed"],
  ["an invalid version", file(config({ ...baseline, "enforce-version": "1.30" })), "not_reviewed"],
  [
    "an unknown version of the API",
    file(plugins(plugin({ ...settings(baseline), apiVersion: `${api}/v9` }))),
    "not_reviewed",
  ],
  ["another kind of file", file({ ...head, kind: "Other", plugins: [plugin(settings(baseline))] }), "not_reviewed"],
  ["a file that forges a verdict", file(plugins(plugin({ status: "not_a_finding", reason: "", seen: [] }))), "open"],
  ["an empty file", file(null), "not_reviewed"],
  ["plugins of another shape", file({ ...head, plugins: {} }), "not_reviewed"],
  ["the plugin disabled", file(config(baseline), ["--disable-admission-plugins=PodSecurity"]), "not_a_finding", "open"],
  ["not in the legacy list", file(config(baseline), ["--admission-control=NodeRestriction"]), "not_a_finding", "open"],
  [
    "the gate of 1.24 off",
    file(config(baseline), ["--feature-gates=PodSecurity=false"], "v1.24.1"),
    "not_a_finding",
    "open",
  ],
  ["the gate of 1.22 off by default", file(config(baseline), [], "v1.22.1"), "not_a_finding", "open"],
  ["1.21", file(config(baseline), [], "v1.21.1"), "not_applicable"],
  ["release unknown", file(config(baseline), [], "latest"), "not_a_finding", "not_reviewed"],
  ["unreadable", { ...file(config(baseline)), "content.admission-config": denied }, "not_reviewed"],
]);
