import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-242417",
  expected: "kube-system, kube-public and kube-node-lease hold only what belongs to the cluster itself",
  check:
    "Run kubectl get pods -o wide for each of the three namespaces, finished pods included. kube-public and " +
    "kube-node-lease hold none on any known distribution. In kube-system every pod must be of the control plane or " +
    "a system add-on (network, DNS, storage, metrics, proxy) that the site knows; a name alone proves nothing, so " +
    "look at the owner and the image. node-debugger pods are user pods.",
  fix:
    "Move user workloads to namespaces of their own and restrict who may create pods in the system namespaces " +
    "(RBAC).",
});
