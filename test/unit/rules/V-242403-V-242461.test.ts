import type { Observed } from "../../../src/evidence/observed.ts";
import { rule as policyRule } from "../../../src/rules/stig/V-242403-api-server-audit-policy.ts";
import { rule as auditRule } from "../../../src/rules/stig/V-242461-api-server-audit-enabled.ts";
import { denied, type FactsGiven, here } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { drifted, started, unmanaged } from "./control-plane.ts";

const path = "/etc/kubernetes/audit/policy.yaml";
const set = `--audit-policy-file=${path}`;
const log = "--audit-log-path=/var/log/kubernetes/audit.log";
const read = (content: unknown): Observed<{ path: string; file: string; content: unknown }> =>
  here({ path, file: path, content });
const file = (content: unknown, ...flags: readonly string[]): FactsGiven => ({
  ...started("kube-apiserver", [set, ...(flags.length === 0 ? [log] : flags)]),
  "content.audit-policy": read(content),
});

const head = { apiVersion: "audit.k8s.io/v1", kind: "Policy" };
const policy = (...rules: readonly unknown[]): unknown => ({ ...head, rules });
const all = { level: "RequestResponse" };
const metadata = { level: "Metadata" };
const stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];
const none = { level: "None", users: ["system:kube-proxy"] };

const unusable: readonly RuleCase[] = [
  ["an empty file", file(null), "open"],
  ["a text", file("RequestResponse"), "open"],
  ["another kind", file({ ...head, kind: "AuditPolicy", rules: [all] }), "open"],
  ["an old version", file({ ...head, apiVersion: "audit.k8s.io/v1beta1", rules: [all] }), "open"],
  ["without kind", file({ apiVersion: head.apiVersion, rules: [all] }), "open"],
  ["no rules", file(policy()), "open"],
  ["without rules", file(head), "open"],
  ["rules as a mapping", file({ ...head, rules: all }), "open"],
  ["a level in other letters", file(policy({ level: "requestresponse" })), "open"],
  ["a rule without a level", file(policy(all, { users: ["a"] })), "open"],
  ["a rule that is null", file(policy(null)), "open"],
];

ruleCases(policyRule, [
  [
    "a file that no release understands, the release unknown",
    {
      ...started("kube-apiserver", [set, log], { image: "none" }),
      "content.audit-policy": read({ ...head, kind: "AuditPolicy", rules: [all] }),
    },
    "open",
  ],
  ...unusable,
  ["the policy of the text", file(policy(all)), "not_a_finding"],
  ["metadata is free", file({ metadata: { name: "x" }, ...head, rules: [all] }), "not_a_finding"],
  ["to a webhook", file(policy(all), "--audit-webhook-config-file=/x"), "not_a_finding"],
  ["no backend", file(policy(all), "--profiling=false"), "not_a_finding", "open"],
  ["an empty backend", file(policy(all), "--audit-log-path="), "not_a_finding", "open"],
  ["level Metadata records less than the text wants", file(policy(metadata)), "open", "not_a_finding"],
  ["a richer policy", file(policy({ level: "Metadata", resources: [{ group: "" }] }, all)), "open", "not_a_finding"],
  [
    "empty selectors select everything",
    file(policy({ level: "Request", users: [], verbs: null })),
    "open",
    "not_a_finding",
  ],
  ["no rule for the rest", file(policy({ ...all, verbs: ["get"] })), "open"],
  ["some excluded", file(policy(none, all)), "open", "not_reviewed"],
  ["the rest excluded", file(policy({ ...all, verbs: ["get"] }, { level: "None" })), "open"],
  ["everything excluded first", file(policy({ level: "None" }, all)), "open"],
  ["excluded behind a rule for everything", file(policy(all, none)), "open", "not_a_finding"],
  [
    "a stage that does not matter",
    file({ ...head, omitStages: ["RequestReceived"], rules: [all] }),
    "open",
    "not_a_finding",
  ],
  ["results dropped", file({ ...head, omitStages: ["ResponseComplete"], rules: [all] }), "open"],
  ["results dropped by a rule", file(policy({ ...all, omitStages: ["ResponseComplete"] })), "open"],
  ["results dropped, some excluded", file(policy(none, { ...all, omitStages: ["ResponseComplete"] })), "open"],
  ["stages that are no list", file(policy({ ...all, omitStages: "ResponseComplete" })), "open", "not_reviewed"],
  ["a key that is not known", file(policy({ ...all, user: ["a"] })), "open", "not_reviewed"],
  ["a selector that is no list", file(policy({ ...all, users: "a" })), "open", "not_reviewed"],
  ["a key of the policy that is not known", file({ ...head, rules: [all], more: 1 }), "open", "not_a_finding"],
  [
    "from a systemd unit",
    { ...unmanaged("kube-apiserver", [set, log]), "content.audit-policy": read(policy(all)) },
    "not_a_finding",
  ],
  [
    "another file in the process",
    {
      ...drifted("kube-apiserver", [set, log], ["--audit-policy-file=/other", log]),
      "content.audit-policy": read(policy(all)),
    },
    "not_reviewed",
  ],
  ["unreadable", { ...file(policy(all)), "content.audit-policy": denied }, "not_reviewed"],
]);

ruleCases(auditRule, [
  [
    "nothing recorded, by a rule with a key that is not understood",
    file(policy({ ...none, user: ["a"] })),
    "not_a_finding",
    "open",
  ],
  ...unusable,
  ["the policy of the text", file(policy(all)), "not_a_finding"],
  ["a richer policy", file(policy(none, { level: "Metadata", verbs: ["get"] })), "not_a_finding"],
  ["to a webhook", file(policy(metadata), "--audit-webhook-config-file=/x"), "not_a_finding"],
  ["no backend", file(policy(all), "--profiling=false"), "not_a_finding", "open"],
  ["every rule is None", file(policy(none, { level: "None" })), "not_a_finding", "open"],
  ["every stage left out", file({ ...head, omitStages: stages, rules: [metadata] }), "not_a_finding", "open"],
  ["every stage left out by its rule", file(policy({ ...metadata, omitStages: stages })), "not_a_finding", "open"],
  [
    "every stage left out by both together",
    file({ ...head, omitStages: stages.slice(0, 2), rules: [none, { ...metadata, omitStages: stages.slice(2) }] }),
    "not_a_finding",
    "open",
  ],
  [
    "a rule that leaves a stage",
    file(policy({ ...none, level: "Metadata", omitStages: stages }, { ...metadata, omitStages: stages.slice(1) })),
    "not_a_finding",
  ],
  ["stages that are no list", file(policy({ ...metadata, omitStages: "all" })), "not_a_finding", "not_reviewed"],
  ["None for everything first", file(policy({ level: "None" }, all)), "not_a_finding", "open"],
  [
    "a first rule that is not understood",
    file(policy({ level: "None", user: ["a"] }, all)),
    "not_a_finding",
    "not_reviewed",
  ],
  ["an unknown key of the policy is tolerated", file({ ...head, rules: [metadata], more: 1 }), "not_a_finding"],
  ["unreadable", { ...file(policy(all)), "content.audit-policy": denied }, "not_reviewed"],
]);
