import { describe, expect, it } from "vitest";
import type { RbacBinding } from "../../../../src/evidence/rbac.ts";
import { rule } from "../../../../src/rules/nsa-cisa/service-account-tokens.ts";
import { pod, workload } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";
import { account, binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";

const roles = ["reader", "system:discovery"].map((name) => clusterRole(name, [ruleOf(["get"])]));
const accountOf = (name: string, automount?: boolean) => ({
  namespace: "shop",
  name,
  ...(automount === undefined ? {} : { automount }),
});
const bound = (...bindings: readonly RbacBinding[]) => ({ "api.rbac": here(rbac(roles, bindings)) });

type Given = NonNullable<Parameters<typeof workloadsRead>[0]>;
const judged = (given: Given) =>
  judgedApart(rule, workloadsRead({ "api.service-accounts": here([]), ...bound(), ...given }));

const web = pod({ serviceAccount: "web" });
const plain = pod({ serviceAccount: "default" });

describe("service-account-tokens", () => {
  // Secrets are not looked at: without a finding it is left to a person.
  it.each<readonly [string, Given, string]>([
    ["no pods", {}, "not_reviewed"],
    ["nobody says anything", { pods: [plain] }, "open"],
    ["the pod says no", { pods: [{ ...plain, automountToken: false }] }, "not_reviewed"],
    [
      "the account says no",
      { pods: [plain], "api.service-accounts": here([accountOf("default", false)]) },
      "not_reviewed",
    ],
    [
      "the pod says yes, the account no",
      { pods: [{ ...plain, automountToken: true }], "api.service-accounts": here([accountOf("default", false)]) },
      "open",
    ],
    [
      "the pod says no, the account yes",
      { pods: [{ ...plain, automountToken: false }], "api.service-accounts": here([accountOf("default", true)]) },
      "not_reviewed",
    ],
    [
      "an account of that name elsewhere",
      { pods: [plain], "api.service-accounts": here([{ ...accountOf("default", false), namespace: "x" }]) },
      "open",
    ],
    [
      "a token in a volume for all that",
      { pods: [{ ...plain, automountToken: false, projectedTokens: [{}] }] },
      "open",
    ],
    [
      "a token for somebody else",
      { pods: [{ ...plain, automountToken: false, projectedTokens: [{ audience: "vault" }] }] },
      "not_reviewed",
    ],
    [
      "an account with a binding",
      { pods: [web], ...bound(clusterBinding("reader", account("shop", "web"))) },
      "not_reviewed",
    ],
    [
      "by its user's name",
      { pods: [web], ...bound(clusterBinding("reader", user("system:serviceaccount:shop:web"))) },
      "not_reviewed",
    ],
    [
      "by a RoleBinding without namespace",
      { pods: [web], ...bound(binding("ClusterRole", "reader", { kind: "ServiceAccount", name: "web" })) },
      "not_reviewed",
    ],
    [
      "a binding to discovery",
      { pods: [web], ...bound(clusterBinding("system:discovery", account("shop", "web"))) },
      "open",
    ],
    ["a binding to no role", { pods: [web], ...bound(clusterBinding("gone", account("shop", "web"))) }, "open"],
    [
      "a binding of another account",
      { pods: [web], ...bound(clusterBinding("reader", account("other", "web"))) },
      "open",
    ],
    [
      "a binding of all accounts",
      { pods: [web], ...bound(clusterBinding("reader", group("system:serviceaccounts"))) },
      "open",
    ],
    ["default with rights", { pods: [plain], ...bound(clusterBinding("reader", account("shop", "default"))) }, "open"],
    [
      "default with rights, not mounted",
      { pods: [{ ...plain, automountToken: false }], ...bound(clusterBinding("reader", account("shop", "default"))) },
      "not_reviewed",
    ],
    ["a template", { workloads: [workload()] }, "open"],
    ["a static pod", { pods: [pod({ isMirror: true })] }, "not_reviewed"],
    ["a pod of the platform", { pods: [{ ...plain, namespace: "calico-system" }] }, "not_reviewed"],
    ["accounts not listed", { pods: [plain], "api.service-accounts": denied }, "not_reviewed"],
    ["bindings not listed", { pods: [plain], "api.rbac": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).own.status).toBe(status);
  });

  it("says whose token it is, and by what it has rights", () => {
    const given = bound(
      clusterBinding("reader", group("system:serviceaccounts:shop")),
      binding("ClusterRole", "reader", account("shop", "default")),
    );
    const lines = linesOf(judged({ pods: [plain, pod({ name: "b", serviceAccount: "web" })], ...given }).own);
    expect(lines).toEqual([
      "shop/Pod app-1: the token of ServiceAccount default, which has rights by RoleBinding shop/reader, ClusterRoleBinding reader",
      "shop/Pod b: the token of ServiceAccount web, which no binding names",
    ]);
  });

  it("shows the Secrets that accounts name", () => {
    const secrets = ["web-token-x1"];
    const { own } = judged({ "api.service-accounts": here([{ ...accountOf("web"), secrets }]) });
    expect(linesOf(own)).toEqual(["Secrets of ServiceAccount shop/web: web-token-x1"]);
    expect(own.reason).toBe(
      "Whether Secrets hold tokens that do not expire was not looked at: plimsoll lists no Secrets.",
    );
  });

  it("shows tokens for others, and long ones", () => {
    const projectedTokens = [{ audience: "vault", expirationSeconds: 604_800 }];
    const { own } = judged({ pods: [{ ...plain, automountToken: false, projectedTokens }] });
    expect(linesOf(own)).toEqual([
      "shop/Pod app-1: a token for vault",
      "shop/Pod app-1: a token that is valid for 604800 s",
    ]);
  });
});
