import type { Finding } from "../../findings/assessment.ts";
import { severityWord } from "../benchmarks.ts";
import { severities } from "../counts.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** A rule in a list that leads to its finding. */
export type RuleRow = {
  readonly id: string;
  readonly level: number;
  readonly severity: string;
  readonly title: string;
  /** What is said of it in this list; empty where its title says enough. */
  readonly text: string;
};

/** A rule's row. */
export const ruleRow = ({ id, benchmark, severity, title }: Finding, text: string): RuleRow => ({
  id: visible(id),
  level: severities.indexOf(severity) + 1,
  severity: severityWord(benchmark, severity),
  title: visibleProse(title),
  text: visible(text),
});
