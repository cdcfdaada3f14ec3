import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-274884",
  expected: "only subjects that need a Secret can read it",
  check:
    "List who may get, list or watch secrets: the rules of all Roles and ClusterRoles (kubectl get " +
    "clusterroles,roles -A -o yaml; wildcards count) with their bindings, and for one subject kubectl auth can-i " +
    "get secrets --all-namespaces --as SUBJECT. List which pods mount which Secrets. Compare with the site's list " +
    "of approved readers. Whoever may create pods, exec into them, impersonate, or is in system:masters reads " +
    "Secrets, too.",
  fix:
    "Bind readers to the namespaces and, with resourceNames, to the Secrets that they need; remove list and watch, " +
    "and wildcards, from roles of people and workloads; take unused Secrets out of pods.",
});
