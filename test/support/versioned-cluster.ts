import type { ApiPod } from "../../src/evidence/pods.ts";
import type { RunHost } from "../../src/evidence/run.ts";
import { container, pod } from "./cluster-facts.ts";
import { apiNode, controlPlane, type FactsGiven, facts, here, nothing, worker } from "./facts.ts";

/** A host as the API's node of the same name; nothing runs on it that pods do not show. */
export const host = (name: string, kubelet: string, given: FactsGiven = {}, isRead = true): RunHost => ({
  name,
  isRead,
  facts: facts({
    "node.role": here(name.startsWith("cp") ? controlPlane : worker),
    "node.layout": nothing,
    "node.api": apiNode({ name, kubeletVersion: kubelet }),
    "host.kubectl": nothing,
    "manifest.kube-apiserver": nothing,
    "manifest.kube-controller-manager": nothing,
    "manifest.kube-scheduler": nothing,
    "process.kube-apiserver": nothing,
    "process.kube-controller-manager": nothing,
    "process.kube-scheduler": nothing,
    "process.kube-proxy": nothing,
    "manifest.etcd": nothing,
    "process.etcd": nothing,
    ...given,
  }),
});

/** A pod of a component on a node, by its image's tag. */
export const on = (node: string, name: string, version: string, more: Partial<ApiPod> = {}): ApiPod =>
  pod({
    namespace: "kube-system",
    name: `${name}-${node}`,
    node,
    containers: [container({ name, image: `registry.k8s.io/${name}:${version}` })],
    ...more,
  });

/** What kubeadm starts on a control-plane node. */
export const controlPlanePods = (node: string, version: string): readonly ApiPod[] => [
  on(node, "kube-apiserver", version),
  on(node, "kube-controller-manager", version),
  on(node, "kube-scheduler", version),
];
