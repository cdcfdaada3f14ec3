import { portsRule } from "../kit/ppsm/ports-rule.ts";

export const rule = portsRule({
  id: "V-242413",
  component: "etcd",
  expected: "every port that etcd uses is in the PPSM CAL and approved for this system",
  check:
    "On every control-plane node list what etcd listens on (ss -lntup), and from its command line and manifest the " +
    "URLs to listen on and to advertise (flags, ETCD_ variables or its configuration file), and the --etcd-servers " +
    "of the API servers. List the Services that lead to it (kubectl get services,endpointslices --all-namespaces). " +
    "Compare every row (port, protocol, address) with the site's PPSM registration; usual is 2379/tcp, 2380/tcp, " +
    "and 2381/tcp on loopback for metrics. A row that no entry covers is a finding; without the site's list nothing " +
    "can be said.",
  fix:
    "Register what etcd needs with the PPSM office, and turn off or move to an approved port what cannot be " +
    "registered. Remove Services that publish it without need.",
});
