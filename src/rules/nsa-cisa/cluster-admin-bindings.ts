import { defineClusterRule } from "../define-cluster-rule.ts";
import { clusterAdministrators } from "../kit/rbac/cluster-administrators.ts";
import { rbacShowsAll } from "../kit/rbac/rbac-shows-all.ts";

export const rule = defineClusterRule({
  id: "cluster-admin-bindings",
  literal: [clusterAdministrators.own, rbacShowsAll("administrators")],
  apart: clusterAdministrators.apart,
  expected:
    "nobody but system:masters and the installer's own group is bound to cluster-admin or to a role with the same rights",
  check:
    "List the ClusterRoleBindings to cluster-admin (kubectl get clusterrolebindings -o wide) and to every ClusterRole " +
    "that may read and change all resources of all groups, put together from others or not. A service account outside " +
    "the platform's own is a finding, and so is a group that all accounts or everybody are in; whether a named user or " +
    "group has to be an administrator is for a person. Ask too who holds client certificates of system:masters " +
    "(kubeadm's super-admin.conf; admin.conf before 1.29): RBAC does not show them, and they cannot be revoked.",
  fix:
    "Bind people to roles with what they need, in the namespaces where they need it, and workloads to a role of their " +
    "own; delete the ClusterRoleBinding to cluster-admin. Keep one way in for emergencies, and watch who uses it.",
});
