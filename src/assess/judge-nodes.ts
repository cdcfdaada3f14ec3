import type { NodeFact, NodeRead, ObservedFacts } from "../evidence/node.ts";
import { factsOf, type NodeRule } from "../rules/define-rule.ts";
import type { ApiWitness } from "./api-witness.ts";
import { asRead } from "./as-read.ts";
import { isOutside, judgeNode, type NodeJudgement } from "./judge.ts";
import { type Digest, type Likeness, likenesses, samePids } from "./likeness.ts";
import { alikeAsOne } from "./merge.ts";
import { withApi } from "./second-witness.ts";

/** A node with all that rules are shown of it. */
export type ShownNode = {
  readonly target: string;
  readonly read: NodeRead;
  readonly facts: ObservedFacts;
  readonly witness: ApiWitness | undefined;
};

/** Rules for the same nodes that name the same facts, and what they said of nodes that show these facts alike. */
type SameFacts = {
  readonly names: readonly NodeFact[];
  readonly isOutside: (node: ShownNode) => boolean;
  readonly rules: { readonly place: number; readonly judge: (node: ShownNode) => NodeJudgement }[];
  readonly known: Map<string, readonly NodeJudgement[]>;
};

/** A node as rules see it that name these facts: there is nothing else that they could judge by. */
function only(names: readonly NodeFact[], node: ShownNode): ShownNode {
  const of = (facts: ObservedFacts) => Object.fromEntries(names.map((name) => [name, facts[name]])) as ObservedFacts;
  const { facts, witness } = node;
  return { ...node, facts: of(facts), witness: witness && { ...witness, facts: of(witness.facts) } };
}

function bySameFacts(rules: readonly NodeRule[]): readonly SameFacts[] {
  const found = new Map<string, SameFacts>();
  for (const [place, rule] of rules.entries()) {
    const names = [...new Set<NodeFact>(["node.role", ...factsOf(rule)])].toSorted();
    const key = JSON.stringify([names, rule.roles, rule.also]);
    const same: SameFacts = found.get(key) ?? {
      names,
      isOutside: ({ facts }) => isOutside(rule, facts["node.role"]),
      rules: [],
      known: new Map(),
    };
    const alike = alikeAsOne();
    const judge = ({ read, facts, witness }: ShownNode) =>
      alike(withApi(rule, asRead(rule, read, judgeNode(rule, facts)), witness, read));
    same.rules.push({ place, judge });
    found.set(key, same);
  }
  return [...found.values()];
}

type FactLikeness = (name: NodeFact) => Likeness;

/**
 * All that judgements by these facts can rest on, as one text: nodes that have the same are alike to the rules. Of a node
 * that is none of theirs rules ask no more than what it is.
 */
function keyOf(same: SameFacts, node: ShownNode, own: FactLikeness, byApi: FactLikeness): string {
  if (same.isOutside(node)) return `outside ${own("node.role").number}`;
  const { names } = same;
  const { read, witness } = node;
  const isWitnessed = witness !== undefined && names.some((name) => witness.shows.includes(name));
  const facts = isWitnessed ? [...names.map(own), ...names.map(byApi)] : names.map(own);
  const numbers = facts.map(({ number }) => number).join();
  const how = read.state === "read" ? "" : ` ${read.state} ${read.cause}`;
  const who = isWitnessed ? ` ${witness.shows.join()} ${witness.givenOnly.join()}` : "";
  return `${numbers} ${samePids(facts)}${how}${who}`;
}

/**
 * Judges rules on one node after the other. Nodes that show a rule what an earlier one showed are given its judgement: it
 * has the earlier node's name and processes in its sources, which a group of nodes shows of its first only.
 */
export function nodesJudge(rules: readonly NodeRule[], digest?: Digest): (node: ShownNode) => readonly NodeJudgement[] {
  const all = bySameFacts(rules);
  const likeness = likenesses(digest);
  const onceOf = (target: string, facts: ObservedFacts): FactLikeness => {
    const known = new Map<NodeFact, Likeness>();
    return (name) => {
      const found = known.get(name) ?? likeness(name, facts[name], target);
      known.set(name, found);
      return found;
    };
  };
  return (node) => {
    const own = onceOf(node.target, node.facts);
    const byApi = node.witness === undefined ? own : onceOf(node.target, node.witness.facts);
    const judgements: NodeJudgement[] = [];
    for (const same of all) {
      const key = keyOf(same, node, own, byApi);
      const found = same.known.get(key) ?? judgedBy(same, node);
      same.known.set(key, found);
      for (const [index, { place }] of same.rules.entries()) judgements[place] = found[index] as NodeJudgement;
    }
    return judgements;
  };
}

function judgedBy({ names, rules }: SameFacts, node: ShownNode): readonly NodeJudgement[] {
  const shown = only(names, node);
  return rules.map(({ judge }) => judge(shown));
}
