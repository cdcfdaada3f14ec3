import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { NodeFact, ObservedFacts } from "../../../../src/evidence/node.ts";
import { unknown } from "../../../../src/evidence/observed.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { factsOf, type NodeRule } from "../../../../src/rules/define-rule.ts";
import { guidanceChecks } from "../../../../src/rules/guidance-index.ts";
import { baseStates } from "../../../support/base-states.ts";
import { source } from "../../../support/facts.ts";
import { evidenceWithin, withOneWithin } from "../evidence-within.ts";
import { unnamedFacts } from "../unnamed-facts.ts";
import { survives } from "./unknown-node-facts.ts";

// Every check on nodes, on every recorded state of one: each fact that it names is taken away, whole and in parts.

const checks = guidanceChecks.filter((rule): rule is NodeRule => rule.kind === "node");
const states = await baseStates();
const hidden = unknown("permission-denied", "test", source);
const statusOf = (rule: NodeRule, facts: ObservedFacts): Status => judgeNode(rule, facts).literal.status;
const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
const isBorn = (was: Status, now: Status): boolean =>
  (!isPass(was) && isPass(now)) || (was !== "open" && now === "open");

describe.each(checks)("$id", (rule) => {
  it("looks at no fact that it does not name", () => {
    const unnamed = states.flatMap(({ facts }) => rule.literal.flatMap((one) => unnamedFacts(one, facts)));
    expect(unnamed).toEqual([]);
  });

  it("says nothing of a node of which nothing was seen", () => {
    for (const { name, facts } of states) {
      const nothing = Object.fromEntries(Object.keys(facts).map((fact) => [fact, hidden]));
      expect([name, statusOf(rule, nothing as ObservedFacts)]).toEqual([name, "not_reviewed"]);
    }
  });

  it("makes neither a pass nor a finding of what could not be seen", () => {
    for (const { name, facts } of states) {
      const was = statusOf(rule, facts);
      for (const fact of factsOf(rule)) {
        const parts = evidenceWithin(facts[fact]).map((path) => withOneWithin(facts[fact], path, hidden));
        for (const changed of [hidden, ...parts]) {
          const now = statusOf(rule, { ...facts, [fact]: changed } as ObservedFacts);
          expect(isBorn(was, now), `${fact} on ${name}: ${was} to ${now}`).toBe(false);
        }
      }
    }
  });
});

/** The checks that do not pass on any of these states: that they rest on what they name, their own tables say. */
const neverPass = [
  ...["audit-policy-content", "certificate-validity", "control-plane-firewall", "etcd-access-isolation"],
  ...["kubeconfig-permissions", "linux-security-modules", "log-forwarding", "monitoring-and-alerting"],
  ...["network-policy-enforcement", "rootless-container-engine", "static-user-credentials"],
  "user-authentication-method",
];

describe("a pass", () => {
  const passes = checks.flatMap((rule) =>
    states.flatMap(({ name, facts }) => {
      const { literal, outsideRoles } = judgeNode(rule, facts);
      return isPass(literal.status) && !outsideRoles ? [{ rule, node: name, facts }] : [];
    }),
  );
  const isLeft = ({ rule, facts }: (typeof passes)[number], ...gone: readonly NodeFact[]): boolean =>
    isPass(statusOf(rule, { ...facts, ...Object.fromEntries(gone.map((fact) => [fact, hidden])) }));
  const left = passes.flatMap((pass) =>
    [...new Set<NodeFact>(["node.role", ...factsOf(pass.rule)])].flatMap((fact) =>
      isLeft(pass, fact) ? [{ id: pass.rule.id, node: pass.node, fact }] : [],
    ),
  );
  const covers = (entry: (typeof survives)[number], { id, node, fact }: (typeof left)[number]): boolean =>
    entry.facts.includes(fact) && entry.checks.includes(id) && (entry.nodes?.includes(node) ?? true);

  it("is on one state at least what every check gives but these", () => {
    const passing = new Set(passes.map(({ rule }) => rule.id));
    expect(checks.flatMap(({ id }) => (passing.has(id) ? [] : [id]))).toEqual(neverPass);
  });

  it("does not survive that one of the facts was not seen", () => {
    const wrong = left.filter((step) => !survives.some((entry) => covers(entry, step)));
    expect(wrong.map(({ id, node, fact }) => `${id} on ${node} without ${fact}`)).toEqual([]);
  });

  it("does not survive that none of the facts that stand for each other was seen", () => {
    const together = survives.filter(({ atLeastOne }) => atLeastOne);
    const wrong = together.flatMap(({ checks: ids, facts }) =>
      passes.filter((pass) => ids.includes(pass.rule.id) && isLeft(pass, ...facts)).map(({ node }) => node),
    );
    expect([together.length, wrong]).toEqual([1, []]);
  });

  it("survives by no entry that nothing needs", () => {
    const idle = survives.flatMap((entry) => {
      const used = left.filter((step) => covers(entry, step));
      return [
        ...entry.facts.filter((name) => !used.some(({ fact }) => fact === name)),
        ...entry.checks.filter((name) => !used.some(({ id }) => id === name)),
        ...(entry.nodes ?? []).filter((name) => !used.some(({ node }) => node === name)),
      ].map((name) => `${name}: ${entry.why}`);
    });
    expect(idle).toEqual([]);
  });
});
