import { defineClusterRule } from "../define-cluster-rule.ts";
import { rbacShowsAll } from "../kit/rbac/rbac-shows-all.ts";
import { rightsThatLeadToOthers } from "../kit/rbac/rights-in-use.ts";

export const rule = defineClusterRule({
  id: "sensitive-permissions",
  literal: [rightsThatLeadToOthers.own, rbacShowsAll("rights")],
  apart: rightsThatLeadToOthers.apart,
  expected: "only what Kubernetes and the platform make for themselves has rights that lead to others",
  check:
    "Go through the rules of all Roles and ClusterRoles with their bindings. A role of the site with * for verbs and " +
    "resources is a finding, and so is any right of a service account called default, which every pod has that names " +
    "none. For a person, subject by subject: any other *; escalate, bind and impersonate; get, list and watch on " +
    "secrets; making and changing pods and workloads, pods/exec, pods/attach and pods/ephemeralcontainers; " +
    "nodes/proxy; serviceaccounts/token; approval and signing of certificates.",
  fix:
    "Name verbs and resources in place of *, limit secrets by resourceNames, bind in namespaces and not in the whole " +
    "cluster, and give every workload that asks the API a service account of its own.",
});
