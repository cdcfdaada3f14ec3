import type { NodeFact, NodeRead, ObservedFacts } from "../evidence/node.ts";
import type { NodeRule } from "../rules/define-rule.ts";
import type { ApiWitness } from "./api-witness.ts";
import { asRead } from "./as-read.ts";
import { judgeNode, type NodeJudgement } from "./judge.ts";
import { type Likeness, type LikenessOfFact, samePids } from "./likeness.ts";
import { alikeAsOne } from "./merge.ts";
import { withApi } from "./second-witness.ts";

/** A node with all that rules are shown of it. */
export type ShownNode = {
  readonly target: string;
  readonly read: NodeRead;
  readonly facts: ObservedFacts;
  readonly witness: ApiWitness | undefined;
};

/** Whose word a fact is: the node's, or the API's as the second witness of it. */
type Witness = "node" | "api";
/** A fact that a rule looked at. */
type Look = { readonly of: Witness; readonly name: NodeFact };

/**
 * What a rule said, by what it looked at one after the other: what it looks at next depends on what it saw before, and on
 * nothing else, for it is a function of the facts. `after` has the next step by what was seen.
 */
type Step = { readonly judgement: NodeJudgement } | { readonly look: Look; readonly after: Map<number | string, Step> };

/** What a fact of a node is beside that of others. */
type LikenessOf = (look: Look) => Likeness;

/** Facts that note which of them are looked at. */
const noting = (facts: ObservedFacts, of: Witness, note: (look: Look) => void): ObservedFacts =>
  new Proxy(facts, {
    get(from, name) {
      note({ of, name: name as NodeFact });
      return from[name as NodeFact];
    },
  });

/** Judges a node, and says which facts were looked at, in the order in which they first were. */
function judgeNoting(
  judge: (node: ShownNode) => NodeJudgement,
  node: ShownNode,
): { readonly judgement: NodeJudgement; readonly looks: readonly Look[] } {
  const looks = new Map<string, Look>();
  const note = (look: Look): void => {
    if (!looks.has(`${look.of} ${look.name}`)) looks.set(`${look.of} ${look.name}`, look);
  };
  const { facts, witness } = node;
  const judgement = judge({
    ...node,
    facts: noting(facts, "node", note),
    witness: witness && { ...witness, facts: noting(witness.facts, "api", note) },
  });
  return { judgement, looks: [...looks.values()] };
}

/** What was seen by a look, apart from what was seen before: processes may be the same as in other facts. */
function seenBy(look: Look, likeness: LikenessOf, pids: (readonly string[])[]): number | string {
  const { number, pids: found } = likeness(look);
  if (found.length === 0) return number;
  pids.push(found);
  return `${number} ${samePids(pids)}`;
}

/** One rule's judgements, each worked out on the first node that shows what it rests on. */
function onceJudging(rule: NodeRule): (node: ShownNode, start: string, likeness: LikenessOf) => NodeJudgement {
  const alike = alikeAsOne();
  const judge = ({ read, facts, witness }: ShownNode) =>
    alike(withApi(rule, asRead(rule, read, judgeNode(rule, facts)), witness, read));
  const starts = new Map<string, Step>();

  function known(start: string, likeness: LikenessOf): NodeJudgement | undefined {
    const pids: (readonly string[])[] = [];
    let step = starts.get(start);
    while (step !== undefined && "look" in step) step = step.after.get(seenBy(step.look, likeness, pids));
    return step?.judgement;
  }

  function learn(start: string, node: ShownNode, likeness: LikenessOf): NodeJudgement {
    const { judgement, looks } = judgeNoting(judge, node);
    const pids: (readonly string[])[] = [];
    let place: { readonly steps: Map<number | string, Step>; readonly key: number | string } = {
      steps: starts as Map<number | string, Step>,
      key: start,
    };
    for (const look of looks) {
      const there = place.steps.get(place.key);
      const step = there !== undefined && "look" in there ? there : { look, after: new Map<number | string, Step>() };
      place.steps.set(place.key, step);
      place = { steps: step.after, key: seenBy(look, likeness, pids) };
    }
    place.steps.set(place.key, { judgement });
    return judgement;
  }
  return (node, start, likeness) => known(start, likeness) ?? learn(start, node, likeness);
}

/** What rules are told beside facts: how the node was read, and which facts the API shows. */
function startOf({ read, witness }: ShownNode): string {
  const how = read.state === "read" ? "read" : `${read.state} ${read.cause}`;
  return witness === undefined ? how : `${how} ${witness.shows.join()} ${witness.givenOnly.join()}`;
}

/** Tells a node's facts apart, each once however many rules look at it. */
export function likenessIn(
  likenessOf: (node: string) => LikenessOfFact,
  { target, facts, witness }: ShownNode,
): LikenessOf {
  const known = { node: new Map<NodeFact, Likeness>(), api: new Map<NodeFact, Likeness>() };
  const factsOf = { node: facts, api: witness?.facts ?? facts };
  const ofFact = likenessOf(target);
  return ({ of, name }) => {
    const found = known[of].get(name);
    if (found !== undefined) return found;
    const worked = ofFact(name, factsOf[of]);
    known[of].set(name, worked);
    return worked;
  };
}

/**
 * Judges rules on one node after the other. Nodes that show a rule what an earlier one showed are given its judgement: it
 * has the earlier node's name and processes in its sources, which a group of nodes shows of its first only.
 */
export function nodesJudge(
  rules: readonly NodeRule[],
): (node: ShownNode, likeness: LikenessOf) => readonly NodeJudgement[] {
  const judges = rules.map(onceJudging);
  return (node, likeness) => {
    const start = startOf(node);
    return judges.map((judge) => judge(node, start, likeness));
  };
}
