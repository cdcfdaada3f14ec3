import type { Finding } from "../../findings/assessment.ts";
import { shorten, visible } from "../visible-text.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** A rule in one row of a view that leads to it; the partial `rule-row` shows it. */
export type RuleRow = RuleHead & {
  readonly status: StatusView;
  readonly summary: string;
  /** What the view has to say of it besides. */
  readonly more: readonly { readonly what: string; readonly said: string }[];
};

/** Reasons longer than this stand whole at the rule only. */
const longestSummary = 400;

/** A finding as one row. */
export const ruleRow = (finding: Finding, more: readonly (readonly [what: string, said: string])[] = []): RuleRow => ({
  ...ruleHead(finding),
  status: statusView(finding.status),
  summary: shorten(visible(finding.summary), longestSummary),
  more: more.map(([what, said]) => ({ what, said: visible(said) })),
});
