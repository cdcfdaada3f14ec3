import type { NodeFact } from "../evidence/node.ts";
import type { Observed } from "../evidence/observed.ts";

/** A name for a text that no other text has. */
export type Digest = (text: string) => string;

/**
 * What a fact is beside whose it is: facts of two nodes that have the same number say the same, but for the node's own name
 * in their sources and for the numbers of processes, which `pids` has in the order in which they come.
 */
export type Likeness = { readonly number: number; readonly pids: readonly string[] };

const shortest = 64;
const noPids: readonly string[] = [];

// What files of the node say stands in these as it was parsed: only what is around it is ours, and has our shapes.
const isDataOfNode = (name: NodeFact): boolean =>
  name.startsWith("content.") || name === "kubelet.config" || name === "kubelet.configz";

/** Facts of the cluster that every node is shown, not of the node. */
const isOfCluster = (name: NodeFact): boolean => name.startsWith("api.");

/**
 * Takes the node's name out of the sources in evidence, and the process ids out of it. A quote within a text is escaped in
 * JSON, so nothing that a node says looks like a source; what is written in another way stays, and counts as different.
 */
function neutral(json: string, node: string): { readonly text: string; readonly pids: readonly string[] } {
  const text = json.replaceAll(`"source":{"host":${JSON.stringify(node)},`, '"source":{"host":0,');
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

function neutralFact(name: NodeFact, fact: Observed<unknown>, node: string): ReturnType<typeof neutral> {
  if (!isDataOfNode(name)) return neutral(JSON.stringify(fact), node);
  const { source, ...said } = fact;
  const own = neutral(JSON.stringify({ source }), node);
  return { ...own, text: JSON.stringify(said) + own.text };
}

/**
 * Numbers facts by what they say. Kept are the texts themselves, or where `digest` is given what it makes of the longer.
 */
export function likenesses(
  digest: Digest = (text) => text,
): (name: NodeFact, fact: Observed<unknown>, node: string) => Likeness {
  const numbers = new Map<string, number>();
  const ofCluster = new WeakMap<object, Likeness>();
  const numberOf = (text: string): number => {
    const key = text.length < shortest ? text : digest(text);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  return (name, fact, node) => {
    if (!isOfCluster(name)) {
      const { text, pids } = neutralFact(name, fact, node);
      return { number: numberOf(text), pids };
    }
    const known = ofCluster.get(fact) ?? { number: numberOf(JSON.stringify(fact)), pids: noPids };
    ofCluster.set(fact, known);
    return known;
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
