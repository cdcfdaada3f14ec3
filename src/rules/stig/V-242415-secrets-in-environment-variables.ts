import { defineClusterRule } from "../define-cluster-rule.ts";
import { noPodHas, noPodTemplateHas, noTemplateHas } from "../kit/cluster/no-pod-has.ts";
import { secretVariables } from "../kit/cluster/secret-variables.ts";

export const rule = defineClusterRule({
  id: "V-242415",
  literal: [
    noPodHas(secretVariables),
    noTemplateHas(secretVariables, ({ kind }) => ["Deployment", "StatefulSet", "DaemonSet"].includes(kind)),
  ],
  effective: [noPodHas(secretVariables), noTemplateHas(secretVariables), noPodTemplateHas(secretVariables)],
  readings: {
    literal: "no container of a pod, Deployment, StatefulSet or DaemonSet takes an environment variable from a Secret",
    effective: "the same of ReplicaSets, ReplicationControllers, Jobs, CronJobs and PodTemplates too",
  },
  expected: "no container takes an environment variable from a Secret",
  check:
    "In all pods, Deployments, StatefulSets and DaemonSets of all namespaces (kubectl get pods,deploy,sts,ds -A -o " +
    "yaml) look for env[].valueFrom.secretKeyRef and envFrom[].secretRef in containers, initContainers and " +
    "ephemeralContainers. System namespaces are not exempt, and optional: true does not excuse. Look at Jobs, " +
    "CronJobs, bare ReplicaSets and PodTemplates too. Report names, never values.",
  fix:
    "Mount the Secret as a volume and let the program read the file, or use a CSI secrets store. Then change the " +
    "Secret's value: what was in an environment may be in logs and crash reports.",
});
