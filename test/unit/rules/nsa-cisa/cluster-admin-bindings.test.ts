import { describe, expect, it } from "vitest";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import type { RbacBinding, RbacSubject } from "../../../../src/evidence/rbac.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/cluster-admin-bindings.ts";
import { pod, workload } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedOn, lines, rbacRead, recordedRbac } from "../../../support/guidance-facts.ts";
import { account, binding, clusterBinding, clusterRole, group, ruleOf, user } from "../../../support/rbac.ts";

const everything = ruleOf(["*"], { apiGroups: ["*"], resources: ["*"] });
const onAll = { apiGroups: ["*"], resources: ["*"] };
const written = ruleOf(["get", "list", "watch", "create", "update", "patch", "delete"], {
  apiGroups: ["*"],
  resources: ["*"],
});
const roles = [
  ...recordedRbac.roles,
  clusterRole("boss", [everything]),
  clusterRole("summed-up", [everything], { aggregated: true }),
  clusterRole("written-out", [written]),
  clusterRole("reader", [ruleOf(["get", "list", "watch"], { apiGroups: ["*"], resources: ["*"] })]),
  clusterRole("split", [ruleOf(["list"], onAll), ruleOf(["create", "update", "patch", "delete"], onAll)], {
    aggregated: true,
  }),
  clusterRole("writer", [ruleOf(["create", "update", "patch", "delete"], onAll)]),
  clusterRole("system:mine", [everything], { bootstrap: true }),
  clusterRole("named", [{ ...everything, resourceNames: ["one"] }]),
  clusterRole("one-group", [{ ...everything, apiGroups: ["example.com"] }]),
];

const judge = (bindings: readonly RbacBinding[], more: Partial<ObservedForCluster> = {}) =>
  judgedOn(rule, rbacRead(roles, [...recordedRbac.bindings, ...bindings], more));
const to = (role: string, ...subjects: readonly RbacSubject[]) => clusterBinding(role, ...subjects);

// As K3s and RKE2 install a chart: the Job's account may do everything.
const chart = { "helmcharts.helm.cattle.io/chart": "rke2-canal" };
const job = workload({ kind: "Job", namespace: "kube-system", name: "helm-install-rke2-canal", labels: chart });
const installer = pod({
  namespace: "kube-system",
  name: "helm-install-rke2-canal-x7k2p",
  labels: chart,
  owner: { kind: "Job", name: "helm-install-rke2-canal" },
  phase: "Succeeded",
  serviceAccount: "helm-rke2-canal",
});
const helm = to("cluster-admin", account("kube-system", "helm-rke2-canal"));
const listed = (...pods: readonly ApiPod[]) => ({ "api.pods": here(pods), "api.workloads": here([job]) });

describe("cluster-admin-bindings", () => {
  it("passes a new kubeadm cluster, and shows apart what it made", () => {
    const { status, seen, apart } = judge([]);
    expect(status).toBe("not_a_finding");
    expect(lines(seen)).toEqual(["authorizers of the API servers: Node, RBAC"]);
    expect([apart?.status, lines(apart?.seen)]).toEqual([
      "not_a_finding",
      [
        "Group:kubeadm:cluster-admins (cluster): cluster-admin; by ClusterRoleBinding kubeadm:cluster-admins -> ClusterRole cluster-admin",
        "Group:system:masters (cluster): cluster-admin; by ClusterRoleBinding cluster-admin -> ClusterRole cluster-admin",
      ],
    ]);
  });

  it.each<readonly [string, RbacBinding, string]>([
    ["an account", to("cluster-admin", account("shop", "web")), "open"],
    ["an account as a user", to("cluster-admin", user("system:serviceaccount:shop:web")), "open"],
    ["an account of no namespace", to("cluster-admin", { kind: "ServiceAccount", name: "web" }), "not_a_finding"],
    ["a role with the same rights", to("boss", account("shop", "web")), "open"],
    ["one that writes them out", to("written-out", account("shop", "web")), "open"],
    ["one put together from others", to("summed-up", account("shop", "web")), "open"],
    ["one that reads only", to("reader", account("shop", "web")), "not_a_finding"],
    ["one of one API group", to("one-group", account("shop", "web")), "not_a_finding"],
    ["one of named objects", to("named", account("shop", "web")), "not_a_finding"],
    ["one in a namespace", binding("ClusterRole", "cluster-admin", account("shop", "web")), "not_a_finding"],
    ["all accounts", to("cluster-admin", group("system:serviceaccounts")), "open"],
    ["all accounts of a namespace", to("cluster-admin", group("system:serviceaccounts:shop")), "open"],
    ["everybody", to("boss", group("system:authenticated")), "open"],
    ["nobody known", to("boss", user("system:anonymous")), "open"],
    ["a user", to("cluster-admin", user("jane")), "not_reviewed"],
    ["a group", to("boss", group("admins")), "not_reviewed"],
    ["system:masters again", to("boss", group("system:masters")), "not_a_finding"],
    ["another's group of kubeadm's name", to("boss", group("kubeadm:cluster-admins")), "not_reviewed"],
    ["an account in kube-system", helm, "open"],
    ["the platform's account", to("cluster-admin", account("tigera-operator", "tigera-operator")), "not_a_finding"],
    ["a role that is not there", to("gone", account("shop", "web")), "not_a_finding"],
  ])("%s", (_, given, status) => {
    expect(judge([given]).status).toBe(status);
  });

  it("knows an account in kube-system by its pods, and by all of them", () => {
    const { status, apart } = judge([helm], listed(installer));
    expect([status, apart?.status]).toEqual(["not_a_finding", "not_reviewed"]);
    expect(lines(apart?.seen)[0]).toMatch(/; of the platform: RKE2: Job helm-install-rke2-canal, label /);
    const { owner: _, ...bare } = installer;
    const other = { ...bare, name: "shell" };
    expect(judge([helm], listed(installer, other)).status).toBe("open");
    const asDefault = { ...installer, serviceAccount: "default" };
    const rights = to("cluster-admin", account("kube-system", "default"));
    expect(judge([rights], listed(asDefault)).status).toBe("open");
  });

  it.each(["api.pods", "api.workloads"] as const)("does not blame an account in kube-system without %s", (name) => {
    const { status, reason } = judge([helm], { ...listed(installer), [name]: denied });
    expect(status).toBe("not_reviewed");
    expect(reason).toContain("Which accounts in kube-system are the platform's was not seen.");
    expect(judge([to("boss", account("shop", "web"))], { [name]: denied }).status).toBe("open");
  });

  it("names whom it is about, once each, findings first", () => {
    const { reason, seen } = judge([to("boss", user("jane"), account("shop", "web")), to("written-out", user("jane"))]);
    expect(reason).toBe("Cluster administrators: ServiceAccount:shop/web.");
    expect(lines(seen).slice(0, 2)).toEqual([
      "ServiceAccount:shop/web (cluster): reads and changes every resource; by ClusterRoleBinding boss -> ClusterRole boss",
      "User:jane (cluster): reads and changes every resource; by ClusterRoleBinding boss -> ClusterRole boss, ClusterRoleBinding written-out -> ClusterRole written-out",
    ]);
  });

  it("adds up the rules of a role, and of all that a subject is bound to", () => {
    const web = account("shop", "web");
    expect(judge([to("split", web)]).status).toBe("open");
    expect(judge([to("reader", web), to("writer", web)]).status).toBe("open");
    expect(judge([to("reader", web), to("writer", account("shop", "other"))]).status).toBe("not_a_finding");
  });

  it("does not take a role for Kubernetes' own by its label and a name", () => {
    const forged = { ...to("system:mine", user("system:kube-scheduler")), bootstrap: true };
    expect(judge([forged]).status).toBe("not_reviewed");
  });

  it.each<readonly [string, Partial<ObservedForCluster>]>([
    ["the roles", { "api.rbac": denied }],
    ["the authorizers", { "run.authorizers": denied }],
    ["what another authorizer allows", { "run.authorizers": here(["Node", "RBAC", "Webhook"]) }],
    ["RBAC", { "run.authorizers": here(["AlwaysAllow"]) }],
  ])("does not pass without %s", (_, more) => {
    expect(judge([], more).status).toBe("not_reviewed");
  });
});
