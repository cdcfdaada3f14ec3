import { factTextIn, isDataOfNode } from "../evidence/fact-text.ts";
import type { NodeFact, ObservedFacts } from "../evidence/node.ts";

/** A name for a text that no other text has. */
export type Digest = (text: string) => string;

/**
 * What a fact is beside whose it is: facts of two nodes that have the same number say the same, but for the node's own name
 * in their sources and for the numbers of processes, which `pids` has in the order in which they come.
 */
export type Likeness = { readonly number: number; readonly pids: readonly string[] };

const shortest = 64;
const noPids: readonly string[] = [];

/** Facts of the cluster that every node is shown, not of the node. */
const isOfCluster = (name: NodeFact): boolean => name.startsWith("api.");

type Neutral = { readonly text: string; readonly pids: readonly string[] };

const sourceOf = (host: string | number): string => `"source":{"host":${JSON.stringify(host)},`;
const nobodys = sourceOf(0);

/**
 * Takes the node's name out of the sources in evidence, and the process ids out of it. A quote within a text is escaped in
 * JSON, so nothing that a node says looks like a source; what is written in another way stays, and counts as different.
 */
function neutral(json: string, own: string): Neutral {
  const text = json.replaceAll(own, nobodys);
  if (!text.includes('"pid":')) return { text, pids: noPids };
  const pids: string[] = [];
  const numbers = new Map<string, number>();
  const numbered = text.replaceAll(/(?<=[{,])"pid":(\d+)/g, (_, pid: string) => {
    if (!numbers.has(pid)) pids.push(pid);
    const number = numbers.get(pid) ?? numbers.size;
    numbers.set(pid, number);
    return `"pid":${number}`;
  });
  return { text: numbered, pids };
}

/** Of data of the node only its own source, with which its text begins. */
function neutralData(json: string, own: string): Neutral {
  const text = json.startsWith(own, 1) ? `{${nobodys}${json.slice(1 + own.length)}` : json;
  return { text, pids: noPids };
}

/** What a fact of one node is beside those of others. */
export type LikenessOfFact = (name: NodeFact, facts: ObservedFacts) => Likeness;

/**
 * Numbers facts of nodes by what they say. Kept are the texts themselves, or where `digest` is given what it makes of the
 * longer.
 */
export function likenesses(digest: Digest = (text) => text): (node: string) => LikenessOfFact {
  const numbers = new Map<string, number>();
  const ofCluster = new WeakMap<object, Likeness>();
  const numberOf = (text: string): number => {
    const key = text.length < shortest ? text : digest(text);
    const found = numbers.get(key);
    if (found !== undefined) return found;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  return (node) => {
    const own = sourceOf(node);
    return (name, facts) => {
      if (!isOfCluster(name)) {
        const { text, pids } = (isDataOfNode(name) ? neutralData : neutral)(factTextIn(facts, name), own);
        return { number: numberOf(text), pids };
      }
      const fact = facts[name];
      const known = ofCluster.get(fact) ?? { number: numberOf(JSON.stringify(fact)), pids: noPids };
      ofCluster.set(fact, known);
      return known;
    };
  };
}

/** Which of the processes in several facts are the same. */
export function samePids(lists: readonly (readonly string[])[]): string {
  if (lists.length < 2) return "";
  const numbers = new Map<string, number>();
  const numbered = lists.map((pids) =>
    pids.map((pid) => {
      const number = numbers.get(pid) ?? numbers.size;
      numbers.set(pid, number);
      return number;
    }),
  );
  return numbered.join(" ");
}
