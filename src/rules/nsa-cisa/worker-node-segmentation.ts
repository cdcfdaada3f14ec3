import { defineClusterRule } from "../define-cluster-rule.ts";
import { noUserPodsOnControlPlanes } from "../kit/guidance/control-plane-pods.ts";
import { noNodePorts, workerSocketsExpected } from "../kit/guidance/worker-exposure.ts";

export const rule = defineClusterRule({
  id: "worker-node-segmentation",
  literal: [noUserPodsOnControlPlanes, noNodePorts, workerSocketsExpected],
  expected:
    "no pod of users on a control-plane node, no Service with a node port, nothing on workers that can be reached but " +
    "kubelet, kube-proxy and SSH",
  check:
    "Run kubectl get pods -A -o wide and look at what is on control-plane nodes; what belongs to the platform (network " +
    "plugins, kube-proxy, CoreDNS) may be there, and an agent of a DaemonSet (logs, metrics) has to be explained. Look at " +
    "the taints of control-plane nodes. Run kubectl get services -A and look for node ports, whose range is open on " +
    "every node, and ss -lntup on workers. The pods do not apply to a cluster of one node, or where a provider runs the " +
    "control plane.",
  fix:
    "Give control-plane nodes the taint node-role.kubernetes.io/control-plane:NoSchedule, take its toleration out of the " +
    "workloads of users and let them be scheduled anew. Publish Services through an ingress or a load balancer without " +
    "node ports (allocateLoadBalancerNodePorts: false). Stop what nobody needs on workers.",
});
