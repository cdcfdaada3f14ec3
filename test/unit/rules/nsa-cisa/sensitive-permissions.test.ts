import { describe, expect, it } from "vitest";
import type { RbacBinding, RbacRule } from "../../../../src/evidence/rbac.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/sensitive-permissions.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedOn, lines, rbacRead, recordedRbac } from "../../../support/guidance-facts.ts";
import { account, binding, clusterBinding, clusterRole, group, ruleOf, user } from "../../../support/rbac.ts";

const on = (resource: string, verbs: readonly string[], apiGroup = ""): RbacRule =>
  ruleOf(verbs, { resources: [resource], apiGroups: [apiGroup] });
const certificates = "certificates.k8s.io";
const metrics: RbacRule = { ...ruleOf(["get"], { apiGroups: [], resources: [] }), urls: ["/metrics"] };

const judge = (rules: readonly RbacRule[], bindings: readonly RbacBinding[], more: Partial<ObservedForCluster> = {}) =>
  judgedOn(
    rule,
    rbacRead([...recordedRbac.roles, clusterRole("r", rules)], [...recordedRbac.bindings, ...bindings], more),
  );
const ofUser = (given: RbacRule) => judge([given], [clusterBinding("r", user("jane"))]).status;

describe("sensitive-permissions", () => {
  it("passes a new kubeadm cluster, and shows apart what its controllers have", () => {
    const { status, apart } = judge([], []);
    expect([status, apart?.status]).toEqual(["not_a_finding", "not_a_finding"]);
    expect(lines(apart?.seen)).toContain(
      "ServiceAccount:kube-system/certificate-controller (cluster): approves certificates; by ClusterRoleBinding " +
        "system:controller:certificate-controller -> ClusterRole system:controller:certificate-controller",
    );
  });

  it.each<readonly [string, RbacRule, string]>([
    ["everything", on("*", ["*"], "*"), "open"],
    ["everything of the core group", on("*", ["*"]), "open"],
    ["everything of an API of its own", on("*", ["*"], "example.com"), "open"],
    ["everything, by name", { ...on("*", ["*"], "*"), resourceNames: ["a"] }, "not_reviewed"],
    ["every verb on something", on("widgets", ["*"], "example.com"), "not_reviewed"],
    ["reading every resource", on("*", ["get", "list"], "*"), "not_reviewed"],
    ["reading Secrets", on("secrets", ["list"]), "not_reviewed"],
    ["making pods", on("pods", ["create"]), "not_reviewed"],
    ["running commands", on("pods/exec", ["create"]), "not_reviewed"],
    ["attaching", on("pods/attach", ["get"]), "not_reviewed"],
    ["kubelets", on("nodes/proxy", ["get"]), "not_reviewed"],
    ["tokens", on("serviceaccounts/token", ["create"]), "not_reviewed"],
    ["escalate", on("clusterroles", ["escalate"], "rbac.authorization.k8s.io"), "not_reviewed"],
    ["bind", on("roles", ["bind"], "rbac.authorization.k8s.io"), "not_reviewed"],
    ["impersonate", on("users", ["impersonate"]), "not_reviewed"],
    ["approval", on("certificatesigningrequests/approval", ["update"], certificates), "not_reviewed"],
    ["signing", on("signers", ["sign"], certificates), "not_reviewed"],
    ["making volumes", on("persistentvolumes", ["create"]), "not_reviewed"],
    ["webhooks", on("validatingwebhookconfigurations", ["patch"], "admissionregistration.k8s.io"), "not_reviewed"],
    ["namespaces", on("namespaces", ["update"]), "not_reviewed"],
    ["changing volumes", on("persistentvolumes", ["update"]), "not_a_finding"],
    ["making namespaces", on("namespaces", ["create"]), "not_a_finding"],
    ["asking for certificates", on("certificatesigningrequests", ["create", "get"], certificates), "not_a_finding"],
    ["reading pods", on("pods", ["get", "list", "watch"]), "not_a_finding"],
    ["every verb on a URL", { ...metrics, verbs: ["*"] }, "not_a_finding"],
  ])("a user with %s", (_, given, status) => {
    expect(ofUser(given)).toBe(status);
  });

  it.each<readonly [string, RbacRule, RbacBinding, string]>([
    ["default with any right", on("pods", ["get"]), clusterBinding("r", account("shop", "default")), "open"],
    ["default in a namespace", on("pods", ["get"]), binding("ClusterRole", "r", account("shop", "default")), "open"],
    ["default as a user", on("pods", ["get"]), clusterBinding("r", user("system:serviceaccount:a:default")), "open"],
    ["default of kube-system", on("pods", ["get"]), clusterBinding("r", account("kube-system", "default")), "open"],
    ["default with a URL", metrics, clusterBinding("r", account("shop", "default")), "open"],
    [
      "default with a URL in a namespace",
      metrics,
      binding("ClusterRole", "r", account("a", "default")),
      "not_a_finding",
    ],
    [
      "default of a platform",
      on("pods", ["get"]),
      clusterBinding("r", account("cattle-system", "default")),
      "not_a_finding",
    ],
    ["all accounts", on("pods", ["get"]), clusterBinding("r", group("system:serviceaccounts:shop")), "not_reviewed"],
    [
      "all accounts, discovery",
      { ...metrics, urls: ["/version"] },
      clusterBinding("r", group("system:serviceaccounts")),
      "not_a_finding",
    ],
    ["all accounts with wildcards", on("*", ["*"]), clusterBinding("r", group("system:serviceaccounts")), "open"],
    ["a workload's account", on("secrets", ["get"]), clusterBinding("r", account("shop", "web")), "not_reviewed"],
    [
      "a platform's account",
      on("*", ["*"], "*"),
      clusterBinding("r", account("cattle-system", "rancher")),
      "not_a_finding",
    ],
    ["cluster-admin in a namespace", metrics, binding("ClusterRole", "cluster-admin", user("jane")), "not_reviewed"],
    ["admin in a namespace", metrics, binding("ClusterRole", "admin", user("jane")), "not_reviewed"],
    ["view in a namespace", metrics, binding("ClusterRole", "view", user("jane")), "not_a_finding"],
    [
      "a controller's role, another's account",
      metrics,
      clusterBinding("system:controller:job-controller", account("kube-system", "job-controller")),
      "not_reviewed",
    ],
    ["wildcards that nobody has", on("*", ["*"], "*"), clusterBinding("view", user("jane")), "not_reviewed"],
  ])("%s", (_, given, bound, status) => {
    expect(judge([given], [bound]).status).toBe(status);
  });

  it("says subject by subject what there is and where it comes from", () => {
    const { reason, seen } = judge(
      [on("secrets", ["get", "list"]), on("pods/exec", ["create"])],
      [binding("ClusterRole", "r", user("jane"), account("shop", "web"))],
    );
    expect(reason).toBe(
      "Subjects with rights that lead to others: ServiceAccount:shop/web, User:jane. Whether they need it is for a person.",
    );
    expect(lines(seen)[1]).toBe(
      "User:jane (namespace shop): reads Secrets (get, list); runs commands in pods; by RoleBinding shop/r -> ClusterRole r",
    );
  });

  it("names roles with wildcards that are bound to nobody", () => {
    expect(lines(judge([on("*", ["*"], "*")], []).seen)[0]).toBe(
      "ClusterRole r: every verb on every resource; bound to nobody",
    );
  });

  it("says only that who may do everything may", () => {
    expect(lines(judge([on("*", ["*"], "*")], [clusterBinding("r", user("jane"))]).seen)[0]).toBe(
      "User:jane (cluster): every verb on every resource; by ClusterRoleBinding r -> ClusterRole r",
    );
  });

  it.each<readonly [string, Partial<ObservedForCluster>]>([
    ["the roles", { "api.rbac": denied }],
    ["the authorizers", { "run.authorizers": denied }],
    ["RBAC", { "run.authorizers": here(["ABAC"]) }],
  ])("does not pass without %s", (_, more) => {
    expect(judge([], [], more).status).toBe("not_reviewed");
  });
});
