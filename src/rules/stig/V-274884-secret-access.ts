import { defineClusterRule } from "../define-cluster-rule.ts";
import { attachmentsApproved, onlyNodeAndRbac, readersApproved } from "../kit/rbac/secret-access.ts";

export const rule = defineClusterRule({
  id: "V-274884",
  literal: [readersApproved("verbs on secrets"), attachmentsApproved("workloads"), onlyNodeAndRbac],
  effective: [readersApproved("indirect access too"), attachmentsApproved("PodTemplates too"), onlyNodeAndRbac],
  readings: {
    literal:
      "a list of the site in force covers everyone who may get, list or watch Secrets by RBAC and every workload that " +
      "is given some, and the API servers ask no authorizers but Node and RBAC",
    effective:
      "the same, and the list covers whoever comes to Secrets by other rights: making and changing pods and workloads, " +
      "running commands in pods, patch and deletecollection of Secrets (both answer with them), tokens of " +
      "ServiceAccounts, impersonate, escalate, bind, nodes/proxy; and Secrets that PodTemplates name",
  },
  expected: "only subjects that need a Secret can read it",
  check:
    "List who may get, list or watch secrets: the rules of all Roles and ClusterRoles (kubectl get " +
    "clusterroles,roles -A -o yaml; wildcards count) with their bindings, and for one subject kubectl auth can-i " +
    "get secrets --all-namespaces --as SUBJECT. List which pods mount which Secrets. Compare with the site's list " +
    "of approved readers. Whoever may create pods, exec into them, impersonate, or is in system:masters reads " +
    "Secrets, too. plimsoll makes both lists, each line as an entry of decisions.yaml, key secretAccess (readers, " +
    "attachments, builtin: true for what Kubernetes makes for its own components), and compares them with what stands there.",
  fix:
    "Bind readers to the namespaces and, with resourceNames, to the Secrets that they need; remove list and watch, " +
    "and wildcards, from roles of people and workloads; take unused Secrets out of pods.",
});
