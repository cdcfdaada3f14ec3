import { describe, expect, it } from "vitest";
import type { RbacBinding, RbacRole, RbacRule, RbacSubject } from "../../../../src/evidence/rbac.ts";
import { here } from "../../../support/facts.ts";
import { account, binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";
import { statuses, withList } from "./secret-readers.ts";

describe("a reader that no entry names", () => {
  const found = (role: RbacRole, of: RbacBinding) =>
    statuses({ "api.rbac": here(rbac([role], [of])), ...withList({ builtin: true }) });
  const both = ["open", "open"];
  const inEffect = ["not_a_finding", "open"];
  const none = ["not_a_finding", "not_a_finding"];
  const admin = "rbac.authorization.k8s.io";

  it.each<readonly [string, RbacRule, readonly string[]]>([
    ["get", ruleOf(["get"]), both],
    ["list alone", ruleOf(["list"]), both],
    ["watch alone", ruleOf(["watch"]), both],
    ["every verb", ruleOf(["*"]), both],
    ["every verb on everything", ruleOf(["*"], { apiGroups: ["*"], resources: ["*"] }), both],
    ["every resource of the core group", ruleOf(["get"], { resources: ["*"] }), both],
    ["Secrets beside other resources", ruleOf(["list"], { resources: ["pods", "secrets"] }), both],
    ["secrets of every group", ruleOf(["list"], { apiGroups: ["*"] }), both],
    ["secrets/*", ruleOf(["get"], { resources: ["secrets/*"] }), both],
    ["one Secret by its name", ruleOf(["get"], { resourceNames: ["db"] }), both],
    ["every resource of another group", ruleOf(["*"], { apiGroups: ["example.com"], resources: ["*"] }), none],
    ["ConfigMaps", ruleOf(["*"], { resources: ["configmaps"] }), none],
    ["making Secrets", ruleOf(["create", "update", "delete"]), none],
    ["patching Secrets", ruleOf(["patch"]), inEffect],
    ["deleting all Secrets", ruleOf(["deletecollection"]), inEffect],
    ["reading Secrets as somebody else", ruleOf(["impersonate-on:user-info:get"]), inEffect],
    ["making pods", ruleOf(["create"], { resources: ["pods"] }), inEffect],
    ["patching pods", ruleOf(["patch"], { resources: ["pods"] }), inEffect],
    ["making replication controllers", ruleOf(["update"], { resources: ["replicationcontrollers"] }), inEffect],
    ["changing Deployments", ruleOf(["patch"], { apiGroups: ["apps"], resources: ["deployments"] }), inEffect],
    ["making Jobs", ruleOf(["create"], { apiGroups: ["batch"], resources: ["jobs"] }), inEffect],
    ["commands in pods", ruleOf(["create"], { resources: ["pods/exec"] }), inEffect],
    ["ephemeral containers", ruleOf(["patch"], { resources: ["pods/ephemeralcontainers"] }), inEffect],
    ["tokens of ServiceAccounts", ruleOf(["create"], { resources: ["serviceaccounts/token"] }), inEffect],
    ["being a ServiceAccount", ruleOf(["impersonate"], { resources: ["serviceaccounts"] }), inEffect],
    ["being a group", ruleOf(["impersonate"], { resources: ["groups"] }), inEffect],
    ["escalating Roles", ruleOf(["escalate"], { apiGroups: [admin], resources: ["roles"] }), inEffect],
    ["escalating ClusterRoles", ruleOf(["escalate"], { apiGroups: [admin], resources: ["clusterroles"] }), inEffect],
    ["binding Roles", ruleOf(["bind"], { apiGroups: [admin], resources: ["roles"] }), inEffect],
    ["binding ClusterRoles", ruleOf(["bind"], { apiGroups: [admin], resources: ["clusterroles"] }), inEffect],
    ["asking kubelets", ruleOf(["get"], { resources: ["nodes/proxy"] }), inEffect],
    ["asking kubelets by POST", ruleOf(["create"], { resources: ["nodes/proxy"] }), inEffect],
  ])("by the right on %s", (_what, rule, expected) => {
    expect(found(clusterRole("r", [rule]), clusterBinding("r", user("jane")))).toEqual(expected);
  });

  it.each([
    group("system:masters"),
    group("system:authenticated"),
    group("system:serviceaccounts"),
    group("system:serviceaccounts:shop"),
    group("system:nodes"),
    user("system:anonymous"),
    user("system:serviceaccount:shop:web"),
    account("shop", "web"),
    account("kube-system", "default"),
  ])("is a finding, whoever it is: %j", (subject) => {
    expect(found(clusterRole("r", [ruleOf(["get"])]), clusterBinding("r", subject))).toEqual(both);
    expect(found(clusterRole("r", [ruleOf(["get"])]), binding("ClusterRole", "r", subject))).toEqual(both);
  });

  it("is one by other rights in a namespace, where what they are about is in one", () => {
    const inShop = (resources: readonly string[]) =>
      found(clusterRole("r", [ruleOf(["create"], { resources })]), binding("ClusterRole", "r", user("jane")));
    expect(inShop(["pods"])).toEqual(inEffect);
    expect(inShop(["nodes/proxy"])).toEqual(none);
  });

  it("is found by an aggregated ClusterRole, by a Role, and by a RoleBinding's own ServiceAccount", () => {
    const aggregated = clusterRole("r", [ruleOf(["get"])], { aggregated: true });
    expect(found(aggregated, clusterBinding("r", user("jane")))).toEqual(both);
    const role = { ...clusterRole("r", [ruleOf(["get"])]), namespace: "shop" };
    expect(found(role, binding("Role", "r", user("jane")))).toEqual(both);
    expect(found(role, binding("Role", "r", { kind: "ServiceAccount", name: "web" }))).toEqual(both);
    expect(found({ ...role, namespace: "other" }, binding("Role", "r", user("jane")))).toEqual(none);
  });

  it("is no component of Kubernetes by a label that anybody can set", () => {
    const labelled = (name: string, role: string, subject: RbacSubject, onRole = true, onBinding = true) =>
      found(clusterRole(role, [ruleOf(["get"])], { bootstrap: onRole }), {
        ...clusterBinding(role, subject),
        name,
        bootstrap: onBinding,
      });
    const controller = "system:controller:job-controller";
    expect(labelled(controller, controller, account("kube-system", "job-controller"))).toEqual(none);
    expect(labelled(controller, controller, account("kube-system", "job-controller"), false)).toEqual(both);
    expect(labelled(controller, controller, account("kube-system", "job-controller"), true, false)).toEqual(both);
    expect(labelled(controller, controller, account("shop", "job-controller"))).toEqual(both);
    expect(labelled(controller, "cluster-admin", account("kube-system", "job-controller"))).toEqual(both);
    expect(labelled(controller, controller, account("kube-system", "x"))).toEqual(both);
    expect(labelled("system:controller:x", "cluster-admin", account("kube-system", "x"))).toEqual(both);
    expect(labelled("system:controller:x", "system:controller:x", account("kube-system", "x"))).toEqual(both);
    const manager = "system:kube-controller-manager";
    expect(labelled(manager, manager, user(manager))).toEqual(none);
    expect(labelled(manager, manager, user("jane"))).toEqual(both);
    expect(labelled("mine", manager, user(manager))).toEqual(both);
    expect(labelled(manager, "cluster-admin", user(manager))).toEqual(both);
    expect(labelled("cluster-admin", "cluster-admin", group("system:masters"))).toEqual(none);
    expect(labelled("cluster-admin", "cluster-admin", group("admins"))).toEqual(both);
  });
});
