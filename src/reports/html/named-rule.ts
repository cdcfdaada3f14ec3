import type { Finding } from "../../findings/assessment.ts";
import { severityWord } from "../benchmarks.ts";
import { severities } from "../counts.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** A rule that a list names, and that leads to its finding; the partial `named-rule` shows it. */
export type NamedRule = {
  readonly id: string;
  readonly level: number;
  readonly severity: string;
  readonly title: string;
  /** What is said of it in this list; empty where its title says enough. */
  readonly text: string;
};

/** A finding as a list names it. */
export const namedRule = ({ id, benchmark, severity, title }: Finding, text: string): NamedRule => ({
  id: visible(id),
  level: severities.indexOf(severity) + 1,
  severity: severityWord(benchmark, severity),
  title: visibleProse(title),
  text: visible(text),
});
