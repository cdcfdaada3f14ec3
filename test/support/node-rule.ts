import type { NodeRule } from "../../src/rules/define-rule.ts";
import { guidanceChecks } from "../../src/rules/guidance-index.ts";
import { rules } from "../../src/rules/index.ts";

/** The rule of the STIG, or the check of the guidance, that is judged on nodes. */
export function nodeRule(id: string): NodeRule {
  const rule = [...rules, ...guidanceChecks].find((one) => one.id === id);
  if (rule?.kind !== "node") throw new Error(`${id} is not judged on nodes`);
  return rule;
}
