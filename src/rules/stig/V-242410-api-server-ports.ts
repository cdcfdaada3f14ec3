import { portsRule } from "../kit/ppsm/ports-rule.ts";

export const rule = portsRule({
  id: "V-242410",
  component: "kube-apiserver",
  expected: "every port that kube-apiserver uses is in the PPSM CAL and approved for this system",
  check:
    "On every control-plane node list what kube-apiserver listens on (ss -lntup), and from its command line and " +
    "manifest --secure-port, --bind-address, --etcd-servers (outgoing), --service-node-port-range and the ports of " +
    "its probes. List the Services that lead to it (kubectl get services,endpointslices --all-namespaces). Compare " +
    "every row (port, protocol, address) with the site's PPSM registration; usual is 6443/tcp. A row that no entry " +
    "covers is a finding; without the site's list nothing can be said.",
  fix:
    "Register what kube-apiserver needs with the PPSM office, and turn off or move to an approved port what cannot " +
    "be registered. Remove Services that publish it without need.",
});
