import type { ClusterEvidence, ClusterFact } from "./cluster.ts";
import type { CollectedFacts } from "./node.ts";
import { present, type Source, type Unknown, type UnknownReason, unknown } from "./observed.ts";
import type { SshTransport } from "./ssh.ts";

// Named one by one so that the compiler asks for every fact that is added.
const facts: Readonly<Record<keyof CollectedFacts, true>> = {
  "stat.manifests": true,
  "manifest.kube-apiserver": true,
  "manifest.kube-controller-manager": true,
  "manifest.kube-scheduler": true,
  "manifest.etcd": true,
  "static-pods": true,
  "process.kube-apiserver": true,
  "process.kube-controller-manager": true,
  "process.kube-scheduler": true,
  "process.etcd": true,
  "process.kubelet": true,
  "process.kube-proxy": true,
  "kubelet.config": true,
  "kubelet.unit": true,
  "stat.kubelet-config": true,
  "stat.kubelet-kubeconfig": true,
  "stat.kubeadm-dropin": true,
  "stat.cp-kubeconfigs": true,
  "stat.kubelet-client-ca": true,
  "stat.pki": true,
  "keys.pki": true,
  "stat.etcd-data": true,
  "content.etcd-config": true,
  "stat.flag-files": true,
  certificates: true,
  "content.audit-policy": true,
  "content.encryption-config": true,
  "content.admission-config": true,
  "content.authorization-config": true,
  "content.authentication-config": true,
  "stat.kube-proxy-kubeconfig": true,
  kubeconfigs: true,
  "certificates.kubelet-serving": true,
  "stat.cloud-files": true,
  "host.sshd": true,
  "host.listeners": true,
  "host.packet-filter": true,
  "host.kubectl": true,
  "host.services": true,
  "host.engines": true,
  "host.cni": true,
  "host.journal": true,
  "host.security-modules": true,
  "host.container-labels": true,
  "host.rsyslog": true,
  "host.journal-upload": true,
  "host.seccomp-profiles": true,
  "host.boot-id": true,
  "ssh.transport": true,
  "node.kubeadm": true,
  "node.layout": true,
};
/** The facts of a host, as an evidence file holds them. */
export const factNames: readonly string[] = Object.keys(facts);

/** The facts of a host that was not asked: all unknown for the one reason; how the SSH attempt ended is known if one was made. */
export function unreadFacts(
  node: string,
  reason: UnknownReason,
  message: string,
  transport?: SshTransport,
  request = "ssh",
): CollectedFacts {
  const source: Source = { host: node, request };
  // One for all: a large cluster has thousands of nodes that nobody asked.
  const one = unknown(reason, message, source);
  const unread = Object.fromEntries(factNames.map((name) => [name, one]));
  const attempt = transport === undefined ? {} : { "ssh.transport": present(transport, source) };
  return { ...unread, ...attempt } as CollectedFacts;
}

// Named one by one for the same reason.
/** The facts of an API server. */
export const clusterFactNames: Readonly<Record<ClusterFact, true>> = {
  "api.version": true,
  "api.nodes": true,
  "api.namespaces": true,
  "api.services": true,
  "api.pods": true,
  "api.workloads": true,
  "api.pod-templates": true,
  "api.persistent-volumes": true,
  "api.discovery": true,
  "api.all-category": true,
  "api.user-resources": true,
  "api.psp": true,
  "api.rbac": true,
  "api.ingresses": true,
  "api.network-policies": true,
  "api.plugin-policies": true,
  "api.felix-configurations": true,
  "api.peer-authentications": true,
  "api.network-settings": true,
  "api.limit-ranges": true,
  "api.resource-quotas": true,
  "api.service-accounts": true,
  "api.sensitive": true,
  "api.admission-webhooks": true,
  "api.admission-policies": true,
  "api.kyverno-policies": true,
  "api.cluster-image-policies": true,
  "api.kyverno-settings": true,
  "api.runtime-classes": true,
  "api.configz": true,
};

/** The facts of an API server that was not asked, or could not be: all unknown for the one reason. */
export function unreadClusterFacts(server: string, reason: UnknownReason, message: string): ClusterEvidence["facts"] {
  const unread: Unknown = unknown(reason, message, { host: server, request: "GET" });
  return Object.fromEntries(Object.keys(clusterFactNames).map((name) => [name, unread])) as ClusterEvidence["facts"];
}
