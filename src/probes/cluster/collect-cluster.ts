import type { ApiSession } from "../../connect/session.ts";
import type { ApiService, ClusterEvidence } from "../../evidence/cluster.ts";
import type { KyvernoSettings } from "../../evidence/image-policies.ts";
import type { NetworkSettings } from "../../evidence/network-settings.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import type { ApiWorkload, WorkloadKind } from "../../evidence/pods.ts";
import type { AskedBesides } from "../../inventory/inventory.ts";
import { getAdmission } from "./admission.ts";
import { apiRequests, workloadRequests } from "./api-requests.ts";
import { getClusterImagePolicies } from "./cluster-image-policies.ts";
import { getConfigz, withoutConfigz } from "./configz.ts";
import { discover } from "./discovery.ts";
import { getKyvernoPolicies, readKyvernoSettings } from "./kyverno.ts";
import { getNamespacedObjects } from "./namespaced-objects.ts";
import { getOfNamespaces, readNamespace } from "./namespaces.ts";
import { getOfPlugins } from "./network-plugins/get-policies.ts";
import { readNetworkSettings } from "./network-plugins/settings.ts";
import { getNodes, getVersion } from "./nodes.ts";
import { getNodeVolumes } from "./persistent-volumes.ts";
import { getPodSecurityPolicies } from "./pod-security-policies.ts";
import { readPod, readPodTemplate, readWorkload } from "./pods.ts";
import { getRbac, readIngress } from "./rbac.ts";
import { getList } from "./read-list.ts";
import { apart, type Searched, searching } from "./sensitive/search-objects.ts";
import { joinSlices, readService, readSlice } from "./services.ts";

/** Services and where they lead; without their slices it would seem that they lead nowhere. */
async function withSlices(
  api: ApiSession,
  services: Observed<readonly ApiService[]>,
): Promise<Observed<readonly ApiService[]>> {
  if (services.state !== "present") return services;
  const slices = await getList(api, apiRequests.endpointSlices, readSlice);
  return slices.state === "present" ? present(joinSlices(services.value, slices.value), services.source) : slices;
}

/** Everything that makes pods; one kind that was not listed makes all unknown, for it may be the one with the finding. */
async function getWorkloads(api: ApiSession): Promise<Observed<readonly Searched<ApiWorkload>[]>> {
  const workloads: Searched<ApiWorkload>[] = [];
  for (const kind of Object.keys(workloadRequests) as readonly WorkloadKind[]) {
    const found = await getList(api, workloadRequests[kind], searching(kind, readWorkload(kind)));
    if (found.state !== "present") return found;
    workloads.push(...found.value);
  }
  const paths = Object.values(workloadRequests).map(({ path }) => path);
  return present(workloads, { host: api.server, request: `GET ${paths.join(", ")}` });
}

/** What is kept of a ConfigMap, for most are nobody's settings. */
const readSettings = (item: unknown) => ({ network: readNetworkSettings(item), kyverno: readKyvernoSettings(item) });
type Settings = Observed<readonly ReturnType<typeof readSettings>[]>;

/** The network plugins' settings that single ConfigMaps gave, as one. */
function merged(found: Settings): Observed<NetworkSettings> {
  if (found.state !== "present") return found;
  const settings = found.value.flatMap(({ network }) => network ?? []);
  const backends = new Set(settings.flatMap(({ flannelBackend }) => flannelBackend ?? []));
  // Which of two ConfigMaps flannel takes its own from is not known; one may be left over.
  const contradicting = backends.size > 1 ? { flannelBackend: "" } : {};
  return present(Object.assign({}, ...settings, contradicting), found.source);
}

const ofKyverno = (found: Settings): Observed<readonly KyvernoSettings[]> =>
  found.state === "present"
    ? present(
        found.value.flatMap(({ kyverno }) => kyverno ?? []),
        found.source,
      )
    : found;

/** The lists of which a part is kept, and which are searched for credentials as they pass. */
async function getSearched(api: ApiSession) {
  const listed = apart(await getList(api, apiRequests.services, searching("Service", readService)));
  const services = await withSlices(api, listed.values);
  const pods = apart(await getList(api, apiRequests.pods, searching("Pod", readPod)));
  const workloads = apart(await getWorkloads(api));
  const podTemplates = apart(await getList(api, apiRequests.podTemplates, searching("PodTemplate", readPodTemplate)));
  const configMaps = apart(await getList(api, apiRequests.configMaps, searching("ConfigMap", readSettings)));
  return {
    "api.services": services,
    "api.pods": pods.values,
    "api.workloads": workloads.values,
    "api.pod-templates": podTemplates.values,
    "api.network-settings": merged(configMaps.values),
    "api.kyverno-settings": ofKyverno(configMaps.values),
    "api.sensitive": present(
      {
        configMaps: configMaps.scan,
        pods: pods.scan,
        workloads: workloads.scan,
        podTemplates: podTemplates.scan,
        services: listed.scan,
      },
      { host: api.server, request: "GET configmaps, pods, workloads, podtemplates and services" },
    ),
  };
}

/** Everything that the API server is asked; besides that, only what the inventory says. */
export async function collectCluster(
  api: ApiSession,
  cluster: string,
  now: () => Date,
  { kubeletConfigz }: AskedBesides = {},
): Promise<ClusterEvidence> {
  // One after the other, over one connection: pages are big, and the server has others to serve.
  const version = await getVersion(api);
  const nodes = await getNodes(api);
  const namespaces = await getList(api, apiRequests.namespaces, readNamespace);
  const searched = await getSearched(api);
  const persistentVolumes = await getNodeVolumes(api);
  const ingresses = await getList(api, apiRequests.ingresses, readIngress);
  const ofNamespaces = await getOfNamespaces(api);
  const rbac = await getRbac(api);
  // Last, for these are the most requests, and where time runs out the others are there.
  const discovery = await discover(api);
  const policies = await getPodSecurityPolicies(api, discovery);
  const ofPlugins = await getOfPlugins(api, discovery);
  const admission = await getAdmission(api, discovery);
  const kyvernoPolicies = await getKyvernoPolicies(api, discovery);
  const imagePolicies = await getClusterImagePolicies(api, discovery);
  const objects = await getNamespacedObjects(api, discovery, namespaces);
  const configz = kubeletConfigz ? await getConfigz(api, nodes) : withoutConfigz(api);
  return {
    cluster,
    collectedAt: now().toISOString(),
    ...(api.unverifiedTls && { unverifiedTls: api.unverifiedTls }),
    ...(api.via && { via: api.via }),
    facts: {
      "api.version": version,
      "api.nodes": nodes,
      "api.namespaces": namespaces,
      ...searched,
      "api.persistent-volumes": persistentVolumes,
      "api.rbac": rbac,
      "api.ingresses": ingresses,
      ...ofNamespaces,
      "api.discovery": discovery,
      "api.psp": policies,
      ...ofPlugins,
      ...admission,
      "api.kyverno-policies": kyvernoPolicies,
      "api.cluster-image-policies": imagePolicies,
      ...objects,
      "api.configz": configz,
    },
  };
}
