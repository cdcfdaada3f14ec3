import { severities } from "../../benchmark/requirement.ts";
import type { Finding } from "../../findings/assessment.ts";
import { severityWord } from "../benchmarks.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** How every view names a rule. */
export type RuleHead = {
  readonly id: string;
  /** `CAT I`, `high`. */
  readonly severity: string;
  /** `1`, `2`, `3`: what style and filter go by. */
  readonly level: number;
  readonly title: string;
};

/** The rule of a finding, as every view names it. */
export const ruleHead = ({
  id,
  benchmark,
  severity,
  title,
}: Pick<Finding, "id" | "benchmark" | "severity" | "title">): RuleHead => ({
  id: visible(id),
  severity: severityWord(benchmark, severity),
  level: severities.indexOf(severity) + 1,
  title: visibleProse(title),
});
