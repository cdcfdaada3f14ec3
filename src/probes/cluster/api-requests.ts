import type { ClusterFact } from "../../evidence/cluster.ts";

/** One GET, the right of RBAC that it needs, and the facts that are unknown without it. */
export type ApiRequest = ListRequest | PathRequest;

/** A list of a resource, of all namespaces. */
export type ListRequest = {
  readonly path: string;
  readonly verb: "list";
  /** The API group; empty for the core group. */
  readonly apiGroup: string;
  readonly resource: string;
  readonly facts: readonly ClusterFact[];
  /** How many objects one answer may have, where they can be big. */
  readonly pageSize?: number;
};

/** A path that is no resource. */
export type PathRequest = {
  readonly path: string;
  readonly verb: "get";
  readonly facts: readonly ClusterFact[];
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

/** The lists of objects that make pods, by their kind. */
export const workloadRequests = {
  Deployment: grouped("apps", "v1", "deployments", "api.workloads", "api.sensitive"),
  StatefulSet: grouped("apps", "v1", "statefulsets", "api.workloads", "api.sensitive"),
  DaemonSet: grouped("apps", "v1", "daemonsets", "api.workloads", "api.sensitive"),
  ReplicaSet: grouped("apps", "v1", "replicasets", "api.workloads", "api.sensitive"),
  Job: grouped("batch", "v1", "jobs", "api.workloads", "api.sensitive"),
  CronJob: grouped("batch", "v1", "cronjobs", "api.workloads", "api.sensitive"),
  ReplicationController: core("replicationcontrollers", "api.workloads", "api.sensitive"),
} as const;
export type WorkloadKind = keyof typeof workloadRequests;

/** Every GET that the API server is ever sent; `plimsoll api-access` makes its ClusterRole of it. */
export const apiRequests = {
  version: { path: "/version", verb: "get", facts: ["api.version"] },
  nodes: core("nodes", "api.nodes"),
  namespaces: core("namespaces", "api.namespaces"),
  services: core("services", "api.services", "api.sensitive"),
  endpointSlices: grouped("discovery.k8s.io", "v1", "endpointslices", "api.services"),
  pods: core("pods", "api.pods", "api.sensitive"),
  ...workloadRequests,
  ingresses: grouped("networking.k8s.io", "v1", "ingresses", "api.ingresses"),
  roles: rbac("roles"),
  roleBindings: rbac("rolebindings"),
  clusterRoles: rbac("clusterroles"),
  clusterRoleBindings: rbac("clusterrolebindings"),
  // A ConfigMap may have 1 MiB, and last-applied-configuration repeats it: a page stays below what is read of an answer.
  configMaps: { ...core("configmaps", "api.sensitive"), pageSize: 25 },
} as const satisfies Readonly<Record<string, ApiRequest>>;

/** The right that a request needs, in words: `list endpointslices.discovery.k8s.io`. */
export function rightOf(request: ApiRequest): string {
  if (request.verb === "get") return `get ${request.path}`;
  const group = request.apiGroup === "" ? "" : `.${request.apiGroup}`;
  return `list ${request.resource}${group}`;
}
