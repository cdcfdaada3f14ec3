import { defineClusterRule } from "../define-cluster-rule.ts";
import { userObjects } from "../kit/cluster/kubernetes-own-objects.ts";
import { reservedNamespacesHold } from "../kit/cluster/reserved-namespaces.ts";
import { onlySystemPods } from "../kit/cluster/system-pods/judge.ts";

export const rule = defineClusterRule({
  id: "dedicated-namespaces",
  literal: [reservedNamespacesHold(userObjects), onlySystemPods],
  expected:
    "default, kube-public and kube-node-lease hold only what Kubernetes itself puts there, and kube-system only pods of " +
    "the platform",
  check:
    "List the objects of every namespaced resource in default, kube-public and kube-node-lease (kubectl api-resources " +
    "--namespaced --verbs=list names them): only the Service kubernetes with its endpoints, the ServiceAccounts default " +
    "and the ConfigMaps kube-root-ca.crt and cluster-info are not the users'. Secrets are not listed by plimsoll: look " +
    "at them by hand. In kube-system every pod must be of the control plane or of an add-on (network, DNS, storage, " +
    "metrics, proxy); whose a pod is that no pattern knows is for a person.",
  fix:
    "Make namespaces for teams, applications or stages, deploy there, and delete the objects from the reserved " +
    "namespaces. Keep everybody but the platform's operators from making objects in kube-system (RBAC). What belongs " +
    "to the platform and is not recognised can be given in decisions.yaml, key systemPods.",
});
