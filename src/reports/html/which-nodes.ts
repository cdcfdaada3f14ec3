import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { countOf } from "./count-of.ts";

/** Which nodes something holds for: their names where they are few, else how many, and their configurations. */
export type WhichNodes = {
  readonly names: readonly string[];
  /** `1,230 nodes`; null where the names say it. */
  readonly count: string | null;
  readonly letters: readonly string[];
  /** Letters that are not named; null where all are. */
  readonly more: string | null;
};

/** A list names this many nodes, or configurations. */
const mostNames = 6;
const mostLetters = 4;

/** Names nodes, or the cluster, for the page. */
export function whichNodes(targets: readonly string[], letterOf: Configurations["letterOf"]): WhichNodes {
  const names = [...new Set(targets)];
  if (names.length <= mostNames) return { names: names.map(visible), count: null, letters: [], more: null };
  const letters = [...new Set(names.flatMap((name) => letterOf.get(name) ?? []))];
  const left = letters.length - mostLetters;
  return {
    names: [],
    count: countOf(names.length, "node"),
    letters: letters.slice(0, mostLetters),
    more: left <= 0 ? null : `and ${left} more`,
  };
}
