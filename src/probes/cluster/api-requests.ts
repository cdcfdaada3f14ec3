import type { AnswerForm } from "../../connect/session.ts";
import type { ClusterFact } from "../../evidence/cluster.ts";
import { showResource } from "../../evidence/discovery.ts";
import type { WorkloadKind } from "../../evidence/pods.ts";

/** One GET, the right of RBAC that it needs, and the facts that are unknown without it. */
export type ApiRequest = ListRequest | PathRequest | ProxyRequest;

/** The right of a request, without where it is sent: of a list the path depends on the server and the namespace. */
export type ApiRight = Omit<ListRequest, "path" | "form"> | PathRequest | ProxyRequest;

/** A list of a resource, of all namespaces or of one. */
export type ListRequest = {
  readonly path: string;
  readonly verb: "list";
  /** The API group; empty for the core group. */
  readonly apiGroup: string;
  readonly resource: string;
  readonly facts: readonly ClusterFact[];
  /** Whole objects where it is not given. */
  readonly form?: AnswerForm;
  /** How many objects one answer may have, where they can be big. */
  readonly pageSize?: number;
};

/** A path that is no resource. */
export type PathRequest = {
  readonly path: string;
  readonly verb: "get";
  readonly facts: readonly ClusterFact[];
};

/** What somebody behind the API server answers, object by object. */
export type ProxyRequest = PathRequest & {
  readonly apiGroup: string;
  readonly resource: string;
};

const core = (resource: string, ...facts: readonly ClusterFact[]): ListRequest => ({
  path: `/api/v1/${resource}`,
  verb: "list",
  apiGroup: "",
  resource,
  facts,
});
const grouped = (
  apiGroup: string,
  version: string,
  resource: string,
  ...facts: readonly ClusterFact[]
): ListRequest => ({
  path: `/apis/${apiGroup}/${version}/${resource}`,
  verb: "list",
  apiGroup,
  resource,
  facts,
});

const rbac = (resource: string): ListRequest => grouped("rbac.authorization.k8s.io", "v1", resource, "api.rbac");

const admission = (resource: string, fact: ClusterFact): ListRequest =>
  grouped("admissionregistration.k8s.io", "v1", resource, fact);
const kyverno = (version: string, resource: string): ListRequest =>
  grouped("kyverno.io", version, resource, "api.kyverno-policies");

/** The lists of objects that make pods, by their kind. */
export const workloadRequests = {
  Deployment: grouped("apps", "v1", "deployments", "api.workloads", "api.sensitive"),
  StatefulSet: grouped("apps", "v1", "statefulsets", "api.workloads", "api.sensitive"),
  DaemonSet: grouped("apps", "v1", "daemonsets", "api.workloads", "api.sensitive"),
  ReplicaSet: grouped("apps", "v1", "replicasets", "api.workloads", "api.sensitive"),
  Job: grouped("batch", "v1", "jobs", "api.workloads", "api.sensitive"),
  CronJob: grouped("batch", "v1", "cronjobs", "api.workloads", "api.sensitive"),
  ReplicationController: core("replicationcontrollers", "api.workloads", "api.sensitive"),
} as const satisfies Readonly<Record<WorkloadKind, ListRequest>>;

/** Every GET whose path is known beforehand; those that discovery leads to are in `discovered-requests.ts`. */
export const apiRequests = {
  version: { path: "/version", verb: "get", facts: ["api.version"] },
  nodes: core("nodes", "api.nodes"),
  namespaces: core("namespaces", "api.namespaces"),
  services: core("services", "api.services", "api.sensitive"),
  endpointSlices: grouped("discovery.k8s.io", "v1", "endpointslices", "api.services"),
  pods: core("pods", "api.pods", "api.sensitive"),
  ...workloadRequests,
  podTemplates: core("podtemplates", "api.pod-templates", "api.sensitive"),
  persistentVolumes: core("persistentvolumes", "api.persistent-volumes"),
  coreVersions: { path: "/api", verb: "get", facts: ["api.discovery"] },
  groups: { path: "/apis", verb: "get", facts: ["api.discovery"] },
  // Gone since 1.25, and asked for only where the server says that it serves them.
  podSecurityPolicies: grouped("policy", "v1beta1", "podsecuritypolicies", "api.psp"),
  // Of network plugins and meshes, asked for where they are served, too.
  ciliumPolicies: grouped("cilium.io", "v2", "ciliumnetworkpolicies", "api.plugin-policies"),
  ciliumClusterPolicies: grouped("cilium.io", "v2", "ciliumclusterwidenetworkpolicies", "api.plugin-policies"),
  calicoPolicies: grouped("crd.projectcalico.org", "v1", "networkpolicies", "api.plugin-policies"),
  calicoGlobalPolicies: grouped("crd.projectcalico.org", "v1", "globalnetworkpolicies", "api.plugin-policies"),
  adminPolicies: grouped("policy.networking.k8s.io", "v1alpha1", "adminnetworkpolicies", "api.plugin-policies"),
  baselineAdminPolicies: grouped(
    "policy.networking.k8s.io",
    "v1alpha1",
    "baselineadminnetworkpolicies",
    "api.plugin-policies",
  ),
  clusterPolicies: grouped("policy.networking.k8s.io", "v1alpha2", "clusternetworkpolicies", "api.plugin-policies"),
  felixConfigurations: grouped("crd.projectcalico.org", "v1", "felixconfigurations", "api.felix-configurations"),
  peerAuthentications: grouped("security.istio.io", "v1", "peerauthentications", "api.peer-authentications"),
  ingresses: grouped("networking.k8s.io", "v1", "ingresses", "api.ingresses"),
  networkPolicies: grouped("networking.k8s.io", "v1", "networkpolicies", "api.network-policies"),
  limitRanges: core("limitranges", "api.limit-ranges"),
  resourceQuotas: core("resourcequotas", "api.resource-quotas"),
  serviceAccounts: core("serviceaccounts", "api.service-accounts"),
  roles: rbac("roles"),
  roleBindings: rbac("rolebindings"),
  clusterRoles: rbac("clusterroles"),
  clusterRoleBindings: rbac("clusterrolebindings"),
  // A ConfigMap may have 1 MiB, and last-applied-configuration repeats it: a page stays below what is read of an answer.
  configMaps: { ...core("configmaps", "api.sensitive", "api.network-settings", "api.kyverno-settings"), pageSize: 25 },
  validatingWebhooks: admission("validatingwebhookconfigurations", "api.admission-webhooks"),
  mutatingWebhooks: admission("mutatingwebhookconfigurations", "api.admission-webhooks"),
  runtimeClasses: grouped("node.k8s.io", "v1", "runtimeclasses", "api.runtime-classes"),
  // These are asked for only where the server says that it serves them.
  admissionPolicies: admission("validatingadmissionpolicies", "api.admission-policies"),
  admissionPolicyBindings: admission("validatingadmissionpolicybindings", "api.admission-policies"),
  kyvernoClusterPolicies: kyverno("v1", "clusterpolicies"),
  kyvernoPolicies: kyverno("v1", "policies"),
  kyvernoExceptions: kyverno("v2", "policyexceptions"),
  clusterImagePolicies: grouped("policy.sigstore.dev", "v1beta1", "clusterimagepolicies", "api.cluster-image-policies"),
} as const satisfies Readonly<Record<string, ApiRequest>>;

/** What is asked of each kubelet, where the inventory says so: the right to it is close to root on every node. */
export const configzRequest: ProxyRequest = {
  path: "/api/v1/nodes/NODE/proxy/configz",
  verb: "get",
  apiGroup: "",
  resource: "nodes/proxy",
  facts: ["api.configz"],
};

/** The right that a request needs, in words: `list endpointslices.discovery.k8s.io`. */
export const rightOf = (request: ApiRight): string =>
  "resource" in request
    ? `${request.verb} ${showResource(request.apiGroup, request.resource)}`
    : `${request.verb} ${request.path}`;
