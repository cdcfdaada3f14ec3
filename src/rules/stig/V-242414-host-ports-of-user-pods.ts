import { defineClusterRule } from "../define-cluster-rule.ts";
import { privilegedHostPorts, privilegedPortsOfHost } from "../kit/cluster/host-ports.ts";
import { noPodHas, noPodTemplateHas, noTemplateHas } from "../kit/cluster/no-pod-has.ts";
import { hasEnded } from "../kit/cluster/pods.ts";
import { isOfUsers } from "../kit/cluster/system-namespaces.ts";

export const rule = defineClusterRule({
  id: "V-242414",
  literal: [noPodHas(privilegedHostPorts, isOfUsers)],
  effective: [
    noPodHas(privilegedPortsOfHost, (pod) => isOfUsers(pod) && !hasEnded(pod)),
    noTemplateHas(privilegedPortsOfHost, isOfUsers),
    noPodTemplateHas(privilegedPortsOfHost, isOfUsers),
  ],
  readings: {
    literal: "no pod outside kube-system, kube-public and kube-node-lease declares a host port from 1 to 1023",
    effective:
      "no such pod that runs or waits, and no pod template there, has a host port from 1 to 1023, or a container port " +
      "on the host's network",
  },
  expected: "no pod outside kube-system, kube-public and kube-node-lease has a host port below 1024",
  check:
    "Read spec.containers[].ports[].hostPort and spec.initContainers[].ports[].hostPort of all pods (kubectl get " +
    "pods --all-namespaces -o yaml) outside the three system namespaces: a port from 1 to 1023 is a finding. " +
    "default and the namespaces of add-ons, such as an ingress controller's, count as user namespaces. With " +
    "hostNetwork: true every container port is a host port, and ports that are not declared do not show here.",
  fix:
    "Publish the workload with a Service (a load balancer or node port) instead of a host port, or use a host port " +
    "from 1024 up. Where an ingress controller must hold 80 and 443 on its nodes, have that accepted and recorded.",
});
