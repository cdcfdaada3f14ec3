import type { NodeFact, NodeRead, ObservedFacts } from "../evidence/node.ts";
import { factsOf, type NodeRule } from "../rules/define-rule.ts";
import type { ApiWitness } from "./api-witness.ts";
import { asRead } from "./as-read.ts";
import { judgeNode, type NodeJudgement } from "./judge.ts";
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

/** Rules that name the same facts, and what they said of nodes that show these facts alike. */
type SameFacts = {
  readonly names: readonly NodeFact[];
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
    const alike = alikeAsOne();
    const judge = ({ read, facts, witness }: ShownNode) =>
      alike(withApi(rule, asRead(rule, read, judgeNode(rule, facts)), witness, read));
    const same: SameFacts = found.get(names.join()) ?? { names, rules: [], known: new Map() };
    same.rules.push({ place, judge });
    found.set(names.join(), same);
  }
  return [...found.values()];
}

type FactLikeness = (name: NodeFact) => Likeness;

/** All that judgements by these facts can rest on, as one text: the same of two nodes that are alike to the rules. */
function keyOf(
  names: readonly NodeFact[],
  { read, witness }: ShownNode,
  own: FactLikeness,
  byApi: FactLikeness,
): string {
  const isWitnessed = witness !== undefined && names.some((name) => witness.shows.includes(name));
  const facts = [...names.map(own), ...(isWitnessed ? names.map(byApi) : [])];
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
  return (node) => {
    const once = (facts: ObservedFacts | undefined): FactLikeness => {
      const known = new Map<NodeFact, Likeness>();
      return (name) => {
        const found = known.get(name) ?? likeness(name, (facts ?? node.facts)[name], node.target);
        known.set(name, found);
        return found;
      };
    };
    const [own, byApi] = [once(node.facts), once(node.witness?.facts)];
    const judgements: NodeJudgement[] = [];
    for (const { names, rules: these, known } of all) {
      const key = keyOf(names, node, own, byApi);
      const shown = () => only(names, node);
      const found = known.get(key) ?? judgedBy(these, shown());
      known.set(key, found);
      for (const [index, { place }] of these.entries()) judgements[place] = found[index] as NodeJudgement;
    }
    return judgements;
  };
}

const judgedBy = (rules: SameFacts["rules"], node: ShownNode): readonly NodeJudgement[] =>
  rules.map(({ judge }) => judge(node));
