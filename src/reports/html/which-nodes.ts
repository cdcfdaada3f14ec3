import { countOf } from "../count-of.ts";
import { visible } from "../visible-text.ts";
import { type Configurations, rangesOf } from "./configurations.ts";
import { type RangeView, rangeView } from "./group-view.ts";

/** Which nodes something holds for: their names where they are few, else how many, and their configurations. */
export type WhichNodes = {
  readonly names: readonly string[];
  /** `1,230 nodes`; null where the names say it. */
  readonly count: string | null;
  readonly configurations: readonly RangeView[];
  /** Configurations that are not named; null where all are. */
  readonly more: string | null;
};

/** A list names this many nodes, or ranges of configurations. */
const mostNames = 6;
const mostRanges = 4;

/** Names nodes, or the cluster, for the page. */
export function whichNodes(targets: readonly string[], configurations: Configurations): WhichNodes {
  const names = [...new Set(targets)];
  if (names.length <= mostNames) return { names: names.map(visible), count: null, configurations: [], more: null };
  const ranges = rangesOf(names, configurations);
  return {
    names: [],
    count: countOf(names.length, "node"),
    configurations: ranges.slice(0, mostRanges).map((range) => rangeView(range, configurations)),
    more: ranges.length <= mostRanges ? null : "and others",
  };
}
