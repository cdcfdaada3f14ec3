import { manualRule } from "../kit/manual-rule.ts";

/** V1R11 looks at all that `kubectl get all` lists, Jobs and ReplicaSets too; newer releases at fewer kinds, by name. */
export const rule = manualRule({
  id: "V-242415",
  expected: "no container takes an environment variable from a Secret",
  check:
    "In everything that kubectl get all --all-namespaces -o yaml lists (pods and the workloads that make them, Jobs, " +
    "CronJobs and ReplicaSets among them) look for secretKeyRef below env, in containers and initContainers. Look for " +
    "envFrom with secretRef, too, which the text's command does not find. Report names, never values.",
  fix:
    "Mount the Secret as a volume and let the program read the file, or use a CSI secrets store. Then change the " +
    "Secret's value: what was in an environment may be in logs and crash reports.",
});
