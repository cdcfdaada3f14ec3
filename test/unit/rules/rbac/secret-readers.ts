import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import type { SecretAccessList } from "../../../../src/evidence/site.ts";
import { rule } from "../../../../src/rules/stig/V-274884-secret-access.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../../support/cluster-facts.ts";
import { here } from "../../../support/facts.ts";
import { binding, clusterRole, rbac, ruleOf, user } from "../../../support/rbac.ts";

const list = (more: Partial<SecretAccessList> = {}): SecretAccessList => ({
  document: "SEC 1",
  approvedBy: "the ISSM",
  date: "2026-01-01",
  readers: [],
  attachments: [],
  builtin: false,
  ...more,
});

/** Jane reads all Secrets, and makers may make pods. */
export const jane = rbac(
  [clusterRole("r", [ruleOf(["get", "list"])]), clusterRole("maker", [ruleOf(["create"], { resources: ["pods"] })])],
  [binding("ClusterRole", "r", user("jane"))],
);

const base: ClusterFactsGiven = {
  "api.rbac": here(jane),
  "api.pods": here([]),
  "api.workloads": here([]),
  "api.pod-templates": here([]),
  "api.ingresses": here([]),
  "run.authorizers": here(["Node", "RBAC"]),
};
/** V-274884 on a cluster where only Jane reads, and what is given. */
export const judge = (given: ClusterFactsGiven) => judgeCluster(rule, clusterFacts({ ...base, ...given }));
export const statuses = (given: ClusterFactsGiven) => {
  const { literal, effective } = judge(given);
  return [literal.status, effective.status];
};
export const withList = (more: Partial<SecretAccessList>): ClusterFactsGiven => ({
  "site.secret-access": here(list(more)),
});
export const covering = { subject: "User:jane", scope: ["shop"], verbs: ["get", "list"] } as const;
