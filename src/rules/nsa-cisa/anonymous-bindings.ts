import { defineClusterRule } from "../define-cluster-rule.ts";
import { discoveryForEverybody, onlyDiscoveryForEverybody } from "../kit/rbac/anonymous-rights.ts";
import { rbacShowsAll } from "../kit/rbac/rbac-shows-all.ts";

export const rule = defineClusterRule({
  id: "anonymous-bindings",
  literal: [onlyDiscoveryForEverybody, rbacShowsAll("rights of the unauthenticated")],
  apart: { of: "what Kubernetes itself gives to everybody", conditions: [discoveryForEverybody] },
  expected: "system:anonymous, system:unauthenticated and system:authenticated have the rights for discovery only",
  check:
    "List all RoleBindings and ClusterRoleBindings with the user system:anonymous or the groups " +
    "system:unauthenticated and system:authenticated, and read the rules of their roles. For the unauthenticated " +
    "health, version and the public keys of service accounts are usual (system:public-info-viewer, " +
    "system:service-account-issuer-discovery), and kubeadm's cluster-info in kube-public; anything more is a finding. " +
    "system:discovery and system:basic-user for them are left from before 1.14. What system:authenticated has beyond " +
    "discovery every account and every pod has: for a person.",
  fix:
    "Delete the binding, or take the group out of it and bind those who need the role by name (kubectl delete " +
    "clusterrolebinding NAME). kubeadm's cluster-info is needed only while nodes join with tokens.",
});
