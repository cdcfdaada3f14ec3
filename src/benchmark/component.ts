/**
 * The parts of a cluster, as whoever runs it names them, control plane first. Of a requirement it is the one that is
 * looked at, or has to be changed: a flag of the API server for its connection to etcd is the API server's.
 */
export const components = [
  "api-server",
  "controller-manager",
  "scheduler",
  "etcd",
  "control-plane",
  "kubelet",
  "kube-proxy",
  "host",
  "network",
  "access",
  "workloads",
  "cluster",
] as const;

/** `control-plane`: several of its components, or their files; `cluster`: what no single part answers for. */
export type Component = (typeof components)[number];
