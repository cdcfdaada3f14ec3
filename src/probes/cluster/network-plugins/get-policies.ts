import type { ApiSession } from "../../../connect/session.ts";
import type { ClusterFacts } from "../../../evidence/cluster.ts";
import type { DiscoveredVersion } from "../../../evidence/discovery.ts";
import { absent, type Observed, present } from "../../../evidence/observed.ts";
import type { PluginPolicy } from "../../../evidence/plugin-policies.ts";
import { apiRequests, type ListRequest } from "../api-requests.ts";
import { getServedList } from "../served-list.ts";
import { readAdminPolicy } from "./admin-policies.ts";
import { readCalicoPolicy } from "./calico-policies.ts";
import { readCiliumPolicy } from "./cilium-policies.ts";
import { readFelixConfiguration, readPeerAuthentication } from "./settings.ts";

type Discovery = Observed<readonly DiscoveredVersion[]>;

const lists: readonly (readonly [ListRequest, (item: unknown) => readonly PluginPolicy[]])[] = [
  [apiRequests.ciliumPolicies, readCiliumPolicy],
  [apiRequests.ciliumClusterPolicies, readCiliumPolicy],
  [apiRequests.calicoPolicies, readCalicoPolicy],
  [apiRequests.calicoGlobalPolicies, readCalicoPolicy],
  [apiRequests.adminPolicies, readAdminPolicy("AdminNetworkPolicy")],
  [apiRequests.baselineAdminPolicies, readAdminPolicy("BaselineAdminNetworkPolicy")],
  [apiRequests.clusterPolicies, readAdminPolicy("ClusterNetworkPolicy")],
];

/** The policies of all kinds that are served; of one list that was not whole nothing of any is known. */
async function getPolicies(api: ApiSession, discovery: Discovery): Promise<Observed<readonly PluginPolicy[]>> {
  const policies: PluginPolicy[] = [];
  const requests: string[] = [];
  for (const [request, read] of lists) {
    const found = await getServedList(api, discovery, request, read);
    if (found.state === "unknown") return found;
    if (found.state === "absent") continue;
    policies.push(...found.value.flat());
    requests.push(found.source.request);
  }
  const [first] = requests;
  return first === undefined
    ? absent(discovery.source)
    : present(policies, {
        host: api.server,
        request: [first, ...requests.slice(1).map((one) => one.slice(4))].join(", "),
      });
}

type OfPlugins = "api.plugin-policies" | "api.felix-configurations" | "api.peer-authentications";

/** What network plugins and meshes have of their own, where it is served; each by itself. */
export async function getOfPlugins(
  api: ApiSession,
  discovery: Discovery,
): Promise<{ readonly [K in OfPlugins]: Observed<ClusterFacts[K]> }> {
  const { felixConfigurations, peerAuthentications } = apiRequests;
  return {
    "api.plugin-policies": await getPolicies(api, discovery),
    "api.felix-configurations": await getServedList(api, discovery, felixConfigurations, readFelixConfiguration),
    // Istio serves v1 since 1.22, and v1beta1 beside it.
    "api.peer-authentications": await getServedList(api, discovery, peerAuthentications, readPeerAuthentication, [
      "v1beta1",
    ]),
  };
}
