import type { Finding } from "../../findings/assessment.ts";
import { statuses } from "../../findings/verdict.ts";
import { countStatuses } from "../counts.ts";
import { inReadingOrder } from "../reading-order.ts";
import { type RuleRow, ruleRow } from "./rule-row.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** Rules that have something in common, as rows under a heading; the partial `row-sections` shows a list of them. */
export type RowSection = {
  /** The filter and its value that keep just these rules: `component`, `etcd`. */
  readonly filter: string;
  readonly value: string;
  readonly title: string;
  readonly counts: readonly (StatusView & { readonly count: number })[];
  readonly total: number;
  readonly rows: readonly RuleRow[];
};

type Said = (finding: Finding) => readonly (readonly [what: string, said: string])[];

/** A section of these rules, open ones first; none where there are no rules. `said` adds words to each row. */
export function rowSection(
  { filter, value, title }: Pick<RowSection, "filter" | "value" | "title">,
  findings: readonly Finding[],
  said: Said = () => [],
): readonly RowSection[] {
  if (findings.length === 0) return [];
  const counts = countStatuses(findings);
  return [
    {
      filter,
      value,
      title,
      counts: statuses.map((status) => ({ ...statusView(status), count: counts[status] })),
      total: findings.length,
      rows: inReadingOrder(findings).map((finding) => ruleRow(finding, said(finding))),
    },
  ];
}
