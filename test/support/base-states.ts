import { readFileSync } from "node:fs";
import { concludeFacts } from "../../src/assess/roles.ts";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { ApiService } from "../../src/evidence/cluster.ts";
import type { KubeletConfig } from "../../src/evidence/kubelet.ts";
import type { CollectedFacts, NodeEvidence, ObservedFacts } from "../../src/evidence/node.ts";
import { absent, type Observed, present } from "../../src/evidence/observed.ts";
import type { Invocation } from "../../src/evidence/processes.ts";
import { type ApprovedPort, type PortsList, undecided } from "../../src/evidence/site.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { parseStructuredFile } from "../../src/probes/parse/structured-file.ts";
import { forbiddenBut } from "./cluster-facts.ts";
import { inForce } from "./configz.ts";
import {
  apiNode,
  directory,
  file,
  here,
  namespaces,
  facts as nodeFacts,
  source,
  sshUnits,
  unit,
  worker,
} from "./facts.ts";

const transport = { address: "10.0.0.7", port: 22, stage: "ready", outcome: "connected", message: "", viaJump: false };

/** All facts of a node of the demo, as its recording shows them. */
export async function recordedFacts(node: "cp1" | "w1"): Promise<CollectedFacts> {
  const url = new URL(`../../src/demo/recordings/${node}.json`, import.meta.url);
  const recording = JSON.parse(readFileSync(url, "utf8")) as Recording;
  return collectNode(replaySession(recording), node, transport);
}

/** Every port approved, by a list in force: the rules on ports must find what to compare with it. */
const approved: readonly ApprovedPort[] = (["in", "out"] as const).map((direction) => ({
  first: 1,
  last: 65535,
  protocol: "tcp",
  address: "any",
  direction,
}));
const ppsm: PortsList = {
  document: "PPSM 1",
  approvedBy: "the ISSM",
  date: "2026-01-01",
  expires: "2027-01-01",
  components: {
    "kube-apiserver": approved,
    "kube-scheduler": approved,
    "kube-controller-manager": approved,
    etcd: approved,
  },
};

const kubernetes: ApiService = {
  namespace: "default",
  name: "kubernetes",
  type: "ClusterIP",
  clusterIP: true,
  external: false,
  labels: { component: "apiserver", provider: "kubernetes" },
  selector: {},
  ports: [{ protocol: "tcp", port: 443 }],
  endpoints: [{ address: "10.77.0.10", protocol: "tcp", port: 6443 }],
};

/** What the rules are shown of a node, the API's word included. */
function shown(
  node: "cp1" | "w1",
  facts: CollectedFacts,
  declaredRole: NodeEvidence["declaredRole"] = node === "cp1" ? "control-plane" : "worker",
): ObservedFacts {
  const version = "v1.36.2";
  const listed = [
    ["cp1", declaredRole === "etcd" ? {} : { "node-role.kubernetes.io/control-plane": "" }],
    ["cp2", { "node-role.kubernetes.io/control-plane": "" }],
    ["w1", {}],
  ] as const;
  const nodes = listed.flatMap(([name, labels]) => {
    const seen = apiNode({
      name,
      labels,
      kubeletVersion: version,
      addresses: name === "cp1" ? [{ type: "InternalIP", address: "10.77.0.10" }] : [],
      taints: name === "w1" ? [] : [taint],
    });
    return seen.state === "present" ? [seen.value] : [];
  });
  const cluster = {
    cluster: "c",
    collectedAt: "",
    facts: forbiddenBut({
      "api.version": here(version),
      "api.nodes": here(nodes),
      "api.namespaces": namespaces({ shop: "restricted" }),
      "api.pods": here([]),
      "api.workloads": here([]),
      "api.pod-templates": here([]),
      "api.persistent-volumes": here([]),
      "api.services": here([kubernetes]),
      "api.discovery": here([]),
      "api.all-category": here([]),
      "api.user-resources": here([]),
      "api.psp": here([]),
      "api.plugin-policies": here([]),
      "api.felix-configurations": here([]),
      "api.peer-authentications": here([]),
      "api.network-settings": here({}),
      "api.configz": here([]),
    }),
  };
  const evidence = {
    node,
    address: "",
    declaredRole,
    labels: {},
    read: { state: "read" },
    collectedAt: "2026-11-21T13:05:00.000Z",
    readerSha256: "",
    facts,
  } as const;
  const etcdOfCp2: NodeEvidence = { ...evidence, node: "cp2", address: "10.77.0.11" };
  return concludeFacts(evidence, cluster, { ...undecided, ppsm }, [evidence, etcdOfCp2]);
}
const taint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

/** Facts whose command lines of one component have these flags, in manifest and process alike. */
function withFlags(
  facts: CollectedFacts,
  component: string,
  flags: readonly string[],
  dropped: readonly string[] = [],
): CollectedFacts {
  const names = [...flags.map((flag) => flag.slice(0, flag.indexOf("=") + 1)), ...dropped];
  const changed = (call: Invocation): Invocation => {
    if (call.argv[0]?.split("/").at(-1) !== component) return call;
    const kept = call.argv.flatMap((word, index) => (names.some((name) => word.startsWith(name)) ? [] : [index]));
    const line = call.lines.length === 0 ? [] : flags.map(() => 99);
    return {
      ...call,
      argv: [...kept.map((index) => call.argv[index] ?? ""), ...flags],
      lines: [...(call.lines.length === 0 ? [] : kept.map((index) => call.lines[index] ?? 0)), ...line],
    };
  };
  const each = (calls: Observed<readonly Invocation[]>): Observed<readonly Invocation[]> =>
    calls.state === "present" ? present(calls.value.map(changed), calls.source) : calls;
  const invocations = Object.entries(facts).filter(([name]) => /^(manifest\.|process\.|static-pods)/.test(name));
  const mapped = invocations.map(([name, calls]) => [name, each(calls as Observed<readonly Invocation[]>)]);
  return { ...facts, ...Object.fromEntries(mapped) };
}

/** Components as they run in containers: what their paths are on the host only their manifests say. */
function inContainers(facts: CollectedFacts): CollectedFacts {
  const processes = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].map((component) => {
    const process = facts[`process.${component}` as "process.etcd"];
    if (process.state !== "present") throw new Error(`the recording has no ${component}`);
    return [
      `process.${component}`,
      present(
        process.value.map((call) => ({ ...call, mounts: [] })),
        process.source,
      ),
    ];
  });
  return { ...facts, ...Object.fromEntries(processes) };
}

/** What systemd starts next is what runs. */
function startsNextAsItRuns(facts: CollectedFacts): CollectedFacts {
  const { "kubelet.unit": unit, "process.kubelet": process } = facts;
  if (unit.state !== "present" || process.state !== "present") throw new Error("the recording has no kubelet");
  const { nextStart } = unit.value;
  const [running] = process.value;
  if (nextStart.state !== "present" || running === undefined) throw new Error("what starts next is not known");
  const next = present({ ...nextStart.value, argv: running.argv }, nextStart.source);
  return { ...facts, "kubelet.unit": present({ ...unit.value, nextStart: next }, unit.source) };
}

function withSettings(facts: CollectedFacts, settings: Readonly<Record<string, unknown>>): CollectedFacts {
  const config = facts["kubelet.config"];
  if (config.state !== "present") throw new Error("the recording has no kubelet configuration");
  const merged = new Map(Object.entries(config.value.settings));
  for (const [path, value] of Object.entries(settings)) {
    if (value === null) merged.delete(path);
    else merged.set(path, { value, file: "/var/lib/kubelet/config.yaml", line: 99 });
  }
  const changed: KubeletConfig = { ...config.value, settings: Object.fromEntries(merged) };
  return { ...facts, "kubelet.config": present(changed, config.source) };
}

const withFiles = (facts: CollectedFacts, ...paths: readonly string[]): CollectedFacts => {
  const seen = facts["stat.flag-files"];
  const known = seen.state === "present" ? seen.value : {};
  const added = paths.map((path) => [path, here(path.includes(".") ? file(path, 0o600) : directory(path))]);
  return { ...facts, "stat.flag-files": here({ ...known, ...Object.fromEntries(added) }) };
};

const content = (path: string, text: string) => here({ path, file: path, content: parseStructuredFile(text) });

const policy = "/etc/kubernetes/pki";
const suites = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
];

const mended: Readonly<Record<string, readonly string[]>> = {
  "kube-apiserver": [
    "--tls-min-version=VersionTLS12",
    `--tls-cipher-suites=${suites.join(",")}`,
    "--request-timeout=300s",
    "--anonymous-auth=false",
    `--audit-policy-file=${policy}/audit.yaml`,
    `--audit-log-path=${policy}/audit.log`,
    "--audit-log-maxsize=100",
    "--audit-log-maxbackup=10",
    "--audit-log-maxage=30",
    "--enable-admission-plugins=NodeRestriction,ValidatingAdmissionWebhook",
    `--encryption-provider-config=${policy}/encryption.yaml`,
    `--admission-control-config-file=${policy}/admission.yaml`,
  ],
  "kube-controller-manager": ["--tls-min-version=VersionTLS12", "--profiling=false"],
  "kube-scheduler": ["--tls-min-version=VersionTLS12"],
  etcd: ["--auto-tls=false", "--peer-auto-tls=false"],
};

/** What test/lab/node/harden-control-plane makes of a default node, as facts. */
function mendedControlPlane(facts: CollectedFacts): CollectedFacts {
  const flagged = Object.entries(mended).reduce((all, [name, flags]) => withFlags(all, name, flags), facts);
  const pki = "/var/lib/kubelet/pki";
  const settings = {
    streamingConnectionIdleTimeout: "5m",
    protectKernelDefaults: true,
    tlsCertFile: `${pki}/serving.crt`,
    tlsPrivateKeyFile: `${pki}/serving.key`,
  };
  const files = ["audit.yaml", "audit.log", "encryption.yaml", "admission.yaml"].map((name) => `${policy}/${name}`);
  const data = facts["stat.etcd-data"];
  const etcd = flagged["process.etcd"];
  if (data.state !== "present" || etcd.state !== "present") throw new Error("the recording has no etcd");
  const owned = data.value.map((directory) => {
    if (directory.walk.state !== "present") throw new Error("the recording has no etcd data");
    const { root, entries } = directory.walk.value;
    const all = entries.map((entry) => ({ ...entry, uid: 999, gid: 999, user: "etcd", group: "etcd" }));
    return { ...directory, walk: present({ root, entries: all }, directory.walk.source) };
  });
  return {
    ...withFiles(withSettings(flagged, settings), ...files, `${pki}/serving.crt`, `${pki}/serving.key`),
    "content.audit-policy": content(
      files[0] ?? "",
      "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: RequestResponse\n",
    ),
    "content.encryption-config": content(
      files[2] ?? "",
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n" +
        "  providers:\n  - secretbox: {keys: [{name: key1, secret: REDACTED}]}\n  - identity: {}\n",
    ),
    "content.admission-config": content(
      files[3] ?? "",
      "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  configuration:\n" +
        "    apiVersion: pod-security.admission.config.k8s.io/v1\n    kind: PodSecurityConfiguration\n" +
        "    defaults: {enforce: restricted, enforce-version: latest}\n" +
        "    exemptions: {usernames: [], runtimeClasses: [], namespaces: [kube-system]}\n",
    ),
    "process.etcd": present(
      etcd.value.map((call) => ({ ...call, uid: 999 })),
      etcd.source,
    ),
    "stat.etcd-data": present(owned, data.source),
  };
}

/**
 * What test/lab/node/harden-worker makes of a default worker, as facts; read at its console, without an SSH server. Its
 * kubelet's unit still has the old flags.
 */
function changedWorker(facts: CollectedFacts): CollectedFacts {
  const flagged = withFlags(facts, "kubelet", ["--authorization-mode=Webhook"]);
  const set = withSettings(flagged, {
    staticPodPath: null,
    streamingConnectionIdleTimeout: "5m",
    protectKernelDefaults: true,
  });
  return {
    ...set,
    "ssh.transport": absent(source),
    "host.sshd": here({ units: sshUnits(unit("ssh.service", "inactive", "disabled")), processes: [] }),
  };
}

/** The same node at another release: images of the components and the kubelet's version. */
const atRelease = (facts: ObservedFacts, version: string): ObservedFacts =>
  JSON.parse(JSON.stringify(facts).replaceAll("v1.36.2", version)) as ObservedFacts;

/** Without some components: neither a manifest nor a process. */
const without = (facts: CollectedFacts, ...components: readonly string[]): CollectedFacts => ({
  ...facts,
  ...Object.fromEntries(
    components.flatMap((name) => [`manifest.${name}`, `process.${name}`]).map((fact) => [fact, absent(source)]),
  ),
});

const ofControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** A control plane whose etcd is on another host of the audit. */
const etcdElsewhere = (facts: CollectedFacts): CollectedFacts => ({
  ...withFlags(without(facts, "etcd"), "kube-apiserver", ["--etcd-servers=https://10.77.0.11:2379"]),
  "stat.etcd-data": absent(source),
});

/** etcd as its configuration file says: RKE2's way. */
function withEtcdConfig(facts: CollectedFacts): CollectedFacts {
  const dropped = [
    "--cert",
    "--key",
    "--client",
    "--peer",
    "--listen",
    "--auto",
    "--initial",
    "--trusted",
    "--data-dir",
  ];
  const path = `${policy}/etcd.yaml`;
  const pki = `${policy}/etcd`;
  const yaml =
    "initial-cluster: cp1=https://10.77.0.10:2380\nlisten-client-urls: https://10.77.0.10:2379\n" +
    `listen-peer-urls: https://10.77.0.10:2380\nclient-transport-security: {cert-file: ${pki}/server.crt, ` +
    `key-file: ${pki}/server.key, client-cert-auth: true, trusted-ca-file: ${pki}/ca.crt}\n` +
    `peer-transport-security: {cert-file: ${pki}/peer.crt, key-file: ${pki}/peer.key, client-cert-auth: true}\n`;
  return {
    ...withFlags(facts, "etcd", [`--config-file=${path}`], dropped),
    "content.etcd-config": content(path, yaml),
  };
}

/** A control plane that says who may do what, who may come without a name, and what etcd does, in files instead of flags. */
function withStructuredFiles(facts: CollectedFacts): CollectedFacts {
  const [authorization, authentication] = [`${policy}/authz.yaml`, `${policy}/authn.yaml`];
  const flags = [`--authorization-config=${authorization}`, `--authentication-config=${authentication}`];
  const kind = (name: string) => `apiVersion: apiserver.config.k8s.io/v1\nkind: ${name}\n`;
  return {
    ...withFiles(
      withFlags(withEtcdConfig(facts), "kube-apiserver", flags, ["--authorization-mode=", "--anonymous-auth="]),
      authorization,
      authentication,
    ),
    "content.authorization-config": content(
      authorization,
      `${kind("AuthorizationConfiguration")}authorizers:\n- {type: Node, name: node}\n- {type: RBAC, name: rbac}\n`,
    ),
    "content.authentication-config": content(
      authentication,
      `${kind("AuthenticationConfiguration")}anonymous: {enabled: false}\n`,
    ),
  };
}

/** Gates as the texts of old releases want them. */
function withOldGates(facts: CollectedFacts): CollectedFacts {
  const gates = "--feature-gates=DynamicKubeletConfig=false";
  const flagged = ofControlPlane.reduce((all, name) => withFlags(all, name, [gates]), facts);
  return withSettings(flagged, { "featureGates.DynamicKubeletConfig": false });
}

/** A node without SSH, of which the API shows what its kubelet says. */
const onlyKubeletsWord = nodeFacts({ "node.role": here(worker), "kubelet.configz": here(inForce()) });

/** Nodes with all their evidence, on which every rule passes at least once. */
export async function baseStates(): Promise<readonly { readonly name: string; readonly facts: ObservedFacts }[]> {
  const [cp, w] = [inContainers(await recordedFacts("cp1")), await recordedFacts("w1")];
  const [controlPlane, changed] = [mendedControlPlane(cp), changedWorker(w)];
  const mendedWorker = startsNextAsItRuns(changed);
  const oldControlPlane = withFlags(withOldGates(controlPlane), "kube-apiserver", ["--insecure-port=0"]);
  const oldWorker = withSettings(mendedWorker, { "featureGates.DynamicKubeletConfig": false });
  return [
    { name: "default control plane", facts: shown("cp1", cp) },
    { name: "default worker", facts: shown("w1", w) },
    { name: "mended control plane", facts: shown("cp1", controlPlane) },
    { name: "mended worker", facts: shown("w1", mendedWorker) },
    { name: "worker before a restart", facts: shown("w1", changed) },
    { name: "structured control plane", facts: shown("cp1", withStructuredFiles(controlPlane)) },
    { name: "control plane without etcd", facts: shown("cp1", etcdElsewhere(controlPlane)) },
    { name: "etcd host", facts: shown("cp1", without(controlPlane, ...ofControlPlane), "etcd") },
    { name: "old control plane", facts: atRelease(shown("cp1", oldControlPlane), "v1.20.1") },
    { name: "old worker", facts: atRelease(shown("w1", oldWorker), "v1.20.1") },
    { name: "kubelet's word", facts: onlyKubeletsWord },
  ];
}
