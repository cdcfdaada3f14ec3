import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { NodeFact, ObservedFacts } from "../../../src/evidence/node.ts";
import { absent, type Observed, type UnknownReason, unknown } from "../../../src/evidence/observed.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rules } from "../../../src/rules/index.ts";
import { baseStates } from "../../support/base-states.ts";
import { source } from "../../support/facts.ts";
import { type Reading, type Survivor, survivesAbsence, survivesUnknown } from "./unknown-matrix.ts";

// Every rule, on nodes that it passes or does not: each fact that it names is taken away, one after the other. Whatever
// is then still a pass does not rest on the fact; why not, the tables of unknown-matrix.ts say.

const reasons: readonly UnknownReason[] = [
  "permission-denied",
  "truncated",
  "unparseable",
  "timed-out",
  "withheld",
  "unsupported",
  "not-collected",
];
const readings = ["literal", "effective"] as const;
const states = await baseStates();
const nodeRules = rules.flatMap((rule) => (rule.kind === "node" ? [rule] : []));

const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
const without = (facts: ObservedFacts, fact: NodeFact, gone: Observed<never>): ObservedFacts => ({
  ...facts,
  [fact]: gone,
});

const factsOf = (rule: NodeRule): readonly NodeFact[] => [
  ...new Set<NodeFact>(["node.role", ...[...rule.literal, ...rule.effective].flatMap(({ needs }) => needs)]),
];

/** One reading of one rule on one node before and after a fact is gone. */
type Step = {
  readonly rule: NodeRule;
  readonly node: string;
  readonly fact: NodeFact;
  readonly reading: Reading;
  readonly before: Status;
  readonly after: Status;
};

/** All that changes, or does not, when each fact is replaced. A rule that is not for such a node only rests on the role. */
function stepsWith(gone: Observed<never>): readonly Step[] {
  return states.flatMap(({ name: node, facts }) =>
    nodeRules.flatMap((rule) => {
      const before = judgeNode(rule, facts);
      const named = before.outsideRoles ? (["node.role"] as const) : factsOf(rule);
      return named
        .filter((fact) => facts[fact].state === "present" || gone.state === "unknown")
        .flatMap((fact) => {
          const after = judgeNode(rule, without(facts, fact, gone));
          return readings.map((reading): Step => {
            return { rule, node, fact, reading, before: before[reading].status, after: after[reading].status };
          });
        });
    }),
  );
}

const covers = (entry: Survivor, { rule, node, fact, reading }: Step): boolean =>
  entry.facts.includes(fact) &&
  (entry.reading === undefined || entry.reading === reading) &&
  (entry.rules === "all" || entry.rules.includes(rule.vulnId)) &&
  (entry.nodes === undefined || entry.nodes.includes(node));

// The role says which rules hold for a node; one for every node is decided without it.
const needsNoRole = ({ rule: { roles }, fact }: Step): boolean =>
  fact === "node.role" && roles.includes("control-plane") && roles.includes("worker");

const isExpected = (step: Step, table: readonly Survivor[]): boolean =>
  needsNoRole(step) || table.some((entry) => covers(entry, step));

const show = ({ rule, node, fact, reading, before, after }: Step): string =>
  `${fact}: ${rule.vulnId} ${reading} on ${node}: ${before} to ${after}`;

describe("a pass", () => {
  it.each(reasons)("does not survive what could not be seen: %s", (reason) => {
    const steps = stepsWith(unknown(reason, "test", source));
    const wrong = steps.filter((step) => isPass(step.after) && !isExpected(step, survivesUnknown));
    expect(wrong.map(show)).toEqual([]);
  });

  it("does not come of what could not be seen, and neither does a finding", () => {
    const steps = stepsWith(unknown("permission-denied", "test", source));
    const wrong = steps.filter(
      ({ before, after }) => (!isPass(before) && isPass(after)) || (before !== "open" && after === "open"),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it("does not survive evidence that is gone", () => {
    const table = [...survivesUnknown, ...survivesAbsence];
    const wrong = stepsWith(absent(source)).filter((step) => isPass(step.after) && !isExpected(step, table));
    expect(wrong.map(show)).toEqual([]);
  });

  it("does not survive that nothing was seen at all", () => {
    const nothingSeen = states.flatMap(({ name, facts }) =>
      nodeRules.flatMap((rule) => {
        const all = Object.keys(facts).map((fact) => [fact, unknown("not-collected", "test", source)]);
        const judged = judgeNode(rule, Object.fromEntries(all) as ObservedFacts);
        return readings
          .filter((reading) => judged[reading].status !== "not_reviewed")
          .map((reading) => `${name}: ${rule.vulnId} ${reading}`);
      }),
    );
    expect(nothingSeen).toEqual([]);
  });
});

describe("the matrix", () => {
  const neverPassed: Readonly<Record<string, string>> = {
    "V-254800 effective": "a namespace's label may lower the level, and labels are not collected",
  };

  it("starts from a node that passes, for every rule and reading", () => {
    const never = nodeRules.flatMap((rule) =>
      readings
        .filter((reading) => !states.some(({ facts }) => judgeNode(rule, facts)[reading].status === "not_a_finding"))
        .map((reading) => `${rule.vulnId} ${reading}`),
    );
    expect(never).toEqual(Object.keys(neverPassed));
  });

  it("has no entry that nothing needs", () => {
    const used = (table: readonly Survivor[], gone: Observed<never>) => {
      const passes = stepsWith(gone).filter(({ after }) => isPass(after));
      return table.filter((entry) => !passes.some((step) => covers(entry, step))).map(({ why }) => why);
    };
    expect(used(survivesUnknown, unknown("truncated", "test", source))).toEqual([]);
    expect(used(survivesAbsence, absent(source))).toEqual([]);
  });
});
