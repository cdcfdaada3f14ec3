import type { DiscoveredVersion } from "../../../../evidence/discovery.ts";
import type { Observed } from "../../../../evidence/observed.ts";
import { type ByGroup, servedBy } from "../served-groups.ts";

/** The API groups of policies that network plugins have beside NetworkPolicy, and by which they deny or allow, too. */
const others: ByGroup = [
  [/^cilium\.io$/, "Cilium"],
  [/^(crd\.)?projectcalico\.org$/, "Calico"],
  [/^crd\.antrea\.io$/, "Antrea"],
  [/^policy\.networking\.k8s\.io$/, "AdminNetworkPolicy"],
  [/^k8s\.ovn\.org$/, "OVN-Kubernetes"],
  [/^networking\.k8s\.aws$/, "Amazon VPC CNI"],
];

/** Whose policies may be in force besides, which are not read; what is not seen counts as somebody's. */
export function otherPolicies(discovery: Observed<readonly DiscoveredVersion[]>): readonly string[] {
  if (discovery.state !== "present") return ["network plugins, which were not seen"];
  return servedBy(others, discovery.value);
}
