import { known, type PatternFamily } from "./pattern.ts";

const daemonSet = known("DaemonSet");
const deployment = known("Deployment");
const daemonSetOrDeployment = known("DaemonSet", "Deployment");

/** Kubernetes' own add-ons, and networks, whoever installs them. */
export const addOns: readonly PatternFamily[] = [
  {
    of: "Kubernetes",
    patterns: [
      daemonSet("kube-proxy", "k8s-app={name}"),
      deployment("coredns kube-dns", "k8s-app=kube-dns"),
      deployment("metrics-server", "k8s-app={name} app.kubernetes.io/name={name}"),
      daemonSet("node-local-dns nodelocaldns", "k8s-app={name}"),
      deployment("*dns*-autoscaler dns-autoscaler", "k8s-app={name}"),
      daemonSetOrDeployment("konnectivity-agent", "k8s-app={name}"),
      deployment("snapshot-controller", "app.kubernetes.io/name={name} app={name}"),
      daemonSetOrDeployment("*cloud-controller-manager", "k8s-app={name} component={name} app={name}"),
    ],
  },
  {
    of: "networks",
    patterns: [
      daemonSet("kube-flannel-ds", "app=flannel"),
      daemonSet("calico-node canal", "k8s-app={name}"),
      deployment("calico-kube-controllers calico-typha", "k8s-app={name}"),
      daemonSet("cilium cilium-envoy", "k8s-app={name}"),
      deployment("cilium-operator", "io.cilium/app=operator"),
      deployment("hubble-relay hubble-ui", "k8s-app={name}"),
      daemonSet("weave-net", "name={name}"),
      daemonSet("kube-router", "k8s-app={name}"),
      daemonSet("antrea-agent", "app=antrea"),
      deployment("antrea-controller", "app=antrea"),
      daemonSet("kube-multus-ds*", "app=multus name=multus"),
      daemonSet("kindnet", "app={name}"),
      daemonSetOrDeployment("kube-ovn-* ovs-ovn", "app={name}"),
    ],
  },
];
