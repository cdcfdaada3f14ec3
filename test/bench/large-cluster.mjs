// A cluster of any size, made object by object as it is asked for: what a server holds of it does not grow with it.

/**
 * @typedef {{ readonly pods: number, readonly nodes: number }} Size
 * @typedef {{ readonly length: number, readonly at: (index: number) => object }} Resource
 */

const podsOfDeployment = 10;
const agents = ["kube-proxy", "cni", "logs", "metrics", "csi"];
const hex = (/** @type {number} */ number, /** @type {number} */ width) =>
  (Math.imul(number + 1, 2654435761) >>> 0)
    .toString(16)
    .padStart(8, "0")
    .repeat(Math.ceil(width / 8))
    .slice(0, width);
const uid = (/** @type {number} */ number) => hex(number, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const nodeName = (/** @type {number} */ index) => `ip-10-${index >> 8}-${index & 255}-7.eu-central-1.compute.internal`;
const application = (/** @type {number} */ index) => ({
  name: `payments-api-${index}`,
  namespace: `team-${index % 500}`,
  hash: hex(index, 10),
});
const imageOf = (/** @type {string} */ name) => `registry.example.com/platform/${name}:v1.4.2`;

const labelsOf = (/** @type {string} */ name) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/instance": name,
  "app.kubernetes.io/version": "1.4.2",
  "app.kubernetes.io/managed-by": "Helm",
  "helm.sh/chart": `${name}-0.9.1`,
});

/** What an API server keeps of who set which field: about a quarter of a pod's JSON. */
const managedFields = (/** @type {number} */ count) =>
  ["kube-controller-manager", "kubelet"].map((manager) => ({
    manager,
    operation: "Update",
    apiVersion: "v1",
    time: "2026-11-01T06:00:00Z",
    fieldsType: "FieldsV1",
    fieldsV1: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `f:field-${index}`,
        { ".": {}, "f:name": {}, "f:value": {}, "f:valueFrom": { ".": {}, "f:fieldRef": {} } },
      ]),
    ),
  }));

const container = (/** @type {string} */ name, /** @type {number} */ index) => ({
  name: index === 0 ? name : `${name}-sidecar-${index}`,
  image: imageOf(index === 0 ? name : `sidecar-${index}`),
  imagePullPolicy: "IfNotPresent",
  ports: [{ name: "http", containerPort: 8080 + index, protocol: "TCP" }],
  env: Array.from({ length: 8 }, (_, variable) => ({
    name: `SERVICE_SETTING_${variable}`,
    value: `https://service-${variable}.${name}.svc.cluster.local:8443/`,
  })),
  envFrom: [{ configMapRef: { name: `${name}-settings` } }],
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "512Mi" } },
  volumeMounts: [
    { name: "settings", mountPath: "/etc/settings" },
    { name: "kube-api-access", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount", readOnly: true },
  ],
  livenessProbe: { httpGet: { path: "/healthz", port: 8080, scheme: "HTTP" }, periodSeconds: 10, failureThreshold: 3 },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
});

const specOf = (/** @type {string} */ name) => ({
  initContainers: [container(`${name}-init`, 0)],
  containers: [0, 1, 2].map((index) => container(name, index)),
  volumes: [
    { name: "settings", configMap: { name: `${name}-settings`, defaultMode: 420 } },
    { name: "kube-api-access", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } },
  ],
  serviceAccountName: name,
  tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" }],
});

const statusesOf = (
  /** @type {readonly { name: string, image: string }[]} */ containers,
  /** @type {number} */ index,
) =>
  containers.map(({ name, image }, position) => ({
    name,
    image,
    imageID: `${image.split(":")[0]}@sha256:${hex(position, 64)}`,
    containerID: `containerd://${hex(index * 8 + position, 64)}`,
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: "2026-11-01T06:00:00Z" } },
  }));

/** What makes a pod: the first five pods of a node are its agents', the others are of Deployments. */
function makerOf(/** @type {number} */ index, /** @type {Size} */ { nodes }) {
  const ofAgents = nodes * agents.length;
  if (index < ofAgents) {
    const name = agents[index % agents.length] ?? "";
    const owner = { apiVersion: "apps/v1", kind: "DaemonSet", name };
    return { name, namespace: "kube-system", owner, node: Math.floor(index / agents.length), hash: "" };
  }
  const { name, namespace, hash } = application(Math.floor((index - ofAgents) / podsOfDeployment));
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: `${name}-${hash}` };
  return { name, namespace, owner, node: index % nodes, hash: `${hash}-` };
}

function pod(/** @type {number} */ index, /** @type {Size} */ size) {
  const { name, namespace, owner, node, hash } = makerOf(index, size);
  const spec = specOf(name);
  return {
    metadata: {
      name: `${name}-${hash}${index.toString(36)}`,
      generateName: `${name}-${hash}`,
      namespace,
      uid: uid(index),
      resourceVersion: String(100_000 + index),
      creationTimestamp: "2026-11-01T06:00:00Z",
      labels: { ...labelsOf(name), "pod-template-hash": hash },
      annotations: {
        "checksum/config": hex(index, 64),
        "cni.projectcalico.org/podIP": `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32`,
        "prometheus.io/scrape": "true",
      },
      ownerReferences: [{ ...owner, uid: uid(index), controller: true, blockOwnerDeletion: true }],
      managedFields: managedFields(10),
    },
    spec: { ...spec, nodeName: nodeName(node) },
    status: {
      phase: "Running",
      conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({ type, status: "True" })),
      podIP: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      initContainerStatuses: statusesOf(spec.initContainers, index),
      containerStatuses: statusesOf(spec.containers, index),
    },
  };
}

const node = (/** @type {number} */ index) => ({
  metadata: {
    name: nodeName(index),
    uid: uid(index),
    labels: {
      "kubernetes.io/hostname": nodeName(index),
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "node.kubernetes.io/instance-type": "m6i.2xlarge",
      "topology.kubernetes.io/zone": `eu-central-1${"abc"[index % 3]}`,
      ...(index < 3 ? { "node-role.kubernetes.io/control-plane": "" } : {}),
    },
    managedFields: managedFields(10),
  },
  spec: { taints: index < 3 ? [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] : [] },
  status: {
    addresses: [
      { type: "InternalIP", address: `10.${index >> 8}.${index & 255}.7` },
      { type: "Hostname", address: nodeName(index) },
    ],
    conditions: [{ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" }],
    images: Array.from({ length: 50 }, (_, image) => ({
      names: [
        `${imageOf(`service-${image}`)}`,
        `registry.example.com/platform/service-${image}@sha256:${hex(image, 64)}`,
      ],
      sizeBytes: 1_000_000 + image,
    })),
    nodeInfo: { kubeletVersion: "v1.36.2", osImage: "Ubuntu 24.04.3 LTS" },
  },
});

const workload = (/** @type {string} */ name, /** @type {string} */ namespace, /** @type {object} */ more) => ({
  metadata: { name, namespace, labels: labelsOf(name), managedFields: managedFields(10), ...more },
  spec: { template: { metadata: { labels: labelsOf(name) }, spec: specOf(name) } },
});

/** Three ReplicaSets of each Deployment: the current one and two that a rollback would need. */
function replicaSet(/** @type {number} */ index) {
  const { name, namespace, hash } = application(Math.floor(index / 3));
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "Deployment", name, uid: uid(index), controller: true }];
  return {
    ...workload(name, namespace, { name: `${name}-${index % 3 === 0 ? hash : hex(index, 10)}`, ownerReferences }),
  };
}

function service(/** @type {number} */ index) {
  const { name, namespace } = application(index);
  return {
    metadata: { name, namespace, labels: labelsOf(name), managedFields: managedFields(4) },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.10",
      selector: labelsOf(name),
      ports: [{ port: 80, protocol: "TCP" }],
    },
    status: { loadBalancer: {} },
  };
}

function endpointSlice(/** @type {number} */ index) {
  const { name, namespace } = application(index);
  const addressOf = (/** @type {number} */ place) => `10.${(index >> 8) & 255}.${index & 255}.${place}`;
  return {
    metadata: { name: `${name}-${hex(index, 5)}`, namespace, labels: { "kubernetes.io/service-name": name } },
    endpoints: Array.from({ length: podsOfDeployment }, (_, place) => ({ addresses: [addressOf(place)] })),
    ports: [{ port: 8080, protocol: "TCP" }],
  };
}

/** The lists of such a cluster that are not empty, by path. */
export function largeCluster(/** @type {Size} */ size) {
  const deployments = Math.ceil((size.pods - size.nodes * agents.length) / podsOfDeployment);
  const applied = (/** @type {number} */ index) => {
    const { name, namespace } = application(index);
    return workload(name, namespace, {});
  };
  /** @type {Readonly<Record<string, Resource>>} */
  const lists = {
    "/api/v1/nodes": { length: size.nodes, at: node },
    "/api/v1/namespaces": { length: 500, at: (index) => ({ metadata: { name: `team-${index}` } }) },
    "/api/v1/pods": { length: size.pods, at: (index) => pod(index, size) },
    "/api/v1/services": { length: deployments, at: service },
    "/apis/discovery.k8s.io/v1/endpointslices": { length: deployments, at: endpointSlice },
    "/apis/apps/v1/deployments": { length: deployments, at: applied },
    "/apis/apps/v1/replicasets": { length: deployments * 3, at: replicaSet },
    "/apis/apps/v1/daemonsets": {
      length: agents.length,
      at: (index) => workload(agents[index] ?? "", "kube-system", {}),
    },
  };
  return lists;
}
