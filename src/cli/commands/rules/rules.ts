import { type Benchmark, categoryOf, plainTitle, type Requirement } from "../../../benchmark/requirement.ts";
import { wrap } from "../../../reports/wrap.ts";
import type { Rule } from "../../../rules/rule.ts";
import { rulesOf } from "../../../rules/rules-of.ts";
import { exitCodes } from "../../exit-codes.ts";
import { type BenchmarkFlags, chosenBenchmarks, requireChosen } from "../../given/chosen-benchmarks.ts";
import { type JsonFlag, jsonOf, printResult, type Result } from "../../results/result.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { describeRule, judgedHow } from "./describe-rule.ts";
import { ruleJson } from "./rule-json.ts";

/** The requirements of a benchmark that have a rule, each with it. */
function judgedBy(benchmark: Benchmark): readonly (readonly [Requirement, Rule])[] {
  const rules = rulesOf(benchmark);
  return benchmark.requirements.flatMap((requirement: Requirement) => {
    const rule = rules.find(({ id }) => id === requirement.id);
    return rule === undefined ? [] : [[requirement, rule] as const];
  });
}

function listRules(benchmark: Benchmark): readonly string[] {
  const width = Math.max(...benchmark.requirements.map(({ id }) => id.length));
  return judgedBy(benchmark).map(([{ id, severity, title }, rule]) => {
    const weight = benchmark.name === "stig" ? categoryOf(severity) : severity;
    return `${id.padEnd(width)}  ${weight.padEnd(7)}  ${judgedHow(rule).padEnd(9)}  ${plainTitle({ title })}`;
  });
}

/** Lines that are easy to read on any screen; items of a list, which are indented, stay below each other. */
function wrapped(line: string, columns: number): readonly string[] {
  const [indent = ""] = /^ */.exec(line) ?? [];
  return wrap(line.trimStart(), Math.min(columns, widest) - indent.length).map((part) => `${indent}${part}`.trimEnd());
}

const widest = 120;

/** Prints the rules, or what is said of those named; returns the exit status. */
export function printRules(names: readonly string[], flags: BenchmarkFlags & JsonFlag, terminal: Terminal): number {
  requireChosen(names, flags);
  const benchmarks = chosenBenchmarks(flags);
  const all = benchmarks.flatMap(judgedBy);
  const named = names.flatMap((name) => all.filter(([{ id }]) => id === name));
  const described = (): readonly string[] =>
    named.map(([requirement, rule]) =>
      describeRule(requirement, rule)
        .flatMap((line) => wrapped(line, terminal.columns))
        .join("\n"),
    );
  const result: Result = {
    text: () => [names.length === 0 ? benchmarks.flatMap(listRules).join("\n") : described().join("\n\n")],
    json: () =>
      jsonOf({ rules: (names.length === 0 ? all : named).map(([requirement, rule]) => ruleJson(requirement, rule)) }),
  };
  printResult(flags, result, terminal);
  return exitCodes.clean;
}
