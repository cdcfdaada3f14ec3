import { describe, expect, it } from "vitest";
import type { RbacRule, RbacSubject } from "../../../../src/evidence/rbac.ts";
import { describeScope, readersOf } from "../../../../src/rules/kit/rbac/readers.ts";
import { account, binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";

const shown = ({ direct, indirect }: ReturnType<typeof readersOf>) =>
  [...direct, ...indirect].map(
    ({ subject, scope, verbs, names, wide }) =>
      `${subject}, ${describeScope(scope)}: ${verbs.join(" ")}${names.length === 0 ? "" : ` of ${names.join(" ")}`}${wide ? ", wide" : ""}`,
  );

/** What one rule gives a user by a ClusterRoleBinding. */
const ofRule = (...rules: readonly RbacRule[]) =>
  shown(readersOf(rbac([clusterRole("r", rules)], [clusterBinding("r", user("jane"))])));
/** What the subject is known by. */
const ofSubject = (subject: RbacSubject) =>
  shown(readersOf(rbac([clusterRole("r", [ruleOf(["get"])])], [clusterBinding("r", subject)])));

describe("a rule", () => {
  it.each<readonly [string, RbacRule, readonly string[]]>([
    ["get", ruleOf(["get"]), ["get"]],
    ["list alone", ruleOf(["list"]), ["list"]],
    ["watch alone", ruleOf(["watch"]), ["watch"]],
    ["every verb", ruleOf(["*"]), ["get list watch"]],
    ["every resource", ruleOf(["get"], { resources: ["pods", "*"] }), ["get"]],
    ["every group", ruleOf(["get"], { apiGroups: ["*"] }), ["get"]],
    ["what is meant for Secrets", ruleOf(["get"], { resources: ["secrets/*"] }), ["get"]],
    ["Secrets by name", ruleOf(["get"], { resourceNames: ["b", "a"] }), ["get of a b"]],
    ["writing", ruleOf(["create", "update", "delete"]), []],
    ["another resource", ruleOf(["get"], { resources: ["configmaps"] }), []],
    ["another group's", ruleOf(["get"], { apiGroups: ["example.com"] }), []],
    ["another group's everything", ruleOf(["get"], { apiGroups: ["example.com"], resources: ["*"] }), []],
    ["secrets in capitals", ruleOf(["get"], { resources: ["Secrets"] }), []],
  ])("on %s", (_what, rule, verbs) => {
    expect(ofRule(rule)).toEqual(verbs.map((verb) => `User:jane, cluster: ${verb}`));
  });

  it("joins another one of the same subject, and the limit holds only where all have one", () => {
    expect(ofRule(ruleOf(["get"], { resourceNames: ["a"] }), ruleOf(["list"], { resourceNames: ["b"] }))).toEqual([
      "User:jane, cluster: get list of a b",
    ]);
    expect(ofRule(ruleOf(["get"], { resourceNames: ["a"] }), ruleOf(["list"]))).toEqual([
      "User:jane, cluster: get list",
    ]);
  });
});

describe("other rights that lead to Secrets", () => {
  const on = (resource: string, verbs: readonly string[], apiGroup = ""): RbacRule =>
    ruleOf(verbs, { resources: [resource], apiGroups: [apiGroup] });
  const rbacGroup = "rbac.authorization.k8s.io";

  it.each<readonly [RbacRule, boolean]>([
    [on("pods", ["create"]), true],
    [on("pods", ["get", "list"]), false],
    [on("pods", ["patch"]), true],
    [on("pods", ["update"]), true],
    [on("pods", ["delete"]), false],
    [on("pods/status", ["patch"]), false],
    [on("secrets", ["patch"]), true],
    [on("secrets", ["deletecollection"]), true],
    [on("secrets", ["patch"], "example.com"), false],
    [on("secrets", ["impersonate-on:user-info:list"]), true],
    [on("secrets", ["impersonate-on:serviceaccount:get"]), true],
    [on("secrets", ["impersonate-on:user-info:delete"]), false],
    [on("pods/exec", ["impersonate-on:user-info:create"]), true],
    [on("pods", ["impersonate-on:associated-node:list"]), false],
    [on("deployments", ["patch"], "apps"), true],
    [on("deployments", ["patch"]), false],
    [on("cronjobs", ["update"], "batch"), true],
    [on("pods/exec", ["create"]), true],
    [on("pods/exec", ["get"]), true],
    [on("*/exec", ["create"]), true],
    [on("pods/log", ["get"]), false],
    [on("pods/ephemeralcontainers", ["patch"]), true],
    [on("serviceaccounts/token", ["create"]), true],
    [on("serviceaccounts", ["create"]), false],
    [on("serviceaccounts", ["impersonate"]), true],
    [on("groups", ["impersonate"]), true],
    [on("clusterroles", ["escalate"], rbacGroup), true],
    [on("roles", ["bind"], rbacGroup), true],
    [on("nodes/proxy", ["get"]), true],
    [on("nodes", ["get"]), false],
  ])("%j", (rule, isWay) => {
    expect(ofRule(rule)).toEqual(isWay ? ["User:jane, cluster: indirect"] : []);
  });

  it("are of the namespace only where what they are about is", () => {
    const inShop = (rule: RbacRule) =>
      shown(readersOf(rbac([clusterRole("r", [rule])], [binding("ClusterRole", "r", user("jane"))])));
    expect(inShop(on("pods", ["create"]))).toEqual(["User:jane, namespace shop: indirect"]);
    expect(inShop(on("nodes/proxy", ["get"]))).toEqual([]);
    expect(inShop(on("users", ["impersonate"]))).toEqual([]);
  });

  it("are not shown of who reads the same Secrets anyway", () => {
    expect(ofRule(ruleOf(["*"], { resources: ["*"], apiGroups: ["*"] }))).toEqual([
      "User:jane, cluster: get list watch",
    ]);
    expect(ofRule(ruleOf(["get"], { resourceNames: ["a"] }), on("pods", ["create"]))).toEqual([
      "User:jane, cluster: get of a",
      "User:jane, cluster: indirect",
    ]);
  });
});

describe("a subject", () => {
  it.each<readonly [RbacSubject, string]>([
    [user("jane"), "User:jane, cluster: get"],
    [group("admins"), "Group:admins, cluster: get"],
    [group("system:authenticated"), "Group:system:authenticated, cluster: get, wide"],
    [group("system:unauthenticated"), "Group:system:unauthenticated, cluster: get, wide"],
    [group("system:serviceaccounts"), "Group:system:serviceaccounts, cluster: get, wide"],
    [group("system:serviceaccounts:shop"), "Group:system:serviceaccounts:shop, cluster: get, wide"],
    [user("system:anonymous"), "User:system:anonymous, cluster: get, wide"],
    [account("shop", "web"), "ServiceAccount:shop/web, cluster: get"],
    [user("system:serviceaccount:shop:web"), "ServiceAccount:shop/web, cluster: get"],
  ])("%j", (subject, reader) => {
    expect(ofSubject(subject)).toEqual([reader]);
  });

  it("that is a ServiceAccount of no namespace is none in a ClusterRoleBinding, and the RoleBinding's own in one", () => {
    const nowhere: RbacSubject = { kind: "ServiceAccount", name: "web" };
    const roles = [clusterRole("r", [ruleOf(["get"])])];
    const readers = readersOf(rbac(roles, [clusterBinding("r", nowhere)]));
    expect(readers.direct).toEqual([]);
    expect(readers.idle).toEqual([{ binding: "ClusterRoleBinding r", why: "ServiceAccount web has no namespace" }]);
    expect(shown(readersOf(rbac(roles, [binding("ClusterRole", "r", nowhere)])))).toEqual([
      "ServiceAccount:shop/web, namespace shop: get",
    ]);
  });
});

describe("a binding", () => {
  const role = { ...clusterRole("r", [ruleOf(["list"])]), namespace: "shop" };

  it("gives a ClusterRole's rights in its namespace", () => {
    const given = rbac([clusterRole("r", [ruleOf(["get"])]), role], [binding("ClusterRole", "r", user("jane"))]);
    expect(shown(readersOf(given))).toEqual(["User:jane, namespace shop: get"]);
  });

  it("takes a Role of its own namespace only", () => {
    expect(shown(readersOf(rbac([role], [binding("Role", "r", user("jane"))])))).toEqual([
      "User:jane, namespace shop: list",
    ]);
    const { direct, idle } = readersOf(rbac([{ ...role, namespace: "other" }], [binding("Role", "r", user("jane"))]));
    expect([direct, idle]).toEqual([[], [{ binding: "RoleBinding shop/r", why: "Role r does not exist" }]]);
  });

  it("to a role that is not there gives nothing, and is named", () => {
    expect(readersOf(rbac([], [clusterBinding("gone", user("jane"))]))).toEqual({
      direct: [],
      indirect: [],
      idle: [{ binding: "ClusterRoleBinding gone", why: "ClusterRole gone does not exist" }],
    });
  });

  it("of an aggregated ClusterRole gives the rules that it has", () => {
    const given = rbac(
      [clusterRole("r", [ruleOf(["get"])], { aggregated: true })],
      [clusterBinding("r", user("jane"))],
    );
    expect(readersOf(given).direct[0]?.by).toEqual(["ClusterRoleBinding r -> ClusterRole r (aggregated)"]);
  });
});

describe("what Kubernetes makes for itself", () => {
  const all = ruleOf(["*"], { resources: ["*"], apiGroups: ["*"] });
  const builtin = (name: string, subject: RbacSubject, labels: { role?: boolean; binding?: boolean } = {}) =>
    readersOf(
      rbac(
        [clusterRole(name, [all], { bootstrap: labels.role ?? true })],
        [{ ...clusterBinding(name, subject), bootstrap: labels.binding ?? true }],
      ),
    ).direct.map((reader) => reader.builtin);

  it.each<readonly [string, string, RbacSubject, boolean]>([
    ["cluster-admin's own group", "cluster-admin", group("system:masters"), true],
    ["another group there", "cluster-admin", group("admins"), false],
    ["everybody there", "cluster-admin", group("system:authenticated"), false],
    ["somebody there", "cluster-admin", user("jane"), false],
    ["a controller", "system:controller:job-controller", account("kube-system", "job-controller"), true],
    [
      "another account in a controller's binding",
      "system:controller:job-controller",
      account("kube-system", "default"),
      false,
    ],
    ["an account of that name elsewhere", "system:controller:job-controller", account("shop", "job-controller"), false],
    ["what only calls itself a controller", "system:controller:x", account("kube-system", "x"), false],
    ["the controller manager", "system:kube-controller-manager", user("system:kube-controller-manager"), true],
    ["somebody in its binding", "system:kube-controller-manager", user("jane"), false],
  ])("%s", (_what, name, subject, expected) => {
    expect(builtin(name, subject)).toEqual([expected]);
  });

  it("is a controller's by its own role only", () => {
    const name = "system:controller:job-controller";
    const { direct } = readersOf(
      rbac(
        [clusterRole("cluster-admin", [all], { bootstrap: true })],
        [
          {
            ...clusterBinding("cluster-admin", account("kube-system", "job-controller")),
            name,
            bootstrap: true,
          },
        ],
      ),
    );
    expect(direct.map((reader) => reader.builtin)).toEqual([false]);
  });

  it("has the label, on the role and on the binding", () => {
    expect(builtin("cluster-admin", group("system:masters"), { role: false })).toEqual([false]);
    expect(builtin("cluster-admin", group("system:masters"), { binding: false })).toEqual([false]);
  });
});
