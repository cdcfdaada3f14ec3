import type { RunDiff } from "../../findings/run-diff.ts";
import { decisionLines } from "../diff/decision-lines.ts";
import { coverageApart, runLine, runsApart } from "../diff/runs-apart.ts";
import { countsLine, type Kind, kindWords, type Section } from "../diff/sections.ts";
import { visible, visibleProse } from "../visible-text.ts";
import { type RuleChangesView, ruleChangesView } from "./rule-changes-view.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** All that the page of a difference shows but the findings, in its order. */
export type DiffView = {
  readonly cluster: string;
  readonly version: string;
  readonly before: string;
  readonly after: string;
  readonly same: boolean;
  /** `2 newly open, 87 unchanged`. */
  readonly line: string;
  /** What is different of the runs themselves. */
  readonly apart: readonly string[];
  readonly lost: readonly string[];
  readonly covered: readonly string[];
  /** Links to the sections that there are. */
  readonly views: readonly { readonly id: string; readonly title: string; readonly count: string }[];
  readonly sections: readonly { readonly kind: Kind; readonly title: string; readonly count: number }[];
  readonly removed: readonly (RuleHead & { readonly status: StatusView })[];
  readonly rules: RuleChangesView;
  readonly decisions: readonly { readonly id: string; readonly title: string; readonly lines: readonly string[] }[];
};

/** What the page shows of a difference; the sections' findings are rendered apart. */
export function diffView(diff: RunDiff, sections: readonly Section[]): DiffView {
  const { lost, other } = coverageApart(diff);
  const titles = new Map(diff.decisions.map(({ id, title }) => [visible(id), visibleProse(title)]));
  const rules = ruleChangesView(diff);
  const view = (id: string, title: string, count: number) => (count === 0 ? [] : [{ id, title, count: String(count) }]);
  return {
    cluster: visible(diff.cluster),
    version: visible(diff.tool.version),
    before: runLine(diff.before),
    after: runLine(diff.after),
    same: diff.same,
    line: countsLine(diff),
    apart: runsApart(diff),
    lost,
    covered: other,
    views: [
      ...sections.flatMap(({ kind, findings }) => view(kind, kindWords[kind].link, findings.length)),
      ...view("removed", "Not judged now", diff.rules.removed.length),
      ...view("rules", "Rules", rules.count),
      ...view("decisions", "Decisions", diff.decisions.length),
    ],
    sections: sections.map(({ kind, findings }) => ({ kind, title: kindWords[kind].title, count: findings.length })),
    removed: diff.rules.removed.map(({ status, ...rule }) => ({ ...ruleHead(rule), status: statusView(status) })),
    rules,
    decisions: decisionLines(diff).map(([id, lines]) => ({ id, title: titles.get(id) ?? "", lines })),
  };
}
