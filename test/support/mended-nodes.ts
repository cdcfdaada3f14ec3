import type { CollectedFacts } from "../../src/evidence/node.ts";
import { absent, present } from "../../src/evidence/observed.ts";
import { content, withFiles, withFlags, without, withSettings } from "./changed-facts.ts";
import { here, source, sshUnits, unit } from "./facts.ts";

/** Components as they run in containers: what their paths are on the host only their manifests say. */
export function inContainers(facts: CollectedFacts): CollectedFacts {
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
export function startsNextAsItRuns(facts: CollectedFacts): CollectedFacts {
  const { "kubelet.unit": unit, "process.kubelet": process } = facts;
  if (unit.state !== "present" || process.state !== "present") throw new Error("the recording has no kubelet");
  const { nextStart } = unit.value;
  const [running] = process.value;
  if (nextStart.state !== "present" || running === undefined) throw new Error("what starts next is not known");
  const next = present({ ...nextStart.value, argv: running.argv }, nextStart.source);
  return { ...facts, "kubelet.unit": present({ ...unit.value, nextStart: next }, unit.source) };
}

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
export function mendedControlPlane(facts: CollectedFacts): CollectedFacts {
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
export function changedWorker(facts: CollectedFacts): CollectedFacts {
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

export const ofControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** A control plane whose etcd is on another host of the audit. */
export const etcdElsewhere = (facts: CollectedFacts): CollectedFacts => ({
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
export function withStructuredFiles(facts: CollectedFacts): CollectedFacts {
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
export function withOldGates(facts: CollectedFacts): CollectedFacts {
  const gates = "--feature-gates=DynamicKubeletConfig=false";
  const flagged = ofControlPlane.reduce((all, name) => withFlags(all, name, [gates]), facts);
  return withSettings(flagged, { "featureGates.DynamicKubeletConfig": false });
}
