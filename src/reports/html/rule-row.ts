import type { Finding } from "../../findings/assessment.ts";
import { severityWord } from "../benchmarks.ts";
import { severities } from "../counts.ts";
import { shorten, visible, visibleProse } from "../visible-text.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** A rule in one row of a view that leads to it; the partial `rule-row` shows it. */
export type RuleRow = {
  readonly id: string;
  readonly status: StatusView;
  /** `CAT I`, `high`, and the same as 1 to 3. */
  readonly severity: string;
  readonly level: number;
  readonly title: string;
  readonly summary: string;
  /** What the view has to say of it besides. */
  readonly more: readonly { readonly what: string; readonly said: string }[];
};

/** Reasons longer than this stand whole at the rule only. */
const longestSummary = 400;

/** A finding as one row. */
export const ruleRow = (
  { id, benchmark, status, severity, title, summary }: Finding,
  more: readonly (readonly [what: string, said: string])[] = [],
): RuleRow => ({
  id: visible(id),
  status: statusView(status),
  severity: severityWord(benchmark, severity),
  level: severities.indexOf(severity) + 1,
  title: visibleProse(title),
  summary: shorten(visible(summary), longestSummary),
  more: more.map(([what, said]) => ({ what, said: visible(said) })),
});
