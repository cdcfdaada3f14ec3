import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { ObservedFacts } from "../../../../src/evidence/node.ts";
import { unknown } from "../../../../src/evidence/observed.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { factsOf, type NodeRule } from "../../../../src/rules/define-rule.ts";
import { guidanceChecks } from "../../../../src/rules/guidance-index.ts";
import { baseStates } from "../../../support/base-states.ts";
import { source } from "../../../support/facts.ts";
import { evidenceWithin, withOneWithin } from "../evidence-within.ts";

// Every check on nodes, on every recorded state of one: each fact that it names is taken away, whole and in parts.

const checks = guidanceChecks.filter((rule): rule is NodeRule => rule.kind === "node");
const states = await baseStates();
const hidden = unknown("permission-denied", "test", source);
const statusOf = (rule: NodeRule, facts: ObservedFacts): Status => judgeNode(rule, facts).literal.status;
const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
const isBorn = (was: Status, now: Status): boolean =>
  (!isPass(was) && isPass(now)) || (was !== "open" && now === "open");

describe.each(checks)("$id", (rule) => {
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
