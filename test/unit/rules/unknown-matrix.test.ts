import { describe, expect, it } from "vitest";
import { judgeNode, type NodeJudgement } from "../../../src/assess/judge.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { NodeFact, ObservedFacts } from "../../../src/evidence/node.ts";
import { absent, type Observed, type UnknownReason, unknown } from "../../../src/evidence/observed.ts";
import { onceFor } from "../../../src/evidence/once-for.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rules } from "../../../src/rules/index.ts";
import type { Rule } from "../../../src/rules/rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { baseStates } from "../../support/base-states.ts";
import { source } from "../../support/facts.ts";
import { evidenceWithin, withAllWithin, withOneWithin } from "./evidence-within.ts";
import { type Reading, type Survivor, survivesAbsence, survivesHollow, survivesUnknown } from "./unknown-matrix.ts";
import { unnamedFacts } from "./unnamed-facts.ts";

// Every rule of every release, on nodes that it passes or does not: each fact that a reading names is taken away, one
// after the other. Whatever is then still a pass does not rest on the fact; why not, the tables of unknown-matrix.ts say.

const readings = ["literal", "effective"] as const;
const states = await baseStates();
const isOfNodes = (rule: Rule): rule is NodeRule => rule.kind === "node";
const nodeRules = [...new Set([...rules, ...rulesOf(releases.v1r11)])].filter(isOfNodes);
const nameOf = (rule: NodeRule): string => (rules.includes(rule) ? rule.id : `${rule.id} by V1R11`);

const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
/** Another value for a fact; undefined where it has none to be tried. */
type Change = (fact: Observed<unknown>) => Observed<unknown> | undefined;

const hidden = unknown("not-collected", "test", source);
const unseen =
  (reason: UnknownReason): Change =>
  () =>
    unknown(reason, "test", source);
const forbidden = unseen("permission-denied");
const cutOff = unseen("truncated");
const reasons: readonly (readonly [UnknownReason, Change])[] = [
  ["permission-denied", forbidden],
  ["truncated", cutOff],
  ...(["unparseable", "timed-out", "withheld", "unsupported", "not-collected"] as const).map(
    (reason) => [reason, unseen(reason)] as const,
  ),
];
const gone: Change = ({ state }) => (state === "present" ? absent(source) : undefined);
/** The fact is there, and all that was looked at for it could not be seen. */
const hollow: Change = (fact) => (evidenceWithin(fact).length === 0 ? undefined : withAllWithin(fact, hidden));

const factsOf = (rule: NodeRule, reading: Reading): readonly NodeFact[] => [
  ...new Set<NodeFact>(["node.role", ...rule[reading].flatMap(({ needs }) => needs)]),
];

/** One reading of one rule on one node before and after evidence is gone. */
type Step = {
  readonly rule: NodeRule;
  readonly node: string;
  readonly fact: NodeFact;
  readonly reading: Reading;
  readonly before: Status;
  readonly after: Status;
};

const judged = new Map(
  states.map(({ facts }) => [facts, new Map(nodeRules.map((rule) => [rule, judgeNode(rule, facts)]))] as const),
);
const before = (rule: NodeRule, facts: ObservedFacts): NodeJudgement =>
  judged.get(facts)?.get(rule) ?? judgeNode(rule, facts);

/** The facts that a reading of a rule rests on; of a rule that is not for such a node only the role. */
const named = (rule: NodeRule, reading: Reading, facts: ObservedFacts): readonly NodeFact[] =>
  before(rule, facts).outsideRoles ? ["node.role"] : factsOf(rule, reading);

/** All that becomes of each reading of each rule when each of its facts is changed; several tests ask for the same. */
const stepsWith = onceFor((change: Change): readonly Step[] =>
  states.flatMap(({ name: node, facts }) =>
    nodeRules.flatMap((rule) =>
      readings.flatMap((reading) =>
        named(rule, reading, facts).flatMap((fact): readonly Step[] => {
          const changed = change(facts[fact]);
          if (changed === undefined) return [];
          const after = judgeNode(rule, { ...facts, [fact]: changed } as ObservedFacts)[reading].status;
          return [{ rule, node, fact, reading, before: before(rule, facts)[reading].status, after }];
        }),
      ),
    ),
  ),
);

const covers = (entry: Survivor, { rule, node, fact, reading }: Step): boolean =>
  entry.facts.includes(fact) &&
  (entry.reading === undefined || entry.reading === reading) &&
  (entry.rules === "all" || entry.rules.includes(rule.id)) &&
  (entry.nodes === undefined || entry.nodes.includes(node));

// The role says which rules hold for a node; one for every node is decided without it.
const needsNoRole = ({ rule: { roles }, fact }: Step): boolean =>
  fact === "node.role" && roles.includes("control-plane") && roles.includes("worker");

const isExpected = (step: Step, table: readonly Survivor[]): boolean =>
  needsNoRole(step) || table.some((entry) => covers(entry, step));

const show = ({ rule, node, fact, reading, before: was, after }: Step): string =>
  `${fact}: ${nameOf(rule)} ${reading} on ${node}: ${was} to ${after}`;

const unexpected = (change: Change, table: readonly Survivor[]): readonly string[] =>
  stepsWith(change)
    .filter((step) => isPass(step.after) && !isExpected(step, table))
    .map(show);

describe("a pass", () => {
  it.each(reasons)("does not survive what could not be seen: %s", (_, change) => {
    expect(unexpected(change, survivesUnknown)).toEqual([]);
  });

  it("does not survive that nothing within a fact could be seen", () => {
    expect(unexpected(hollow, [...survivesUnknown, ...survivesHollow])).toEqual([]);
  });

  it("does not survive evidence that is gone", () => {
    expect(unexpected(gone, [...survivesUnknown, ...survivesAbsence])).toEqual([]);
  });

  it("does not survive that none of the places that stand for each other was seen", () => {
    const wrong = states.flatMap(({ name: node, facts }) =>
      nodeRules.flatMap((rule) =>
        readings.flatMap((reading) => {
          const shown = named(rule, reading, facts);
          const together = survivesUnknown.filter(({ atLeastOne, ...entry }) =>
            shown.some(
              (fact) => atLeastOne && covers(entry, { rule, node, fact, reading, before: "open", after: "open" }),
            ),
          );
          return together.flatMap(({ facts: gaps }) => {
            const without = Object.fromEntries(gaps.map((fact) => [fact, hidden]));
            const after = judgeNode(rule, { ...facts, ...without })[reading].status;
            return isPass(after) ? [`${gaps.join(" and ")}: ${nameOf(rule)} ${reading} on ${node}: ${after}`] : [];
          });
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("does not survive that nothing was seen at all", () => {
    const nothingSeen = states.flatMap(({ name, facts }) =>
      nodeRules.flatMap((rule) => {
        const all = Object.keys(facts).map((fact) => [fact, hidden]);
        const after = judgeNode(rule, Object.fromEntries(all) as ObservedFacts);
        return readings
          .filter((reading) => after[reading].status !== "not_reviewed")
          .map((reading) => `${name}: ${nameOf(rule)} ${reading}`);
      }),
    );
    expect(nothingSeen).toEqual([]);
  });
});

describe("what could not be seen", () => {
  const isBorn = ({ before: was, after }: Step): boolean =>
    (!isPass(was) && isPass(after)) || (was !== "open" && after === "open");

  // The text wants the flag on the running command line; what starts next can only add a finding.
  const drift = "kubelet.unit: V-242392 literal on worker before a restart: open to not_a_finding";

  it("makes no pass, and no finding", () => {
    expect(stepsWith(forbidden).filter(isBorn).map(show)).toEqual([drift]);
  });

  it("makes neither where it is a part of a fact", () => {
    const steps = states.flatMap(({ name: node, facts }) =>
      nodeRules.flatMap((rule) =>
        readings.flatMap((reading) =>
          named(rule, reading, facts).flatMap((fact) =>
            evidenceWithin(facts[fact]).map((path): Step => {
              const changed = { ...facts, [fact]: withOneWithin(facts[fact], path, hidden) };
              const after = judgeNode(rule, changed as ObservedFacts)[reading].status;
              return { rule, node, fact, reading, before: before(rule, facts)[reading].status, after };
            }),
          ),
        ),
      ),
    );
    expect(steps.length).toBeGreaterThan(1000);
    expect(steps.filter(isBorn).map(show)).toEqual([drift]);
  });
});

describe("the matrix", () => {
  it("holds every rule that is judged, by the texts of every release", () => {
    const ofReleases = Object.values(releases).flatMap(rulesOf).filter(isOfNodes);
    expect([...new Set(ofReleases)].filter((rule) => !nodeRules.includes(rule)).map(nameOf)).toEqual([]);
  });

  it("starts from a node that passes, for every rule and reading", () => {
    const never = nodeRules.flatMap((rule) =>
      readings
        .filter((reading) => !states.some(({ facts }) => before(rule, facts)[reading].status === "not_a_finding"))
        .map((reading) => `${nameOf(rule)} ${reading}`),
    );
    expect(never).toEqual([]);
  });

  it("takes away all that a rule looks at: it looks at no fact that it does not name", () => {
    const unnamed = states.flatMap(({ facts }) =>
      nodeRules.flatMap((rule) =>
        readings.flatMap((reading) =>
          rule[reading].flatMap((condition) =>
            unnamedFacts(condition, facts).map((name) => `${nameOf(rule)}: ${name}`),
          ),
        ),
      ),
    );
    expect([...new Set(unnamed)]).toEqual([]);
  });

  it("has no entry that nothing needs", () => {
    const unused = (table: readonly Survivor[], change: Change) => {
      const passes = stepsWith(change).filter(({ after }) => isPass(after));
      return table.flatMap((entry) => {
        const used = passes.filter((step) => covers(entry, step));
        const idle = (named: readonly string[], isUsed: (name: string) => boolean) =>
          named.filter((name) => !isUsed(name)).map((name) => `${name}: ${entry.why}`);
        return [
          ...idle(entry.facts, (fact) => used.some((step) => step.fact === fact)),
          ...idle(entry.nodes ?? [], (node) => used.some((step) => step.node === node)),
          ...idle(entry.rules === "all" ? [] : entry.rules, (id) => used.some(({ rule }) => rule.id === id)),
        ];
      });
    };
    expect(unused(survivesUnknown, cutOff)).toEqual([]);
    expect(unused(survivesHollow, hollow)).toEqual([]);
    expect(unused(survivesAbsence, gone)).toEqual([]);
  });
});
