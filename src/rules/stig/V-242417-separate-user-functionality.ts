import { defineClusterRule } from "../define-cluster-rule.ts";
import { onlySystemPods } from "../kit/cluster/system-pods/judge.ts";

export const rule = defineClusterRule({
  id: "V-242417",
  literal: [onlySystemPods],
  expected: "kube-system, kube-public and kube-node-lease hold only what belongs to the cluster itself",
  readings: {
    literal:
      "every pod in kube-system, in whatever phase, is known by what makes it and a label (of plimsoll's patterns or of " +
      "the site's), and kube-public and kube-node-lease hold none",
  },
  check:
    "Run kubectl get pods -o wide for each of the three namespaces, finished pods included. kube-public and " +
    "kube-node-lease hold none on any known distribution. In kube-system every pod must be of the control plane or " +
    "a system add-on (network, DNS, storage, metrics, proxy) that the site knows; a name alone proves nothing, so " +
    "look at the owner and the image. node-debugger pods are user pods, and OpenShift has none of its own there. " +
    "Names and labels are hints: whoever may make pods in kube-system can imitate them.",
  fix:
    "Move user workloads to namespaces of their own and restrict who may create pods in the system namespaces " +
    "(RBAC). What belongs to the cluster and is not recognised can be given in decisions.yaml, key systemPods.",
});
