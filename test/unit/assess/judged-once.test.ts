import { describe, expect, it } from "vitest";
import { asRead } from "../../../src/assess/as-read.ts";
import { judgeNode, type NodeJudgement } from "../../../src/assess/judge.ts";
import { likenessIn, nodesJudge, type ShownNode } from "../../../src/assess/judge-nodes.ts";
import { likenesses } from "../../../src/assess/likeness.ts";
import { fold, type Judged } from "../../../src/assess/merge.ts";
import { withApi } from "../../../src/assess/second-witness.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import type { NodeEvidence, NodeFact, NodeRead, ObservedFacts } from "../../../src/evidence/node.ts";
import { absent, entriesSeen, type Observed, present, unknown } from "../../../src/evidence/observed.ts";
import { open } from "../../../src/findings/verdict.ts";
import { defineNodeRule, factsOf, type NodeRule } from "../../../src/rules/define-rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { nodeFileText, parseNodeFile } from "../../../src/run-folder/node-file.ts";
import { randomFrom } from "../../mutation/perturb.ts";
import { baseStates } from "../../support/base-states.ts";

// Nodes that show a rule the same are judged once. Here each is judged by itself, too, by all that is known of it.

const rules = [...new Set([...Object.values(releases), nsaCisa].flatMap(rulesOf))].filter(
  (rule): rule is NodeRule => rule.kind === "node",
);
const states = await baseStates();

const judgedEach = (rule: NodeRule, nodes: readonly ShownNode[]): readonly Judged[] =>
  nodes.map(({ target, read, facts, witness }) => ({
    target,
    judgement: withApi(rule, asRead(rule, read, judgeNode(rule, facts)), witness, read),
  }));

/** The same facts as they are read from a node's file, which are told apart unparsed. */
const fromFile = (node: ShownNode): ShownNode => {
  const text = nodeFileText({ node: node.target, facts: node.facts } as unknown as NodeEvidence);
  return { ...node, facts: parseNodeFile(text, JSON.parse).facts as ObservedFacts };
};

const judgedOnce = (nodes: readonly ShownNode[], of: readonly NodeRule[]): readonly (readonly NodeJudgement[])[] => {
  const judge = nodesJudge(of);
  const likenessOf = likenesses();
  return nodes.map((node) => judge(node, likenessIn(likenessOf, node)));
};

const statusesIn = (judged: readonly Judged[]): readonly string[] =>
  judged.map(({ target, judgement: { literal, effective, beyondText, outsideRoles } }) =>
    [target, literal.status, effective.status, beyondText, outsideRoles].join(),
  );

function expectAsEach(nodes: readonly ShownNode[], of: readonly NodeRule[] = rules): void {
  const mixed = nodes.map((node, index) => (index % 2 === 0 ? node : fromFile(node)));
  const ways = [nodes, nodes.map(fromFile), mixed].map((given) => judgedOnce(given, of));
  for (const [place, rule] of of.entries()) {
    const each = judgedEach(rule, nodes);
    const [statuses, folded] = [statusesIn(each), JSON.stringify(fold(each))];
    for (const once of ways) {
      const judged = nodes.map(({ target }, index) => ({
        target,
        judgement: once[index]?.[place] as NodeJudgement,
      }));
      expect(statusesIn(judged), rule.id).toEqual(statuses);
      expect(JSON.stringify(fold(judged)), rule.id).toBe(folded);
    }
  }
}

const read: NodeRead = { state: "read" };
const nodeOf = (target: string, facts: ObservedFacts, more: Partial<ShownNode> = {}): ShownNode => ({
  ...{ target, read, facts, witness: undefined },
  ...more,
});

/** The same node under another name, with other process ids: in its sources alone, or wherever its name stands. */
function twin(facts: ObservedFacts, name: string, pids: (pid: number) => number, everywhere = false): ObservedFacts {
  const text = JSON.stringify(facts)
    .replaceAll(/"source":\{"host":"[^"/]*"/g, `"source":{"host":${JSON.stringify(name)}`)
    .replaceAll(/"pid":(\d+)/g, (_, pid: string) => `"pid":${pids(Number(pid))}`);
  return JSON.parse(
    everywhere ? text.replaceAll(/\b(?:cp1|w1)\b/g, JSON.stringify(name).slice(1, -1)) : text,
  ) as ObservedFacts;
}

type Path = readonly string[];
const leavesOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]))
    : [path];

function changed(value: unknown, [key, ...rest]: Path, change: (leaf: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === key ? changed(part, rest, change) : part));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: changed(object[key], rest, change) };
}

const another = (leaf: unknown, name: string, dice: number): unknown => {
  if (typeof leaf === "boolean") return !leaf;
  if (typeof leaf === "number") return leaf ^ (1 << Math.floor(dice * 9));
  return dice < 0.4 ? name : `${String(leaf)}${dice < 0.7 ? name : "0"}`;
};

// What says of what shape the rest is: no evidence has it changed alone.
const wholes = ["state", "type", "root"];

/** One fact as it may be instead: unseen, gone, or with one value changed, of a source too. */
function mutations(name: NodeFact, fact: Observed<unknown>, node: string): readonly Observed<unknown>[] {
  const random = randomFrom(name.length * 7919 + node.length);
  const leaves = leavesOf(fact).filter((path) => !path.some((part) => wholes.includes(part)));
  const values = [0, 1, 2].map(() => {
    const path = leaves[Math.floor(random() * leaves.length)] ?? [];
    const dice = random();
    return changed(fact, path, (leaf) => another(leaf, node, dice)) as Observed<unknown>;
  });
  return [unknown("permission-denied", `Permission denied on ${node}`, fact.source), absent(fact.source), ...values];
}

// Names that contain each other, and that stand in files, paths and command lines.
const names = ["w1", "w10", "cp1", "kubelet", "config.yaml", "10.77.0.10", 'a"b', "0"];

describe("nodes that are judged together", () => {
  it("are what they are by themselves, in every state, under every name, whatever their processes' numbers", () => {
    const nodes = states.flatMap(({ facts }, state) =>
      names.map((name, index) =>
        nodeOf(
          `${name}.${state}`,
          twin(facts, `${name}.${state}`, (pid) => pid + index * 100, index % 3 === 2),
        ),
      ),
    );
    expectAsEach(nodes);
  });

  it.each([
    [0, "cp1"],
    [1, "w1"],
  ])("are told apart by any fact of any rule: state %i", (state, target) => {
    const facts = twin(states[state]?.facts as ObservedFacts, target, (pid) => pid);
    for (const fact of new Set(rules.flatMap(factsOf))) {
      const nodes = mutations(fact, facts[fact], target).flatMap((mutated, index) => {
        const mutant = { ...facts, [fact]: mutated };
        const other = twin(mutant, `${target}0`, (pid) => pid * 3 + index);
        return [nodeOf(target, mutant), nodeOf(`${target}0`, other), nodeOf(target, facts)];
      });
      expectAsEach(
        nodes,
        rules.filter((rule) => factsOf(rule).includes(fact)),
      );
    }
  });

  it("are told apart by how they were read, and by what the API says of them", () => {
    const unread = (cause: "timed-out" | "refused"): NodeRead => ({ state: "unread", cause, message: cause });
    const component = ["process.kube-apiserver", "manifest.kube-apiserver"] as const;
    const [first, second, third] = states.map(({ facts }) => facts) as [ObservedFacts, ObservedFacts, ObservedFacts];
    const witnesses: readonly ShownNode["witness"][] = [
      { facts: first, shows: component, givenOnly: [] },
      { facts: third, shows: component, givenOnly: [] },
      { facts: third, shows: component, givenOnly: ["process.kube-apiserver"] },
      { facts: { ...third, "process.kubelet": second["process.kubelet"] }, shows: ["process.kubelet"], givenOnly: [] },
      undefined,
    ];
    const nodes = [first, second].flatMap((facts, state) =>
      witnesses.flatMap((witness, index) =>
        [read, unread("timed-out"), unread("refused"), read].map((how, place) => {
          const target = `n${state}${index}${place}`;
          return nodeOf(
            target,
            twin(facts, target, (pid) => pid + place),
            { read: how, witness },
          );
        }),
      ),
    );
    expectAsEach(nodes);
  });
});

const shownBy = (fact: Observed<unknown>): unknown => (fact.state === "present" ? fact.value : undefined);

/** A rule that says whatever is to be seen, as no rule of a benchmark does. */
const ruleOn = <Name extends NodeFact>(
  needs: readonly Name[],
  say: (facts: Pick<ObservedFacts, Name>) => string,
): NodeRule =>
  defineNodeRule({
    id: "says-all",
    roles: ["control-plane", "worker"],
    literal: [{ needs, decide: (facts) => open(say(facts)) }],
    ...{ expected: "", check: "", fix: "" },
  });

describe("facts that only look like their node's own", () => {
  const [state] = states;
  const facts = state?.facts as ObservedFacts;
  const policy = (host: string): ObservedFacts => ({
    ...facts,
    "content.audit-policy": {
      ...{ state: "present", source: { host, request: "read /p" } },
      value: {
        path: "/p",
        file: "/p",
        content: { kind: "Policy", source: { host, request: "x" }, rules: [{ pid: host.length }] },
      },
    },
  });

  it("tell nodes apart where a file of the node holds what a source would", () => {
    const nodes = ["a", "ab", "abc"].map((name) => nodeOf(name, policy(name)));
    expectAsEach(nodes);
    expectAsEach(nodes, [
      ruleOn(["content.audit-policy"], ({ "content.audit-policy": file }) => JSON.stringify(shownBy(file))),
    ]);
  });

  it("tell nodes apart whose processes are the same in one and not in the other", () => {
    const process = facts["process.kubelet"];
    if (process.state !== "present") throw new Error("the recording has no kubelet");
    const withPids = (...pids: readonly number[]): ObservedFacts => ({
      ...facts,
      "process.kubelet": {
        ...process,
        value: pids.flatMap((pid) => process.value.map((call) => ({ ...call, source: { ...call.source, pid } }))),
      },
    });
    expectAsEach(
      [withPids(1, 1), withPids(1, 2), withPids(7, 8), withPids(9, 9)].map((one, index) => nodeOf(`n${index}`, one)),
    );
    const isSame = ruleOn(["process.kubelet", "process.kube-proxy"], (given) => {
      const [one, other] = [given["process.kubelet"], given["process.kube-proxy"]].map(
        (calls) => entriesSeen(calls)[0],
      );
      return String(one?.source.pid === other?.source.pid);
    });
    const withProxy = (pid: number): ObservedFacts => ({
      ...withPids(1),
      "process.kube-proxy": present(
        process.value.map((call) => ({ ...call, source: { ...call.source, pid } })),
        process.source,
      ),
    });
    expectAsEach(
      [1, 2, 3].map((pid) => nodeOf(`n${pid}`, withProxy(pid))),
      [isSame],
    );
  });
});
