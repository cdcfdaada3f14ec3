import type { DiscoveredVersion } from "../../../../evidence/discovery.ts";
import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import type { PluginPolicy } from "../../../../evidence/plugin-policies.ts";
import { type ByGroup, servedBy } from "../images/served-groups.ts";

/** The API groups of policies that network plugins have beside NetworkPolicy, by which they deny or allow, and that are read. */
const read: ByGroup = [
  [/^cilium\.io$/, "Cilium"],
  [/^crd\.projectcalico\.org$/, "Calico"],
  [/^policy\.networking\.k8s\.io$/, "AdminNetworkPolicy"],
];
/** The same of those that are not. */
const unread: ByGroup = [
  [/^crd\.antrea\.io$/, "Antrea"],
  [/^k8s\.ovn\.org$/, "OVN-Kubernetes"],
  [/^networking\.k8s\.aws$/, "Amazon VPC CNI"],
];

/**
 * What Calico's API server shows is kept in crd.projectcalico.org. Without that, or where objects move from there
 * ("Migrate from API server to native CRDs" of Calico's documentation), it is kept in projectcalico.org itself.
 */
function isCalicosOwn(discovery: readonly DiscoveredVersion[]): boolean {
  const groups = discovery.map(({ group }) => group);
  const isMoving = discovery
    .flatMap(({ resources }) => entriesSeen(resources))
    .some(({ resource }) => resource === "datastoremigrations");
  return groups.includes("projectcalico.org") && (isMoving || !groups.includes("crd.projectcalico.org"));
}

/** Whose policies may be in force besides, which were not read, and why; what is not seen counts as somebody's. */
export function otherPolicies(
  discovery: Observed<readonly DiscoveredVersion[]>,
  policies: Observed<readonly PluginPolicy[]>,
): readonly string[] {
  if (discovery.state !== "present") return ["network plugins, which were not seen"];
  const why = policies.state === "unknown" ? ` (${policies.message})` : undefined;
  return [
    ...(why === undefined ? [] : servedBy(read, discovery.value).map((name) => `${name}${why}`)),
    ...(isCalicosOwn(discovery.value) ? ["Calico"] : []),
    ...servedBy(unread, discovery.value),
  ];
}
