import { type DiscoveredVersion, showResource } from "../../evidence/discovery.ts";
import { entriesSeen } from "../../evidence/observed.ts";
import type { AskedBesides } from "../../inventory/inventory.ts";
import { type ApiRight, apiRequests, configzRequest, rightOf } from "./api-requests.ts";
import { type ListedResource, listedResources } from "./discovered-requests.ts";

const inReserved =
  (fact: ListedResource["fact"]) =>
  ([apiGroup, ...resources]: readonly [string, ...(readonly string[])]): readonly ApiRight[] =>
    resources.map((resource) => ({ verb: "list", apiGroup, resource, facts: [fact] }));

// What discovery leads to on a cluster without custom resources.
const discovered: readonly ApiRight[] = [
  { path: "/api/*", verb: "get", facts: ["api.discovery"] },
  { path: "/apis/*", verb: "get", facts: ["api.discovery"] },
  ...(
    [
      ["", "pods", "replicationcontrollers", "services"],
      ["apps", "daemonsets", "deployments", "replicasets", "statefulsets"],
      ["autoscaling", "horizontalpodautoscalers"],
      ["batch", "cronjobs", "jobs"],
    ] as const
  ).flatMap(inReserved("api.all-category")),
  ...(
    [
      ["", "configmaps", "endpoints", "persistentvolumeclaims", "podtemplates", "serviceaccounts"],
      ["discovery.k8s.io", "endpointslices"],
      ["networking.k8s.io", "ingresses"],
    ] as const
  ).flatMap(inReserved("api.user-resources")),
];

/** Each right once, with all facts that need it. */
function merged(rights: readonly ApiRight[]): readonly ApiRight[] {
  const found = new Map<string, ApiRight>();
  for (const right of rights) {
    const facts = [...(found.get(rightOf(right))?.facts ?? []), ...right.facts];
    found.set(rightOf(right), { ...right, facts: [...new Set(facts)] });
  }
  return [...found.values()];
}

/** Every right that an audit needs on any cluster; custom resources need further ones. */
export const apiRights: readonly ApiRight[] = merged([...Object.values(apiRequests), ...discovered]);

/** The rights to what the inventory has asked besides. */
export const rightsBesides = ({ kubeletConfigz }: AskedBesides): readonly ApiRight[] =>
  kubeletConfigz ? [configzRequest] : [];

/** Every right that an audit needs on the cluster with this discovery: none for what is not served there. */
export function rightsOn(discovery: readonly DiscoveredVersion[]): readonly ApiRight[] {
  // What a group serves cannot be told where the server of one of its versions is down.
  const unseen = new Set(discovery.flatMap(({ group, resources }) => (resources.state === "present" ? [] : [group])));
  const served = new Set(
    discovery.flatMap(({ group, resources }) =>
      entriesSeen(resources).map(({ resource }) => showResource(group, resource)),
    ),
  );
  const isNeeded = (right: ApiRight): boolean =>
    !("resource" in right) || unseen.has(right.apiGroup) || served.has(showResource(right.apiGroup, right.resource));
  const listed = listedResources(discovery).map(
    ({ group, resource, fact }): ApiRight => ({ verb: "list", apiGroup: group, resource, facts: [fact] }),
  );
  return merged([...apiRights.filter(isNeeded), ...listed]);
}
