import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { RbacBinding, RbacRole, RbacRule } from "../../../../src/evidence/rbac.ts";
import type { SecretAccessList } from "../../../../src/evidence/site.ts";
import { denied, here, nothing } from "../../../support/facts.ts";
import { account, binding, clusterBinding, clusterRole, group, rbac, ruleOf, user } from "../../../support/rbac.ts";
import { covering, jane, judge, statuses, withList } from "./secret-readers.ts";

const maker = { ...jane, bindings: [...jane.bindings, clusterBinding("maker", group("makers"))] };

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
