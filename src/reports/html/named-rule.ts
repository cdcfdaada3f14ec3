import type { Finding } from "../../findings/assessment.ts";
import { visible } from "../visible-text.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";

/** A rule that a list names, and that leads to its finding; the partial `named-rule` shows it. */
export type NamedRule = RuleHead & {
  /** What is said of it in this list; empty where its title says enough. */
  readonly text: string;
};

/** A finding as a list names it. */
export const namedRule = (finding: Finding, text: string): NamedRule => ({ ...ruleHead(finding), text: visible(text) });
