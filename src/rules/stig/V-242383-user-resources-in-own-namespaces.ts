import { defineClusterRule } from "../define-cluster-rule.ts";
import { categoryAll, userObjects } from "../kit/cluster/kubernetes-own-objects.ts";
import { reservedNamespacesHold } from "../kit/cluster/reserved-namespaces.ts";

export const rule = defineClusterRule({
  id: "V-242383",
  literal: [reservedNamespacesHold(categoryAll)],
  effective: [reservedNamespacesHold(userObjects)],
  expected: "default, kube-public and kube-node-lease hold nothing but the Service kubernetes in default",
  readings: {
    effective:
      "beside it only the ServiceAccount default, the ConfigMaps kube-root-ca.crt, openshift-service-ca.crt and " +
      "kube-public/cluster-info, and the Endpoints and EndpointSlice kubernetes: no other ConfigMap, ServiceAccount, " +
      "PersistentVolumeClaim, Ingress, Endpoints, EndpointSlice or custom resource. Secrets are not listed",
  },
  check:
    "For each of the three namespaces run kubectl get all --namespace NAME, and the same for every custom resource " +
    "of the category all (kubectl api-resources --categories all --namespaced). The Service kubernetes in default " +
    "is the only object that may be there; finished Jobs and their pods count. kube-system is not part of this " +
    "rule. A list that fails or is refused leaves the rule Not Reviewed, and so does an API group whose server is " +
    "down. In which version a resource is served depends on the release (CronJobs in batch/v1 since 1.21, " +
    "HorizontalPodAutoscalers in autoscaling/v2 since 1.23); the API server says it itself.",
  fix:
    "Make namespaces for the workloads, deploy them there, and delete the objects from default, kube-public and " +
    "kube-node-lease. Objects cannot be moved: they are made anew, and so are Secrets and volume claims that they " +
    "use. Mind what refers to the old DNS names, and set a namespace in every kubeconfig context and pipeline that " +
    "has none, for that is what puts objects into default.",
});
