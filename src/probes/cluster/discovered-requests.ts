import type { ClusterFact } from "../../evidence/cluster.ts";
import { type DiscoveredVersion, showResource } from "../../evidence/discovery.ts";
import { entriesSeen } from "../../evidence/observed.ts";
import type { ListRequest } from "./api-requests.ts";

/** A resource whose objects in the reserved namespaces are listed, and where it is served. */
export type ListedResource = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly fact: NamespacedFact;
};
type NamespacedFact = Extract<ClusterFact, "api.all-category" | "api.user-resources">;

/** What users make beside the category `all`, by names as RBAC has them. */
const userResources: ReadonlySet<string> = new Set([
  "configmaps",
  "serviceaccounts",
  "persistentvolumeclaims",
  "podtemplates",
  "endpoints",
  "endpointslices.discovery.k8s.io",
  "ingresses.networking.k8s.io",
]);

/** The groups of Kubernetes itself, those of older releases included; any other is of custom resources. */
const ownGroups: ReadonlySet<string> = new Set([
  ...["", "apps", "autoscaling", "batch", "extensions", "policy"],
  ...[
    ...["admissionregistration", "apiextensions", "apiregistration", "auditregistration", "authentication"],
    ...["authorization", "certificates", "coordination", "discovery", "events", "flowcontrol.apiserver"],
    ...["internal.apiserver", "networking", "node", "rbac.authorization", "resource", "scheduling", "settings"],
    ...["storage", "storagemigration"],
  ].map((name) => `${name}.k8s.io`),
  // OpenShift's older names for the objects of RBAC.
  "authorization.openshift.io",
]);

type Served = Omit<ListedResource, "fact"> & { readonly verbs: readonly string[]; readonly inAll: boolean };

/** Every namespaced resource that can be listed, once: in the first version that lets it be. */
function namespacedResources(discovery: readonly DiscoveredVersion[]): readonly Served[] {
  const found = new Map<string, Served>();
  for (const { group, version, resources } of discovery) {
    for (const { namespaced, resource, kind, verbs, categories } of entriesSeen(resources)) {
      if (!namespaced || !verbs.includes("list")) continue;
      const known = found.get(showResource(group, resource));
      const inAll = categories.includes("all") || known?.inAll === true;
      found.set(showResource(group, resource), { ...(known ?? { group, version, resource, kind, verbs }), inAll });
    }
  }
  return [...found.values()];
}

/** A resource that cannot be made, like PodMetrics, shows other objects: nobody puts it into a namespace. */
const isCustom = ({ group, verbs }: Served): boolean => !ownGroups.has(group) && verbs.includes("create");

function factOf(served: Served): NamespacedFact | undefined {
  const name = showResource(served.group, served.resource);
  // Whatever a server says of them.
  if (name === "secrets") return undefined;
  if (served.inAll) return "api.all-category";
  return userResources.has(name) || isCustom(served) ? "api.user-resources" : undefined;
}

/** The resources that are listed in the reserved namespaces. */
export const listedResources = (discovery: readonly DiscoveredVersion[]): readonly ListedResource[] =>
  namespacedResources(discovery).flatMap((served) => {
    const { group, version, resource, kind } = served;
    const fact = factOf(served);
    return fact === undefined ? [] : [{ group, version, resource, kind, fact }];
  });

/** The list of a resource in one namespace, names only. */
export const listIn = (namespace: string, { group, version, resource, fact }: ListedResource): ListRequest => ({
  path: `${group === "" ? "/api" : `/apis/${group}`}/${version}/namespaces/${namespace}/${resource}`,
  verb: "list",
  apiGroup: group,
  resource,
  facts: [fact],
  form: "metadata",
});
