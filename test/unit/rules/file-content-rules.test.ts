import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as policy } from "../../../src/rules/stig/V-242403-api-server-audit-policy.ts";
import { rule as audit } from "../../../src/rules/stig/V-242461-api-server-audit-enabled.ts";
import { rule as podSecurity } from "../../../src/rules/stig/V-254800-api-server-pod-security-admission-file.ts";
import { rule as encryption } from "../../../src/rules/stig/V-274882-api-server-encryption-at-rest.ts";
import { denied, here, namespaces, nothing, worker } from "../../support/facts.ts";
import { partialCases, type RuleCase } from "../../support/rule-cases.ts";
import { drifted, started, unmanaged } from "./control-plane.ts";

type Content = "content.audit-policy" | "content.admission-config" | "content.encryption-config";

// The flag and what is seen of the file. What the file says is in a table of its own for each rule.
function flagCases(rule: NodeRule, flag: string, content: Content, more: readonly RuleCase[]): void {
  const path = "/etc/kubernetes/file.yaml";
  const set = `--${flag}=${path}`;
  const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);
  const cases: readonly RuleCase[] = [
    ["unset", apiServer(), "open"],
    ["empty", apiServer(`--${flag}=`), "open"],
    ["emptied by a second flag", apiServer(set, `--${flag}=`), "open"],
    ["in the manifest only", drifted("kube-apiserver", [set], []), "open"],
    ["in the process only", drifted("kube-apiserver", [], [set, "--audit-log-path=/x"]), "open", "not_reviewed"],
    ["unset, no manifest", unmanaged("kube-apiserver", []), "open"],
    [
      "manifest unreadable",
      { ...apiServer(set, "--audit-log-path=/x"), "manifest.kube-apiserver": denied },
      "not_reviewed",
    ],
    ["process unreadable", { ...apiServer(), "process.kube-apiserver": denied }, "open", "not_reviewed"],
    ["nothing seen", { "node.role": apiServer()["node.role"] ?? denied }, "not_reviewed"],
    ["a worker", { "node.role": here(worker) }, "not_applicable"],
    ["the file not seen", apiServer(set, "--audit-log-path=/x"), "not_reviewed"],
    ["the file denied", { ...apiServer(set, "--audit-log-path=/x"), [content]: denied }, "not_reviewed"],
    ["no file read", { ...apiServer(set, "--audit-log-path=/x"), [content]: nothing }, "not_reviewed"],
    [
      "another file read",
      {
        ...apiServer(set, "--audit-log-path=/x"),
        [content]: here({ path: "/other", file: "/other", content: { apiVersion: "v1" } }),
      },
      "not_reviewed",
    ],
    ...more,
  ];
  partialCases({ "api.namespaces": namespaces() }, rule, cases);
}

const audited = "--audit-policy-file=/etc/kubernetes/audit.yaml";
const backends: readonly RuleCase[] = [
  ["a policy without a backend", started("kube-apiserver", [audited]), "not_reviewed", "open"],
  ["a policy and a log", started("kube-apiserver", [audited, "--audit-log-path=/x"]), "not_reviewed"],
  ["a policy and a webhook", started("kube-apiserver", [audited, "--audit-webhook-config-file=/x"]), "not_reviewed"],
];
const release = (version: string, ...flags: readonly string[]) =>
  started("kube-apiserver", flags, { image: `registry.k8s.io/kube-apiserver:${version}` });

flagCases(policy, "audit-policy-file", "content.audit-policy", backends);
flagCases(audit, "audit-policy-file", "content.audit-policy", backends);
flagCases(podSecurity, "admission-control-config-file", "content.admission-config", [
  ["set", release("v1.36.2", "--admission-control-config-file=/x"), "not_reviewed"],
  ["1.21 has no such plugin", release("v1.21.14"), "not_applicable"],
  ["1.22", release("v1.22.0"), "open"],
  ["unset, release unknown", release("latest"), "open"],
]);
flagCases(encryption, "encryption-provider-config", "content.encryption-config", [
  ["set", release("v1.36.2", "--encryption-provider-config=/x"), "not_reviewed"],
  ["set with underscores", release("v1.36.2", "--encryption_provider_config=/x"), "not_reviewed"],
]);
