import { portsRule } from "../kit/ppsm/ports-rule.ts";

export const rule = portsRule({
  id: "V-242411",
  component: "kube-scheduler",
  expected: "every port that kube-scheduler uses is in the PPSM CAL and approved for this system",
  check:
    "On every control-plane node list what kube-scheduler listens on (ss -lntup), and from its command line and " +
    "manifest --secure-port, --bind-address and the ports of its probes. List the Services that lead to it (kubectl " +
    "get services,endpointslices --all-namespaces). Compare every row (port, protocol, address) with the site's " +
    "PPSM registration; usual is 10259/tcp on loopback. A row that no entry covers is a finding; without the site's " +
    "list nothing can be said.",
  fix:
    "Register what kube-scheduler needs with the PPSM office, and turn off or move to an approved port what cannot " +
    "be registered. Remove Services that publish it without need.",
});
