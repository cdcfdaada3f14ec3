import { portsRule } from "../kit/ppsm/ports-rule.ts";

export const rule = portsRule({
  id: "V-242412",
  component: "kube-controller-manager",
  expected: "every port that kube-controller-manager uses is in the PPSM CAL and approved for this system",
  check:
    "On every control-plane node list what kube-controller-manager listens on (ss -lntup), and from its command " +
    "line and manifest --secure-port, --bind-address and the ports of its probes; where a cloud-controller-manager " +
    "runs, its own too. List the Services that lead to it (kubectl get services,endpointslices --all-namespaces). " +
    "Compare every row (port, protocol, address) with the site's PPSM registration; usual is 10257/tcp on loopback. " +
    "A row that no entry covers is a finding; without the site's list nothing can be said.",
  fix:
    "Register what kube-controller-manager needs with the PPSM office, and turn off or move to an approved port " +
    "what cannot be registered. Remove Services that publish it without need.",
});
