import { textKnown } from "./facts-when-asked.ts";
import type { NodeFact, ObservedFacts } from "./node.ts";
import type { Observed } from "./observed.ts";

/** What files of the node say stands in these as it was parsed: only what is around it is ours, and has our shapes. */
export const isDataOfNode = (name: string): boolean =>
  name.startsWith("content.") || name === "kubelet.config" || name === "kubelet.configz";

/** A fact as JSON; of data of the node its source comes first, so that how it begins is ours, whatever the node says. */
export function factText(name: string, fact: Observed<unknown>): string {
  if (!isDataOfNode(name)) return JSON.stringify(fact);
  const { source, ...said } = fact;
  return JSON.stringify({ source, ...said });
}

/** The text of one of a node's facts: as a file has it where they are from one. */
export const factTextIn = (facts: ObservedFacts, name: NodeFact): string =>
  textKnown(facts, name) ?? factText(name, facts[name]);
