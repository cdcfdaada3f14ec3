import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242383",
  expected: "default, kube-public and kube-node-lease hold nothing but the Service kubernetes in default",
  check:
    "For each of the three namespaces run kubectl get all --namespace NAME, and the same for every custom resource " +
    "of the category all (kubectl api-resources --categories all --namespaced). The Service kubernetes in default " +
    "is the only object that may be there; finished Jobs and their pods count. kube-system is not part of this " +
    "rule. A list that fails or is refused leaves the rule Not Reviewed.",
  fix:
    "Make namespaces for the workloads, deploy them there, and delete the objects from default, kube-public and " +
    "kube-node-lease. Objects cannot be moved: they are made anew. Mind what refers to the old DNS names.",
});
