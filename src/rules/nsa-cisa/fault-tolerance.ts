import { defineClusterRule } from "../define-cluster-rule.ts";
import { outlivesOneHost } from "../kit/cluster/fault-tolerance.ts";

export const rule = defineClusterRule({
  id: "fault-tolerance",
  literal: [outlivesOneHost],
  expected: "several control planes, an odd number of etcd members from 3 on, and backups that have been tried",
  readings: {
    literal: "a person has judged it so, for backups and buffers are not seen; Not Applicable with one node by design",
  },
  check:
    "Count the control planes (kubectl get nodes -l node-role.kubernetes.io/control-plane, kubectl get endpointslices -n " +
    "default) and the members of etcd (etcdctl member list). One control plane in a cluster of several nodes is a " +
    "finding. A cluster of one node is for the site to explain (decisions.yaml, options.singleNodeByDesign: true). Ask " +
    "for the backups of etcd, where they are kept and when one was last restored, whether log agents buffer what they " +
    "cannot send, and whether the audit log is kept off its node.",
  fix:
    "Join further control planes until there are three, with an etcd member each, behind one address; save etcd on a " +
    "schedule to another place, encrypted, and restore it for practice.",
});
