import type { Component } from "../benchmark/component.ts";

/** The parts of a cluster as reports call them. */
export const componentWords: Readonly<Record<Component, string>> = {
  "api-server": "API server",
  "controller-manager": "Controller manager",
  scheduler: "Scheduler",
  etcd: "etcd",
  "control-plane": "Control plane as a whole",
  kubelet: "Kubelet",
  "kube-proxy": "kube-proxy",
  host: "Host and container engine",
  network: "Network",
  access: "Access (RBAC)",
  workloads: "Workloads",
  cluster: "Cluster",
};
