import type { ChecklistRule } from "../checklist/checklist.ts";
import { weightOf } from "./names.ts";

/**
 * The model is ours (XCCDF 1.2, section 7.3.2.1 allows others): all four of the standard leave what was not checked out
 * of the sum, so that one rule that passes among ninety unseen would be 100 of 100.
 */
export const scoringModel = "urn:plimsoll:scoring:all-applicable";

/**
 * Weight of what passes, of 100 that all has that is not Not Applicable: what is Not Reviewed counts as not passed.
 * Cut after the second digit, never rounded up; 0 where nothing applies.
 */
export function scoreOf(rules: readonly ChecklistRule[]): string {
  const applicable = rules.filter(({ status }) => status !== "not_applicable");
  const all = hundredthsOf(applicable);
  const passed = hundredthsOf(applicable.filter(({ status }) => status === "not_a_finding"));
  return String(all === 0 ? 0 : Math.floor((passed * 10_000) / all) / 100);
}

/** Weights have two digits after the point: whole numbers add up exactly. */
const hundredthsOf = (rules: readonly ChecklistRule[]): number =>
  rules.reduce((sum, { finding }) => sum + Math.round(Number(weightOf(finding)) * 100), 0);
