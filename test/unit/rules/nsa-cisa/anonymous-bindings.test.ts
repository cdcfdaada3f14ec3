import { describe, expect, it } from "vitest";
import type { RbacBinding, RbacRule } from "../../../../src/evidence/rbac.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { readRole } from "../../../../src/probes/cluster/rbac.ts";
import { rule } from "../../../../src/rules/nsa-cisa/anonymous-bindings.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedOn, lines, rbacRead, recordedRbac } from "../../../support/guidance-facts.ts";
import { account, binding, clusterBinding, clusterRole, group, ruleOf, user } from "../../../support/rbac.ts";

const urls = (verbs: readonly string[], ...given: readonly string[]): RbacRule => ({
  ...ruleOf(verbs, { apiGroups: [], resources: [] }),
  urls: given,
});
const roles = [
  ...recordedRbac.roles,
  clusterRole("pods", [ruleOf(["get"], { resources: ["pods"] })]),
  clusterRole("metrics", [urls(["get"], "/metrics")]),
  clusterRole("health", [urls(["get"], "/healthz")]),
  clusterRole("posting", [urls(["create"], "/healthz")]),
  clusterRole("all-urls", [urls(["get"], "*")]),
  clusterRole("empty", []),
  clusterRole("self-access-reviewer", [ruleOf(["create"], { apiGroups: ["x"], resources: ["y"] })]),
];
const anonymous = user("system:anonymous");
const unauthenticated = group("system:unauthenticated");
const authenticated = group("system:authenticated");

const judge = (bindings: readonly RbacBinding[], more: Partial<ObservedForCluster> = {}) =>
  judgedOn(rule, rbacRead(roles, [...recordedRbac.bindings, ...bindings], more));

describe("anonymous-bindings", () => {
  it("passes a new kubeadm cluster, and shows apart what everybody has", () => {
    const { status, apart } = judge([]);
    expect([status, apart?.status]).toEqual(["not_a_finding", "not_a_finding"]);
    expect(lines(apart?.seen)[0]).toBe(
      "User:system:anonymous (namespace kube-public): get configmaps (only cluster-info); by " +
        "RoleBinding kube-public/kubeadm:bootstrap-signer-clusterinfo -> Role kubeadm:bootstrap-signer-clusterinfo",
    );
    expect(lines(apart?.seen).at(-1)).toBe(
      "Group:system:unauthenticated (cluster): get /healthz, /livez, /readyz, /version, /version/; by " +
        "ClusterRoleBinding system:public-info-viewer -> ClusterRole system:public-info-viewer",
    );
  });

  it.each<readonly [string, RbacBinding, string]>([
    ["pods for the anonymous user", clusterBinding("pods", anonymous), "open"],
    ["pods for the unauthenticated", clusterBinding("pods", unauthenticated), "open"],
    ["pods in a namespace", binding("ClusterRole", "pods", unauthenticated), "open"],
    ["everything", clusterBinding("cluster-admin", anonymous), "open"],
    ["metrics", clusterBinding("metrics", unauthenticated), "open"],
    ["all URLs", clusterBinding("all-urls", unauthenticated), "open"],
    ["writing to a public URL", clusterBinding("posting", unauthenticated), "open"],
    ["health, by a role of the site", clusterBinding("health", anonymous), "not_a_finding"],
    ["URLs in a namespace, where they are no right", binding("ClusterRole", "metrics", anonymous), "not_a_finding"],
    [
      "the keys of service accounts",
      clusterBinding("system:service-account-issuer-discovery", unauthenticated),
      "not_a_finding",
    ],
    ["discovery as before 1.14", clusterBinding("system:discovery", unauthenticated), "not_reviewed"],
    ["questions on oneself as before 1.14", clusterBinding("system:basic-user", unauthenticated), "not_reviewed"],
    ["pods for everybody known", clusterBinding("pods", authenticated), "not_reviewed"],
    ["discovery for everybody known", clusterBinding("system:discovery", authenticated), "not_a_finding"],
    ["a role without rules", clusterBinding("empty", unauthenticated), "not_reviewed"],
    ["a role that is not there", clusterBinding("gone", anonymous), "not_reviewed"],
    ["others", clusterBinding("pods", user("jane"), account("shop", "web"), group("admins")), "not_a_finding"],
    [
      "OpenShift's own",
      { ...clusterBinding("self-access-reviewer", unauthenticated), name: "self-access-reviewers" },
      "not_reviewed",
    ],
    ["the same role otherwise bound", clusterBinding("self-access-reviewer", unauthenticated), "open"],
  ])("%s", (_, given, status) => {
    expect(judge([given]).status).toBe(status);
  });

  it("looks at the rules, not at the name of a role", () => {
    const changed = roles.map((role) =>
      role.name === "system:public-info-viewer" ? { ...role, rules: [...role.rules, ruleOf(["get"])] } : role,
    );
    const { status, reason, seen } = judgedOn(rule, rbacRead(changed, recordedRbac.bindings));
    expect(status).toBe("open");
    expect(reason).toBe(
      "Rights beyond discovery for who is not authenticated: ClusterRoleBinding system:public-info-viewer.",
    );
    expect(lines(seen)[0]).toContain("Group:system:unauthenticated (cluster): get secrets; by ");
  });

  it("keeps what a role says of URLs", () => {
    const item = {
      metadata: { name: "r" },
      rules: [
        { verbs: ["get"], nonResourceURLs: ["/metrics"] },
        { verbs: ["get"], apiGroups: [""], resources: ["pods"] },
        { verbs: ["get"] },
      ],
    };
    expect(readRole(item).rules).toEqual([urls(["get"], "/metrics"), ruleOf(["get"], { resources: ["pods"] })]);
  });

  it.each<readonly [string, Partial<ObservedForCluster>]>([
    ["the roles", { "api.rbac": denied }],
    ["the authorizers", { "run.authorizers": denied }],
    ["RBAC", { "run.authorizers": here(["AlwaysAllow"]) }],
  ])("does not pass without %s", (_, more) => {
    expect(judge([], more).status).toBe("not_reviewed");
  });
});
