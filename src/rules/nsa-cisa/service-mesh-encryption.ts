import { defineClusterRule } from "../define-cluster-rule.ts";
import { trafficEncryption } from "../kit/guidance/traffic-encryption.ts";

export const rule = defineClusterRule({
  id: "service-mesh-encryption",
  literal: [trafficEncryption],
  expected:
    "where there is a service mesh or a network plugin that encrypts, it does so for all namespaces of users, by strict " +
    "mutual TLS or between all nodes",
  check:
    "Look which mesh or network plugin runs (plimsoll names those that it knows by their API groups and images). Istio: " +
    "kubectl get peerauthentications --all-namespaces, mode STRICT for the mesh and none below it that is PERMISSIVE or " +
    "DISABLE. Linkerd: linkerd viz edges. Cilium: cilium encrypt status. Calico: wireguardEnabled in felixconfigurations. " +
    "Flannel: the backend in the ConfigMap kube-flannel-cfg. plimsoll reads none of these settings, so what it finds is " +
    "left to a person.",
  fix:
    "Set the mesh to strict mutual TLS for all namespaces, after every workload has its proxy, or turn on encryption " +
    "between nodes in the network plugin.",
});
