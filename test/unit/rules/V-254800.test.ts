import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { rule } from "../../../src/rules/stig/V-254800-api-server-pod-security-admission-file.ts";
import { decided, denied, type FactsGiven, facts, here, namespaces, nothing } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { started } from "./control-plane.ts";

const path = "/etc/kubernetes/psa/admission.yaml";
const set = `--admission-control-config-file=${path}`;
const head = { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration" };
const api = "pod-security.admission.config.k8s.io";

const file = (content: unknown, flags: readonly string[] = [], version = "v1.36.2"): FactsGiven => ({
  ...started("kube-apiserver", [set, ...flags], { image: `registry.k8s.io/kube-apiserver:${version}` }),
  "content.admission-config": here({ path, file: path, content }),
  "api.namespaces": namespaces(),
});
const unset = (version = "v1.36.2"): FactsGiven =>
  started("kube-apiserver", [], { image: `registry.k8s.io/kube-apiserver:${version}` });
/** Every namespace that is not the system's, held by its label. */
const labelled = { "api.namespaces": namespaces({ default: "baseline", apps: "restricted" }) };
const exempting = (...names: readonly string[]): unknown => config(baseline, { namespaces: names });
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
  ...["default", "kube-system"].map(
    (name): RuleCase => [
      `a list of namespaces without ${name} is not whole`,
      {
        ...file(config(baseline)),
        "api.namespaces": here(
          ["apps", "default", "kube-system"].filter((one) => one !== name).map((one) => ({ name: one, labels: {} })),
        ),
      },
      "not_a_finding",
      "not_reviewed",
    ],
  ),
  ["baseline", file(config(baseline)), "not_a_finding"],
  ["restricted", file(config({ enforce: "restricted" })), "not_a_finding"],
  ["a version", file(config({ ...baseline, "enforce-version": "v1.30" })), "not_a_finding"],
  ["audit and warn do not matter", file(config({ ...baseline, audit: "privileged" })), "not_a_finding"],
  ["an older API", file(plugins(plugin({ ...settings(baseline), apiVersion: `${api}/v1beta1` }))), "not_a_finding"],
  [
    "behind another plugin",
    file(plugins({ name: "EventRateLimit", path: "e" }, plugin(settings(baseline)))),
    "not_a_finding",
  ],
  ["system namespaces", file(config(baseline, { namespaces: ["kube-system", "kube-public"] })), "not_a_finding"],
  ["empty exemptions", file(config(baseline, { usernames: [], runtimeClasses: null })), "not_a_finding"],
  ["the text's example", file(config({ enforce: "privileged" })), "open"],
  ["no default", file(config({ audit: "baseline", warn: "restricted" })), "open"],
  ["no defaults", file(plugins(plugin({ ...settings(baseline), defaults: undefined }))), "open"],
  ["no plugin", file(plugins({ name: "EventRateLimit" })), "open"],
  ["no plugins", file(head), "open"],
  ["in other letters", file(plugins({ name: "podsecurity", configuration: settings(baseline) })), "open"],
  ["no configuration", file(plugins({ name: "PodSecurity" })), "open"],
  [
    "another kind of configuration",
    file(plugins(plugin({ ...settings(baseline), kind: "Other" }))),
    "open",
    "not_reviewed",
  ],
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
  [
    "a file that forges a verdict",
    file(plugins(plugin({ status: "not_a_finding", reason: "", seen: [] }))),
    "open",
    "not_reviewed",
  ],
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
  ["unset", { ...unset(), "api.namespaces": namespaces() }, "open"],
  [
    "a file that is not understood, and labels that enforce enough",
    { ...file({ ...head, kind: "Other", plugins: [plugin(settings(baseline))] }), ...labelled },
    "not_reviewed",
  ],
  ["unset, every namespace labelled", { ...unset(), ...labelled }, "open", "not_a_finding"],
  [
    "unset, one namespace without label",
    { ...unset(), "api.namespaces": namespaces({ default: "restricted", apps: undefined }) },
    "open",
  ],
  ["unset, labels not seen", { ...unset(), "api.namespaces": denied }, "open", "not_reviewed"],
  [
    "privileged, every namespace labelled",
    { ...file(config({ enforce: "privileged" })), ...labelled },
    "open",
    "not_a_finding",
  ],
  [
    "a label that lowers the default",
    { ...file(config(baseline)), "api.namespaces": namespaces({ apps: "privileged" }) },
    "not_a_finding",
    "open",
  ],
  [
    "a label that lowers the default, file unread",
    {
      ...file(config(baseline)),
      "content.admission-config": denied,
      "api.namespaces": namespaces({ apps: "privileged" }),
    },
    "not_reviewed",
    "open",
  ],
  [
    "labels do not stand in for an unread file: it may exempt",
    { ...file(config(baseline)), "content.admission-config": denied, ...labelled },
    "not_reviewed",
  ],
  [
    "a system namespace may be privileged",
    { ...file(config(baseline)), "api.namespaces": namespaces({ "kube-system": "privileged" }) },
    "not_a_finding",
  ],
  [
    "a label of no level",
    { ...file(config(baseline)), "api.namespaces": namespaces({ apps: "Baseline" }) },
    "not_a_finding",
    "not_reviewed",
  ],
  ["labels not seen", { ...file(config(baseline)), "api.namespaces": denied }, "not_a_finding", "not_reviewed"],
  ["no namespaces listed", { ...file(config(baseline)), "api.namespaces": nothing }, "not_a_finding", "not_reviewed"],
  [
    "a list that cannot be whole",
    { ...file(config(baseline)), "api.namespaces": here([{ name: "default", labels: {} }]) },
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "an exempted namespace, labelled: the exemption wins",
    { ...file(exempting("apps")), "api.namespaces": namespaces({ apps: "restricted" }) },
    "not_reviewed",
  ],
  [
    "an exempted namespace that the site allows",
    { ...file(exempting("kube-system", "apps")), ...decided({ psaExemptNamespaces: ["apps"] }) },
    "not_a_finding",
  ],
  [
    "one more than the site allows",
    { ...file(exempting("apps", "more")), ...decided({ psaExemptNamespaces: ["apps"] }) },
    "not_reviewed",
  ],
  [
    "the site allows namespaces, not users",
    { ...file(config(baseline, { usernames: ["apps"] })), ...decided({ psaExemptNamespaces: ["apps"] }) },
    "not_reviewed",
  ],
  [
    "a namespace that the site allows, privileged by its label",
    {
      ...file(config(baseline)),
      "api.namespaces": namespaces({ apps: "privileged" }),
      ...decided({ psaExemptNamespaces: ["apps"] }),
    },
    "not_a_finding",
  ],
  [
    "what the site allows does not make up for a privileged default",
    { ...file(config({ enforce: "privileged" })), ...decided({ psaExemptNamespaces: ["apps"] }) },
    "open",
  ],
  [
    "what the site allows does not make up for an unread file",
    {
      ...file(exempting("apps")),
      "content.admission-config": denied,
      ...decided({ psaExemptNamespaces: ["apps"] }),
    },
    "not_reviewed",
  ],
]);

describe("the worksheet of V-254800", () => {
  const literal = (given: FactsGiven) => judgeNode(rule, facts(given)).literal;
  const rows = (given: FactsGiven) =>
    literal(given).seen.flatMap(({ what, value }) =>
      /^(defaults|exempted|decision)/.test(what) ? [[what, value]] : [],
    );
  const exemptions = { usernames: ["admin"], runtimeClasses: ["kata"], namespaces: ["kube-system", "apps"] };

  it("lists levels with versions, and every exemption", () => {
    const given = file(config({ ...baseline, audit: "restricted" }, exemptions));
    expect(rows(given)).toEqual([
      ["defaults.enforce", "baseline, version latest"],
      ["defaults.audit", "restricted, version not set"],
      ["exempted user", "admin"],
      ["exempted runtime class", "kata"],
      ["exempted namespace", "kube-system (the system's)"],
      ["exempted namespace", "apps"],
    ]);
    expect(literal(given).reason).toContain("exempted are user admin, runtime class kata, namespace apps: whether");
  });

  it("says that a verdict follows the site's decision, and only then", () => {
    const allowed = decided({ psaExemptNamespaces: ["apps"] });
    const mark = "This follows a decision of the site (psaExemptNamespaces: apps).";
    expect(literal({ ...file(exempting("apps")), ...allowed }).reason).toContain(mark);
    expect(rows({ ...file(exempting("apps")), ...allowed })).toContainEqual([
      "exempted namespace",
      "apps (the site allows it)",
    ]);
    expect(literal({ ...file(exempting("kube-system")), ...allowed }).reason).not.toContain("decision");
  });

  it("shows which namespaces are below baseline, and why", () => {
    const given = { ...file(config({ enforce: "privileged" })), "api.namespaces": namespaces({ apps: "privileged" }) };
    const { effective } = judgeNode(rule, facts(given));
    expect(effective.reason).toBe("Pods may be privileged in namespace apps, default.");
    expect(effective.seen.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["privileged, by its label", "privileged, by default"]),
    );
  });
});
