import { rule } from "../../../../src/rules/nsa-cisa/audit-policy-content.ts";
import { denied, type FactsGiven, here } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { started } from "../control-plane.ts";

const path = "/etc/kubernetes/audit.yaml";
const apiServer = started("kube-apiserver", [`--audit-policy-file=${path}`]);
const policy = (rules: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): FactsGiven => ({
  ...apiServer,
  "content.audit-policy": here({
    path,
    file: path,
    content: { apiVersion: "audit.k8s.io/v1", kind: "Policy", ...more, rules },
  }),
});

const all = { level: "Metadata" };
const core = (...resources: readonly string[]) => ({ group: "", resources });
const none = (more: object) => ({ level: "None", ...more });
const bindings = { group: "rbac.authorization.k8s.io", resources: ["clusterrolebindings"] };

ruleCases(rule, [
  ["no policy", started("kube-apiserver", []), "open"],
  ["everything at Metadata", policy([all]), "not_a_finding"],
  ["no rule for the rest", policy([{ level: "Metadata", resources: [core("secrets")] }]), "open"],
  ["nothing of the rest", policy([{ level: "Metadata", resources: [core("secrets")] }, none({})]), "open"],
  ["None before everything", policy([none({}), all]), "open"],
  ["None for Secrets", policy([none({ resources: [core("secrets")] }), all]), "open"],
  [
    "None for Secrets after a rule that records them",
    policy([
      { level: "Metadata", resources: [core("secrets", "pods/exec", "pods/attach")] },
      none({ resources: [core()] }),
      all,
    ]),
    "not_a_finding",
  ],
  [
    "None for Secrets after a rule that records some",
    policy([
      { level: "Metadata", verbs: ["get"], resources: [core("secrets")] },
      none({ resources: [core("secrets")] }),
      all,
    ]),
    "open",
  ],
  ["None for a group as a whole", policy([none({ resources: [core()] }), all]), "open"],
  ["None for reading whatever", policy([none({ verbs: ["get", "list", "watch"] }), all]), "open"],
  ["None in a namespace", policy([none({ namespaces: ["kube-system"] }), all]), "open"],
  ["None for one Secret", policy([none({ resources: [{ ...core("secrets"), resourceNames: ["a"] }] }), all]), "open"],
  ["None for RBAC", policy([none({ resources: [bindings] }), all]), "open"],
  ["None for exec", policy([none({ resources: [core("pods/exec")] }), all]), "open"],
  ["None for exec by a wildcard", policy([none({ resources: [core("*/exec")] }), all]), "open"],
  ["None for all of a pod's", policy([none({ resources: [core("pods/*")] }), all]), "open"],
  ["None for pods themselves", policy([none({ resources: [core("pods", "pods/log")] }), all]), "not_a_finding"],
  [
    "None for another group's secrets",
    policy([none({ resources: [{ group: "x.io", resources: ["secrets"] }] }), all]),
    "not_a_finding",
  ],
  ["None for health checks", policy([none({ nonResourceURLs: ["/healthz*"] }), all]), "not_a_finding"],
  [
    "None for watches of kube-proxy",
    policy([none({ users: ["system:kube-proxy"], verbs: ["watch"], resources: [core("endpoints")] }), all]),
    "not_a_finding",
  ],
  ["None for all that one user does", policy([none({ users: ["system:kube-scheduler"] }), all]), "not_reviewed"],
  ["None for a group of users", policy([none({ userGroups: ["system:nodes"] }), all]), "not_reviewed"],
  ["None for everybody by a group", policy([none({ userGroups: ["system:authenticated"] }), all]), "open"],
  ["the STIG's one rule: bodies of Secrets", policy([{ level: "RequestResponse" }]), "not_reviewed"],
  ["Secrets at Request", policy([{ level: "Request", resources: [core("secrets")] }, all]), "not_reviewed"],
  [
    "TokenReviews at RequestResponse",
    policy([{ level: "RequestResponse", resources: [{ group: "authentication.k8s.io" }] }, all]),
    "not_reviewed",
  ],
  [
    "bodies, but for what holds credentials",
    policy([
      { level: "Metadata", resources: [core("secrets", "serviceaccounts/token"), { group: "authentication.k8s.io" }] },
      { level: "RequestResponse" },
    ]),
    "not_a_finding",
  ],
  ["without the first stage", policy([all], { omitStages: ["RequestReceived"] }), "not_a_finding"],
  ["without results", policy([all], { omitStages: ["ResponseComplete"] }), "open"],
  ["without results, by a rule", policy([{ ...all, omitStages: ["ResponseComplete"] }]), "open"],
  ["an unknown key", policy([{ level: "Metadata", clusters: ["a"] }, all]), "not_reviewed"],
  ["no valid level", policy([{ level: "metadata" }]), "open"],
  ["no rules", policy([]), "open"],
  ["a version that 1.36 does not read", policy([all], { apiVersion: "audit.k8s.io/v1beta1" }), "open"],
  ["a file that was not read", { ...policy([all]), "content.audit-policy": denied }, "not_reviewed"],
  ["no process read", { ...policy([all]), "process.kube-apiserver": denied }, "not_reviewed"],
]);
