import { Command } from "commander";
import { type ReleaseName, releases } from "../benchmark/kubernetes-stig/releases.ts";
import { categoryOf, type Requirement } from "../benchmark/requirement.ts";
import type { Rule } from "../rules/define-rule.ts";
import { rules } from "../rules/index.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { releaseOption } from "./options.ts";
import { UsageError } from "./usage-error.ts";

const judgedHow = (rule: Rule): string => (rule.kind === "manual" ? "manual" : "automatic");

function listRules(requirements: readonly Requirement[]): readonly string[] {
  const row = ({ vulnId, severity, title }: Requirement): readonly string[] => {
    const rule = rules.find((candidate) => candidate.vulnId === vulnId);
    if (rule === undefined) return [];
    return [
      `${vulnId}  ${categoryOf(severity).padEnd(7)}  ${judgedHow(rule).padEnd(9)}  ${title.replaceAll("\u00A0", " ")}`,
    ];
  };
  return requirements.flatMap(row);
}

function describeRule({ vulnId, stigId, ruleId, severity, title, ccis }: Requirement, rule: Rule): readonly string[] {
  const facts =
    rule.kind === "manual" ? [] : [...new Set([...rule.literal, ...rule.effective].flatMap(({ needs }) => needs))];
  return [
    `${vulnId}  ${stigId}  ${ruleId}  ${categoryOf(severity)}  ${ccis.join(" ")}`,
    title.replaceAll("\u00A0", " "),
    "",
    `Judged: ${judgedHow(rule)}${rule.kind === "manual" ? "" : `, on ${[...rule.roles, ...rule.also].join(" and ")} nodes`}`,
    ...(facts.length === 0 ? [] : [`Reads: ${facts.join(", ")}`]),
    `Expected: ${rule.expected}`,
    `Check: ${rule.check}`,
    `Fix: ${rule.fix}`,
  ];
}

/** `plimsoll rules [VULN-ID…]`: what is judged, and how. */
export const rulesCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("rules")
    .description("list the rules, or describe some of them")
    .argument("[vuln ids...]", "V-242376 …")
    .addOption(releaseOption())
    .action((vulnIds: readonly string[], { release }: { readonly release: ReleaseName }) => {
      const { requirements } = releases[release];
      const described = vulnIds.map((vulnId) => {
        const requirement = requirements.find((candidate) => candidate.vulnId === vulnId);
        const rule = rules.find((candidate) => candidate.vulnId === vulnId);
        if (requirement === undefined || rule === undefined)
          throw new UsageError(`there is no rule "${vulnId}" in ${release}`);
        return describeRule(requirement, rule).join("\n");
      });
      terminal.print(vulnIds.length === 0 ? listRules(requirements).join("\n") : described.join("\n\n"));
      finish(exitCodes.clean);
    });
