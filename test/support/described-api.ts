import type { ApiRecording } from "../../src/demo/recorded-answer.ts";
import { apiRecording, recordedItems } from "./recordings.ts";

// Described, not recorded: objects of the API as far as rules look at them, by the paths of their lists.

export type Objects = Readonly<Record<string, readonly object[]>>;

const rbacPath = (resource: string): string => `/apis/rbac.authorization.k8s.io/v1/${resource}`;
export const paths = {
  pods: "/api/v1/pods",
  namespaces: "/api/v1/namespaces",
  nodes: "/api/v1/nodes",
  services: "/api/v1/services",
  endpoints: "/api/v1/endpoints",
  endpointSlices: "/apis/discovery.k8s.io/v1/endpointslices",
  configMaps: "/api/v1/configmaps",
  serviceAccounts: "/api/v1/serviceaccounts",
  deployments: "/apis/apps/v1/deployments",
  daemonSets: "/apis/apps/v1/daemonsets",
  replicaSets: "/apis/apps/v1/replicasets",
  jobs: "/apis/batch/v1/jobs",
  podTemplates: "/api/v1/podtemplates",
  policies: "/apis/policy/v1beta1/podsecuritypolicies",
  clusterRoles: rbacPath("clusterroles"),
  clusterRoleBindings: rbacPath("clusterrolebindings"),
} as const;

/** All lists together; of the same path one after the other. */
export const together = (...parts: readonly Objects[]): Objects =>
  Object.fromEntries(
    [...new Set(parts.flatMap(Object.keys))].map((path) => [path, parts.flatMap((part) => part[path] ?? [])]),
  );

/** What pods are made of. */
export type Template = {
  readonly labels?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly ports?: readonly object[];
  readonly env?: readonly object[];
  /** Further containers, by their images. */
  readonly beside?: readonly string[];
  readonly node?: string;
};

const digests = new Map<string, string>();
const digestOf = (image: string): string => {
  const digest = digests.get(image) ?? String(digests.size + 1).padStart(64, "0");
  digests.set(image, digest);
  return digest;
};

const containersOf = (name: string, image: string, { ports = [], env = [], beside = [] }: Template) => [
  { name, image, ports, env },
  ...beside.map((other, index) => ({ name: `${name}-${index + 2}`, image: other })),
];

const spec = (name: string, image: string, more: Template) => ({
  hostNetwork: more.hostNetwork ?? false,
  containers: containersOf(name, image, more),
});

const owned = (apiVersion: string, kind: string, name: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
});

type Pod = { readonly namespace: string; readonly name: string; readonly container: string; readonly image: string };

/** A pod; `metadata` is what else it has there: its owner, annotations. */
function podOf({ namespace, name, container, image }: Pod, more: Template, metadata: object = {}): Objects {
  const { labels = {}, phase = "Running", node: nodeName } = more;
  const containerStatuses = containersOf(container, image, more).map((one) => ({
    name: one.name,
    image: one.image,
    imageID: `${one.image.split(":")[0]}@sha256:${digestOf(one.image)}`,
  }));
  return {
    [paths.pods]: [
      {
        metadata: { namespace, name, labels, ...metadata },
        spec: { ...spec(container, image, more), ...(nodeName === undefined ? {} : { nodeName }) },
        status: { phase, containerStatuses },
      },
    ],
  };
}

/** A pod that nothing manages. */
export const pod = (namespace: string, name: string, image: string, more: Template = {}): Objects =>
  podOf({ namespace, name, container: name, image }, more);

/** A pod that a kubelet runs from a manifest on its node, as it mirrors it. */
export const staticPod = (node: string, name: string, image: string): Objects =>
  podOf(
    { namespace: "kube-system", name: `${name}-${node}`, container: name, image },
    { hostNetwork: true, node, labels: { component: name, tier: "control-plane" } },
    { annotations: { "kubernetes.io/config.mirror": "0123456789abcdef" }, ...owned("v1", "Node", node) },
  );

const template = (name: string, image: string, more: Template) => ({
  metadata: { labels: more.labels ?? {} },
  spec: spec(name, image, more),
});

/** A Deployment, its ReplicaSet and one pod. */
export function deployment(namespace: string, name: string, image: string, more: Template = {}): Objects {
  const { labels = {} } = more;
  const set = `${name}-6d4b75cb6d`;
  const workload = { spec: { template: template(name, image, more) } };
  return together(
    {
      [paths.deployments]: [{ metadata: { namespace, name, labels }, ...workload }],
      [paths.replicaSets]: [
        { metadata: { namespace, name: set, labels, ...owned("apps/v1", "Deployment", name) }, ...workload },
      ],
    },
    podOf({ namespace, name: `${set}-x7k2p`, container: name, image }, more, owned("apps/v1", "ReplicaSet", set)),
  );
}

/** A DaemonSet and a pod on each of some nodes. */
export const daemonSet = (
  namespace: string,
  name: string,
  image: string,
  more: Template = {},
  nodes: readonly string[] = ["cp1"],
): Objects =>
  together(
    {
      [paths.daemonSets]: [
        {
          metadata: { namespace, name, labels: more.labels ?? {} },
          spec: { template: template(name, image, more) },
        },
      ],
    },
    ...nodes.map((node, index) =>
      podOf(
        { namespace, name: `${name}-4xz9${index}`, container: name, image },
        { ...more, node },
        owned("apps/v1", "DaemonSet", name),
      ),
    ),
  );

/** A Job that is done, and its pod. */
export const finishedJob = (namespace: string, name: string, image: string, more: Template = {}): Objects =>
  together(
    {
      [paths.jobs]: [
        { metadata: { namespace, name, labels: more.labels ?? {} }, spec: { template: template(name, image, more) } },
      ],
    },
    podOf(
      { namespace, name: `${name}-b8nmt`, container: name, image },
      { ...more, phase: "Succeeded" },
      owned("batch/v1", "Job", name),
    ),
  );

/** A PodTemplate, from which nothing makes pods. */
export const podTemplate = (namespace: string, name: string, image: string, more: Template = {}): Objects => ({
  [paths.podTemplates]: [{ metadata: { namespace, name }, template: template(name, image, more) }],
});

export const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>> = {}): Objects => ({
  [paths.configMaps]: [{ metadata: { namespace, name }, data }],
});

export const serviceAccount = (namespace: string, name: string): Objects => ({
  [paths.serviceAccounts]: [{ metadata: { namespace, name } }],
});

/** A node, as far as versions and roles are concerned. */
export const node = (name: string, kubeletVersion: string, labels: Readonly<Record<string, string>> = {}): Objects => ({
  [paths.nodes]: [
    {
      metadata: { name, labels },
      spec: {},
      status: { nodeInfo: { kubeletVersion }, conditions: [{ type: "Ready", status: "True" }] },
    },
  ],
});

/** A Service, and where it leads. */
const service = (
  namespace: string,
  name: string,
  port: number,
  endpoint: { readonly address: string; readonly port: number },
): Objects => ({
  [paths.services]: [
    {
      metadata: { namespace, name },
      spec: { type: "ClusterIP", clusterIP: "10.43.0.1", ports: [{ port, protocol: "TCP" }] },
    },
  ],
  [paths.endpoints]: [{ metadata: { namespace, name } }],
  [paths.endpointSlices]: [
    {
      // The one of the API server is named as its Service is.
      metadata: { namespace, name, labels: { "kubernetes.io/service-name": name } },
      endpoints: [{ addresses: [endpoint.address] }],
      ports: [{ port: endpoint.port, protocol: "TCP" }],
    },
  ],
});

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

/** A ClusterRole of some name, bound to a ServiceAccount (`namespace/name`) everywhere. */
export function granted(name: string, account: string, rules: readonly Rule[]): Objects {
  return together({ [paths.clusterRoles]: [{ metadata: { name }, rules }] }, bound(name, name, account));
}

/** A binding of a ClusterRole to a ServiceAccount (`namespace/name`) everywhere. */
export function bound(binding: string, role: string, account: string): Objects {
  const [namespace, name] = account.split("/");
  return {
    [paths.clusterRoleBindings]: [
      {
        metadata: { name: binding },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
        subjects: [{ kind: "ServiceAccount", namespace, name }],
      },
    ],
  };
}

const reserved = ["default", "kube-node-lease", "kube-public", "kube-system"];

const isBootstrap = (item: unknown): item is object =>
  JSON.stringify(item).includes('"kubernetes.io/bootstrapping":"rbac-defaults"');

/** The roles and bindings that every API server makes at its start, as kubeadm's was recorded. */
const bootstrapRbac: Objects = Object.fromEntries(
  ["roles", "rolebindings", "clusterroles", "clusterrolebindings"]
    .map(rbacPath)
    .map((path) => [path, recordedItems(path).filter(isBootstrap)]),
);

/** What Kubernetes itself puts into any cluster. */
export const kubernetesOwn = (apiServer: { readonly address: string; readonly port: number }): Objects =>
  together(
    { [paths.namespaces]: reserved.map((name) => ({ metadata: { name } })) },
    service("default", "kubernetes", 443, apiServer),
    ...reserved.flatMap((name) => [configMap(name, "kube-root-ca.crt"), serviceAccount(name, "default")]),
    bootstrapRbac,
  );

const emptied = (answer: unknown): unknown =>
  typeof answer === "object" && answer !== null && "items" in answer ? { ...answer, items: [] } : answer;

/** What an API server of that version answers, by path; a list that is not described is empty. `recordedAnswer` reads it. */
export const answersFor = (version: string, objects: Objects, documents: ApiRecording = {}): ApiRecording => ({
  ...Object.fromEntries(Object.entries(apiRecording).map(([path, answer]) => [path, emptied(answer)])),
  ...documents,
  "/version": { gitVersion: version },
  ...Object.fromEntries(
    Object.entries(objects).map(([path, items]) => [path, { kind: "List", apiVersion: "v1", metadata: {}, items }]),
  ),
});
