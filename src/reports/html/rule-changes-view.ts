import type { RuleChange, RunDiff } from "../../findings/run-diff.ts";
import { aspectWords } from "../diff/sections.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** What a benchmark has otherwise of rules that both runs judged, by what it is. */
export type RuleChangesView = {
  readonly count: number;
  readonly aspects: readonly {
    readonly title: string;
    readonly count: number;
    readonly rows: readonly {
      readonly id: string;
      readonly title: string;
      /** Both empty of prose, of which only that it is another is said. */
      readonly before: string;
      readonly after: string;
    }[];
  }[];
  /** Rules whose check texts could not be compared; null where there are none. */
  readonly uncompared: string | null;
};

/** What is different of the rules themselves. */
export function ruleChangesView({ rules: { changed, uncompared } }: RunDiff): RuleChangesView {
  const aspects = [...new Set(changed.map(({ aspect }) => aspect))];
  return {
    count: changed.length,
    aspects: aspects.map((aspect) => {
      const own = changed.filter((change) => change.aspect === aspect);
      return { title: aspectWords[aspect], count: own.length, rows: own.map(row) };
    }),
    uncompared: uncompared === 0 ? null : `Not compared, for want of a check text: ${uncompared}.`,
  };
}

function row({ id, title, before, after }: RuleChange) {
  const said = { before: visible(before), after: visible(after) };
  return { id: visible(id), title: visibleProse(title), ...said };
}
