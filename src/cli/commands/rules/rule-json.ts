import { categoryOf, plainTitle, type Requirement } from "../../../benchmark/requirement.ts";
import { howRead } from "../../../evidence/how-read.ts";
import type { Rule } from "../../../rules/rule.ts";
import { factsOfAny, fixLines, judgedHow } from "./describe-rule.ts";

/** All that plimsoll says of one rule, for programs. */
export const ruleJson = (requirement: Requirement, rule: Rule): object => ({
  ...identity(requirement),
  judged: judgedHow(rule),
  ...(rule.kind === "manual" ? {} : judging(rule)),
  expected: rule.expected,
  check: rule.check,
  fix: rule.fix,
  ...(rule.kind === "node" && { changes: fixLines(rule) }),
});

/** Without DISA's prose and the digests of its texts. */
function identity(requirement: Requirement): object {
  const { id, severity } = requirement;
  const title = plainTitle(requirement);
  if ("stigId" in requirement) {
    const { stigId, ruleId, ccis } = requirement;
    return { benchmark: "stig", id, stigId, ruleId, severity, category: categoryOf(severity), ccis, title };
  }
  const { section, appendices, stig, nist } = requirement;
  return { benchmark: "nsa-cisa", id, severity, title, section, appendices, stig, nist };
}

const judging = (rule: Exclude<Rule, { readonly kind: "manual" }>): object => ({
  on: rule.kind === "cluster" ? ["cluster"] : [...rule.roles, ...rule.also],
  reads: factsOfAny(rule).map((fact) => ({ fact, how: howRead[fact] })),
  readings: rule.readings,
  errata: rule.errata,
});
