import type { ApiResource, DiscoveredVersion } from "../../src/evidence/discovery.ts";
import { here } from "./facts.ts";

/** A namespaced resource as discovery has it. */
export const served = (resource: string, kind: string, more: Partial<ApiResource> = {}): ApiResource => ({
  resource,
  kind,
  namespaced: true,
  verbs: ["create", "get", "list"],
  categories: [],
  ...more,
});

/** A version of a group, by `group/version` or the core group's `v1`. */
export function discovered(groupVersion: string, resources: readonly ApiResource[]): DiscoveredVersion {
  const [version = "", group = ""] = groupVersion.split("/").toReversed();
  return { group, version, resources: here(resources) };
}

const inAll = (...names: readonly (readonly [string, string])[]): readonly ApiResource[] =>
  names.map(([resource, kind]) => served(resource, kind, { categories: ["all"] }));

/** What matters of a kubeadm cluster's discovery. */
export const kubeadm: readonly DiscoveredVersion[] = [
  discovered("v1", [
    ...inAll(["pods", "Pod"], ["replicationcontrollers", "ReplicationController"], ["services", "Service"]),
    served("configmaps", "ConfigMap"),
    served("endpoints", "Endpoints"),
    served("persistentvolumeclaims", "PersistentVolumeClaim"),
    served("podtemplates", "PodTemplate"),
    served("secrets", "Secret"),
    served("serviceaccounts", "ServiceAccount"),
    served("limitranges", "LimitRange"),
    served("resourcequotas", "ResourceQuota"),
    served("namespaces", "Namespace", { namespaced: false }),
    served("nodes", "Node", { namespaced: false }),
    served("persistentvolumes", "PersistentVolume", { namespaced: false }),
  ]),
  discovered(
    "apps/v1",
    inAll(
      ["daemonsets", "DaemonSet"],
      ["deployments", "Deployment"],
      ["replicasets", "ReplicaSet"],
      ["statefulsets", "StatefulSet"],
    ),
  ),
  discovered("autoscaling/v2", inAll(["horizontalpodautoscalers", "HorizontalPodAutoscaler"])),
  discovered("autoscaling/v1", inAll(["horizontalpodautoscalers", "HorizontalPodAutoscaler"])),
  discovered("batch/v1", inAll(["cronjobs", "CronJob"], ["jobs", "Job"])),
  discovered("coordination.k8s.io/v1", [served("leases", "Lease")]),
  discovered("discovery.k8s.io/v1", [served("endpointslices", "EndpointSlice")]),
  discovered("networking.k8s.io/v1", [served("ingresses", "Ingress"), served("networkpolicies", "NetworkPolicy")]),
  discovered("rbac.authorization.k8s.io/v1", [
    served("roles", "Role"),
    served("rolebindings", "RoleBinding"),
    served("clusterroles", "ClusterRole", { namespaced: false }),
    served("clusterrolebindings", "ClusterRoleBinding", { namespaced: false }),
  ]),
  discovered("admissionregistration.k8s.io/v1", [
    served("mutatingwebhookconfigurations", "MutatingWebhookConfiguration", { namespaced: false }),
    served("validatingadmissionpolicies", "ValidatingAdmissionPolicy", { namespaced: false }),
    served("validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding", { namespaced: false }),
    served("validatingwebhookconfigurations", "ValidatingWebhookConfiguration", { namespaced: false }),
  ]),
  discovered("node.k8s.io/v1", [served("runtimeclasses", "RuntimeClass", { namespaced: false })]),
  discovered("policy/v1", [served("poddisruptionbudgets", "PodDisruptionBudget")]),
];
