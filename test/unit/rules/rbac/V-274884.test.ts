import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import { parseDecisions } from "../../../../src/decisions/load.ts";
import type { ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { RbacBinding, RbacRole, RbacRule, RbacSubject } from "../../../../src/evidence/rbac.ts";
import type { SecretAccessList } from "../../../../src/evidence/site.ts";
import { readBinding, readRole } from "../../../../src/probes/cluster/rbac.ts";
import { rule } from "../../../../src/rules/stig/V-274884-secret-access.ts";
import {
  type ClusterFactsGiven,
  clusterFacts,
  container,
  pod,
  podTemplate,
  workload,
} from "../../../support/cluster-facts.ts";
import { denied, here, nothing } from "../../../support/facts.ts";
import { account, binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";

const list = (more: Partial<SecretAccessList> = {}): SecretAccessList => ({
  document: "SEC 1",
  approvedBy: "the ISSM",
  date: "2026-01-01",
  readers: [],
  attachments: [],
  builtin: false,
  ...more,
});

const jane = rbac(
  [clusterRole("r", [ruleOf(["get", "list"])]), clusterRole("maker", [ruleOf(["create"], { resources: ["pods"] })])],
  [binding("ClusterRole", "r", user("jane"))],
);
const maker = { ...jane, bindings: [...jane.bindings, clusterBinding("maker", group("makers"))] };

const base: ClusterFactsGiven = {
  "api.rbac": here(jane),
  "api.pods": here([]),
  "api.workloads": here([]),
  "api.pod-templates": here([]),
  "api.ingresses": here([]),
  "run.authorizers": here(["Node", "RBAC"]),
};
const judge = (given: ClusterFactsGiven) => judgeCluster(rule, clusterFacts({ ...base, ...given }));
const statuses = (given: ClusterFactsGiven) => {
  const { literal, effective } = judge(given);
  return [literal.status, effective.status];
};
const withList = (more: Partial<SecretAccessList>): ClusterFactsGiven => ({ "site.secret-access": here(list(more)) });
const covering = { subject: "User:jane", scope: ["shop"], verbs: ["get", "list"] } as const;

describe("V-274884", () => {
  it("is a worksheet without a list", () => {
    const { literal } = judge({});
    expect(literal.status).toBe("not_reviewed");
    expect(literal.reason).toMatch(/^The site gave no list of approved access to Secrets: /);
    expect(literal.seen.map(({ value }) => value)).toContain(
      '- { subject: "User:jane", scope: ["shop"], verbs: [get, list] } # RoleBinding shop/r -> ClusterRole r',
    );
  });

  it.each<readonly [string, Partial<SecretAccessList>, string]>([
    ["covers", { readers: [covering] }, "not_a_finding"],
    ["covers by more than is there", { readers: [{ ...covering, scope: "cluster" }] }, "not_a_finding"],
    [
      "covers in two entries",
      {
        readers: [
          { ...covering, verbs: ["get"] },
          { ...covering, verbs: ["list"] },
        ],
      },
      "not_a_finding",
    ],
    ["lacks a verb", { readers: [{ ...covering, verbs: ["get"] }] }, "open"],
    ["names another namespace", { readers: [{ ...covering, scope: ["web"] }] }, "open"],
    ["names a Group of that name", { readers: [{ ...covering, subject: "Group:jane" }] }, "open"],
    ["speaks of built-in readers only", { builtin: true }, "open"],
    ["is in force on its last day", { readers: [covering], expires: "2026-11-21" }, "not_a_finding"],
    ["has expired", { readers: [covering], expires: "2026-11-20" }, "not_reviewed"],
    ["names nobody", { readers: [covering], approvedBy: " " }, "not_reviewed"],
  ])("a list that %s", (_what, more, status) => {
    expect(statuses(withList(more))).toEqual([status, status]);
  });

  it("says why a list is not in force, and shows the worksheet as without one", () => {
    const { literal } = judge(withList({ readers: [covering], expires: "2026-11-20" }));
    expect(literal.reason).toMatch(/is not in force, for it expired on 2026-11-20: /);
    expect(literal.seen.map(({ what }) => what)).toContain("reader");
  });

  it("does not know whether a list has expired without the time of the run", () => {
    expect(
      statuses({ ...withList({ readers: [covering], expires: "2030-01-01" }), "run.collected-at": denied }),
    ).toEqual(["not_reviewed", "not_reviewed"]);
  });

  it("counts other ways to Secrets in effect only", () => {
    const given = { "api.rbac": here(maker), ...withList({ readers: [covering] }) };
    expect(statuses(given)).toEqual(["not_a_finding", "open"]);
    const indirect = { subject: "Group:makers", scope: "cluster", verbs: ["indirect"] } as const;
    expect(statuses({ ...given, ...withList({ readers: [covering, indirect] }) })).toEqual([
      "not_a_finding",
      "not_a_finding",
    ]);
    const getting = { ...indirect, verbs: ["get"] } as const;
    expect(statuses({ ...given, ...withList({ readers: [covering, getting] }) })[1]).toBe("not_a_finding");
    expect(statuses({ ...given, ...withList({ readers: [covering, { ...indirect, scope: ["shop"] }] }) })[1]).toBe(
      "open",
    );
  });

  const reads = (more: Partial<RbacRule> = {}) => clusterRole("r", [ruleOf(["list"], more)]);
  const john = { subject: "User:john", scope: "cluster", verbs: ["list"] } as const;
  it.each<readonly [string, RbacRole, readonly RbacBinding[], string]>([
    ["the same Secrets", reads(), [clusterBinding("r", user("jane"))], "not_a_finding"],
    ["the same Secrets, as others do", reads(), [clusterBinding("r", user("john"), user("jane"))], "not_a_finding"],
    ["nothing, but somebody else does", reads(), [clusterBinding("r", user("john"))], "open"],
    ["those of one namespace", reads(), [binding("ClusterRole", "r", user("jane"))], "open"],
    ["some by name", reads({ resourceNames: ["a"] }), [clusterBinding("r", user("jane"))], "open"],
    ["them by watching only", clusterRole("r", [ruleOf(["watch"])]), [clusterBinding("r", user("jane"))], "open"],
  ])("counts other ways of who reads %s", (_what, role, bindings, effective) => {
    const makes = clusterBinding("maker", user("jane"));
    const readers = [{ ...covering, scope: "cluster", verbs: ["list", "watch"] } as const, john];
    const given = { "api.rbac": here(rbac([role, ...jane.roles.slice(1)], [...bindings, makes])) };
    expect(statuses({ ...given, ...withList({ readers }) })).toEqual(["not_a_finding", effective]);
  });

  it("asks for builtin: true where only Kubernetes' own components read", () => {
    const controller = account("kube-system", "job-controller");
    const name = "system:controller:job-controller";
    const own = (...rules: readonly RbacRule[]) => ({
      "api.rbac": here(
        rbac(
          [clusterRole(name, rules, { bootstrap: true })],
          [{ ...clusterBinding(name, controller), bootstrap: true }],
        ),
      ),
    });
    const makesPods = ruleOf(["create"], { resources: ["pods"] });
    expect(statuses({ ...own(ruleOf(["get"])), ...withList({}) })).toEqual(["open", "open"]);
    expect(statuses({ ...own(makesPods), ...withList({}) })).toEqual(["not_a_finding", "open"]);
    expect(statuses({ ...own(ruleOf(["get"])), ...withList({ builtin: true }) })).toEqual([
      "not_a_finding",
      "not_a_finding",
    ]);
    expect(statuses({ ...own(makesPods), ...withList({ builtin: true }) })).toEqual(["not_a_finding", "not_a_finding"]);
  });

  it("shows what is uncovered first", () => {
    const two = rbac(jane.roles, [binding("ClusterRole", "r", user("jane"), account("shop", "x"))]);
    const { literal } = judge({ "api.rbac": here(two), ...withList({ readers: [covering] }) });
    expect(literal.reason).toBe(
      "Readers of Secrets that the site's list does not cover: ServiceAccount:shop/x (namespace shop).",
    );
    expect(literal.seen.map(({ what }) => what).slice(0, 3)).toEqual([
      "list of approved access to Secrets",
      "NOT ON THE LIST: reader",
      "reader",
    ]);
  });

  it("is one line a row, whatever names say", () => {
    const odd = {
      ...clusterBinding("r", user("a\n- b")),
      name: 'x\n- { subject: "User:b", scope: cluster, verbs: [get] }',
    };
    const values = judge({ "api.rbac": here({ ...jane, bindings: [odd] }) }).literal.seen.map(({ value }) => value);
    expect(values.filter((value) => value.includes("\n"))).toEqual([]);
    expect(parse(values[0] ?? "")).toEqual([{ subject: "User:a\n- b", scope: "cluster", verbs: ["get", "list"] }]);
  });

  it("marks wide groups, and names bindings that grant nothing", () => {
    const wide = rbac(jane.roles, [clusterBinding("r", group("system:authenticated")), clusterBinding("gone")]);
    const seen = judge({ "api.rbac": here(wide) }).literal.seen.map(({ what, value }) => `${what}: ${value}`);
    expect(seen).toContainEqual(expect.stringMatching(/^reader, WIDE: .*system:authenticated/));
    expect(seen).toContain("ClusterRoleBinding gone: grants nothing: ClusterRole gone does not exist");
  });
});

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
    expect(labelled("cluster-admin", "cluster-admin", group("system:masters"))).toEqual(none);
    expect(labelled("cluster-admin", "cluster-admin", group("admins"))).toEqual(both);
  });
});

describe("Secrets that workloads are given", () => {
  const web = (kind: ApiWorkload["kind"], more: Partial<ApiWorkload> = {}) => workload({ kind, name: "web", ...more });
  const secret = { secret: "db", how: "volume" };
  const given: ClusterFactsGiven = {
    "api.pods": here([pod({ owner: { kind: "ReplicaSet", name: "web-1" }, attachedSecrets: [secret] })]),
    "api.workloads": here([
      web("ReplicaSet", { name: "web-1", owner: { kind: "Deployment", name: "web" } }),
      web("Deployment", {
        attachedSecrets: [secret],
        containers: [container({ secretVariables: [{ secret: "api", variable: "KEY", key: "key" }] })],
      }),
    ]),
    "api.ingresses": here([{ namespace: "shop", name: "front", tlsSecrets: ["tls"] }]),
    ...withList({ readers: [covering] }),
  };
  const entry = { namespace: "shop", workload: "Deployment/web", secrets: ["api", "db"] };
  const front = { namespace: "shop", workload: "Ingress/front", secrets: ["tls"] };
  const approved = (...attachments: readonly (typeof entry)[]) =>
    statuses({ ...given, ...withList({ readers: [covering], attachments }) })[0];

  it("need an entry by what is at the top of their pods", () => {
    expect(judge(given).literal.reason).toBe(
      "Workloads with Secrets that the site's list does not cover: shop/Deployment/web, shop/Ingress/front.",
    );
    expect(approved(entry, front)).toBe("not_a_finding");
    expect(approved({ ...entry, secrets: ["db"] }, front)).toBe("open");
    expect(approved({ ...entry, namespace: "other" }, front)).toBe("open");
    expect(approved(entry)).toBe("open");
    expect(approved({ ...entry, workload: "Deployment/other" }, front)).toBe("open");
  });

  it.each<readonly [string, ClusterFactsGiven]>([
    ["a pod of its own", { "api.pods": here([pod({ attachedSecrets: [secret] })]) }],
    ["a template without pods", { "api.workloads": here([web("CronJob", { attachedSecrets: [secret] })]) }],
    ["variables", { "api.pods": here([pod({ containers: [container({ secretVariables: [{ secret: "db" }] })] })]) }],
    ["an Ingress", { "api.ingresses": here([{ namespace: "shop", name: "front", tlsSecrets: ["tls"] }]) }],
  ])("need an entry where these are all: %s", (_what, alone) => {
    expect(statuses({ ...withList({ readers: [covering] }), ...alone })).toEqual(["open", "open"]);
  });

  it("count in effect only where a PodTemplate names them, and only by what PodTemplates there are", () => {
    const templates = { "api.pod-templates": here([podTemplate({ name: "mould", attachedSecrets: [secret] })]) };
    const of = (attachments: SecretAccessList["attachments"], more: ClusterFactsGiven = templates) =>
      statuses({ ...withList({ readers: [covering], attachments }), ...more });
    expect(of([])).toEqual(["not_a_finding", "open"]);
    expect(of([{ namespace: "shop", workload: "PodTemplate/mould", secrets: ["db"] }])).toEqual([
      "not_a_finding",
      "not_a_finding",
    ]);
    expect(of([], { "api.pod-templates": denied })).toEqual(["not_a_finding", "not_reviewed"]);
  });

  it("need an entry of their own workload, not of another one in the namespace", () => {
    const pods = { "api.pods": here([pod({ name: "a", attachedSecrets: [secret] })]) };
    const of = (name: string) =>
      statuses({
        ...pods,
        ...withList({
          readers: [covering],
          attachments: [{ namespace: "shop", workload: `Pod/${name}`, secrets: ["db"] }],
        }),
      });
    expect(of("a")).toEqual(["not_a_finding", "not_a_finding"]);
    expect(of("b")).toEqual(["open", "open"]);
  });
});

describe("what is not known", () => {
  const passing = withList({ readers: [covering] });

  it("is no pass, whatever it is", () => {
    expect(statuses(passing)).toEqual(["not_a_finding", "not_a_finding"]);
    for (const fact of [
      "api.rbac",
      "api.pods",
      "api.workloads",
      "api.ingresses",
      "run.authorizers",
      "site.secret-access",
    ] as const) {
      expect(statuses({ ...passing, [fact]: denied })).toEqual(["not_reviewed", "not_reviewed"]);
    }
    for (const fact of ["api.rbac", "api.pods", "run.authorizers"] as const) {
      expect(statuses({ ...passing, [fact]: nothing })).toEqual(["not_reviewed", "not_reviewed"]);
    }
  });

  it.each([
    [["RBAC"], "not_a_finding"],
    [["Node", "RBAC"], "not_a_finding"],
    [["Node", "RBAC", "Webhook"], "not_reviewed"],
    [["AlwaysAllow"], "not_reviewed"],
    [["Node"], "not_reviewed"],
    [["Node", "rbac"], "not_reviewed"],
  ])("authorizers %j", (authorizers, status) => {
    expect(statuses({ ...passing, "run.authorizers": here(authorizers) })).toEqual([status, status]);
  });

  it("does not hide a reader that no entry covers", () => {
    expect(statuses({ ...withList({}), "run.authorizers": denied, "api.pods": denied })).toEqual(["open", "open"]);
  });
});

describe("the recorded kubeadm cluster", () => {
  const recorded = JSON.parse(
    readFileSync(new URL("../../../../src/demo/recordings/api.json", import.meta.url), "utf8"),
  ) as Readonly<Record<string, { readonly items: readonly unknown[] }>>;
  const items = (resource: string) => recorded[`/apis/rbac.authorization.k8s.io/v1/${resource}`]?.items ?? [];
  const facts: ClusterFactsGiven = {
    "api.rbac": here({
      roles: [...items("roles"), ...items("clusterroles")].map(readRole),
      bindings: [...items("rolebindings"), ...items("clusterrolebindings")].map(readBinding),
    }),
  };

  /** decisions.yaml as somebody pastes it together from the rows of the worksheet. */
  function pasted(builtin: boolean): ClusterFactsGiven {
    const { effective } = judge(facts);
    const rows = effective.seen.filter(({ what }) => /reader/.test(what) && !(builtin && what.startsWith("built-in")));
    const lines = rows.map(({ value }) => `    ${value}`);
    const text = [
      `secretAccess: # ${rows.length}`,
      "  document: D",
      "  approvedBy: A",
      "  date: 2026-01-01",
      `  builtin: ${builtin}`,
      "  readers:",
      ...lines,
      "",
    ].join("\n");
    expect(parse(text)).toMatchObject({ secretAccess: { builtin } });
    const { secretAccess } = parseDecisions(text, "decisions.yaml").site;
    return secretAccess === undefined ? {} : { "site.secret-access": here(secretAccess) };
  }

  it("passes by its own worksheet, put into decisions.yaml as it stands", () => {
    expect(statuses({ ...facts, ...pasted(false) })).toEqual(["not_a_finding", "not_a_finding"]);
  });

  it("needs two entries beside builtin: true", () => {
    expect(statuses({ ...facts, ...pasted(true) })).toEqual(["not_a_finding", "not_a_finding"]);
    expect(judge({ ...facts, ...withList({ builtin: true }) }).effective.reason).toBe(
      "Readers of Secrets that the site's list does not cover: Group:kubeadm:cluster-admins (cluster), " +
        "User:kube-apiserver-kubelet-client (cluster).",
    );
  });
});
