import { showResource } from "../../../evidence/discovery.ts";
import type { ObjectPlace } from "./object-places.ts";
import type { ReservedContent } from "./reserved-namespaces.ts";

/** Every cluster's resources of the category `all`, by pkg/registry's Categories(). */
const all = [
  ...["pods", "replicationcontrollers", "services"],
  ...["daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps"],
  ...["horizontalpodautoscalers.autoscaling", "cronjobs.batch", "jobs.batch"],
];
const beside = [
  ...["configmaps", "endpoints", "persistentvolumeclaims", "podtemplates", "serviceaccounts"],
  "ingresses.networking.k8s.io",
];

const inDefault = new Set([
  "services kubernetes",
  "endpoints kubernetes",
  "endpointslices.discovery.k8s.io kubernetes",
]);
// The last is OpenShift's.
const inEach = new Set([
  "serviceaccounts default",
  "configmaps kube-root-ca.crt",
  "configmaps openshift-service-ca.crt",
]);

/** What Kubernetes itself puts into the reserved namespaces, by resource and name. */
function isKubernetes({ namespace, group, resource, name }: ObjectPlace): boolean {
  const named = `${showResource(group, resource)} ${name}`;
  if (inEach.has(named)) return true;
  return namespace === "default"
    ? inDefault.has(named)
    : namespace === "kube-public" && named === "configmaps cluster-info";
}

/** What `kubectl get all` shows. */
export const categoryAll: ReservedContent = {
  lists: ["api.all-category"],
  expected: all,
  isOwn: isKubernetes,
  passing: "the Service kubernetes in default",
};

/** That, and whatever else users make; Secrets excepted, which are never listed. */
export const userObjects: ReservedContent = {
  lists: ["api.all-category", "api.user-resources"],
  expected: [...all, ...beside],
  isOwn: isKubernetes,
  passing: "what Kubernetes itself puts there; Secrets were not listed",
};
