import { Command } from "commander";
import { type ReleaseName, releases } from "../benchmark/kubernetes-stig/releases.ts";
import { type Benchmark, categoryOf, type Requirement } from "../benchmark/requirement.ts";
import { wrap } from "../reports/wrap.ts";
import { rulesOf } from "../rules/rules-of.ts";
import type { CommandContext } from "./command-context.ts";
import { describeRule, judgedHow } from "./describe-rule.ts";
import { exitCodes } from "./exit-codes.ts";
import { releaseOption } from "./options.ts";
import { requireInRelease } from "./require-in-release.ts";

function listRules({ requirements, ...release }: Benchmark): readonly string[] {
  const rules = rulesOf(release);
  const row = ({ id, severity, title }: Requirement): readonly string[] => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) return [];
    return [
      `${id}  ${categoryOf(severity).padEnd(7)}  ${judgedHow(rule).padEnd(9)}  ${title.replaceAll("\u00A0", " ")}`,
    ];
  };
  return requirements.flatMap(row);
}

/** Lines that are easy to read on any screen; items of a list, which are indented, stay below each other. */
function wrapped(line: string, columns: number): readonly string[] {
  const [indent = ""] = /^ */.exec(line) ?? [];
  return wrap(line.trimStart(), Math.min(columns, widest) - indent.length).map((part) => `${indent}${part}`.trimEnd());
}

const widest = 120;

/** `plimsoll rules [VULN-ID…]`: what is judged, and how. */
export const rulesCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("rules")
    .description("list the rules, or describe some of them")
    .argument("[vuln ids...]", "V-242376 …")
    .addOption(releaseOption())
    .action((vulnIds: readonly string[], { release }: { readonly release: ReleaseName }) => {
      requireInRelease(vulnIds, release);
      const benchmark = releases[release];
      const rules = rulesOf(benchmark);
      const described = vulnIds.flatMap((id) => {
        const requirement = benchmark.requirements.find((candidate) => candidate.id === id);
        const rule = rules.find((candidate) => candidate.id === id);
        if (requirement === undefined || rule === undefined) return [];
        return [
          describeRule(requirement, rule)
            .flatMap((line) => wrapped(line, terminal.columns))
            .join("\n"),
        ];
      });
      terminal.print(vulnIds.length === 0 ? listRules(benchmark).join("\n") : described.join("\n\n"));
      finish(exitCodes.clean);
    });
