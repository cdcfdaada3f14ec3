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
    "kubectl get peerauthentications --all-namespaces, mode STRICT for the mesh (in istio-system) or each namespace, none " +
    "for single pods or ports that is PERMISSIVE or DISABLE, and every pod of users with the sidecar istio-proxy or in " +
    "ambient mode; ports that annotations keep from the sidecar are not looked at. Cilium: enable-wireguard or " +
    "enable-ipsec in the ConfigMap kube-system/cilium-config. Calico: wireguardEnabled (wireguardEnabledV6) in " +
    "felixconfigurations. Flannel: the backend in the ConfigMap kube-flannel-cfg. Linkerd (linkerd viz edges) and others " +
    "are left to a person.",
  fix:
    "Set the mesh to strict mutual TLS for all namespaces, after every workload has its proxy, or turn on encryption " +
    "between nodes in the network plugin.",
});
