import { difference, proseAspects } from "../benchmark/difference.ts";
import type { CheckText, StigBenchmark } from "../benchmark/requirement.ts";
import { type Assessment, isOfStig, type StigFinding } from "../findings/assessment.ts";
import { type RuleChange, type RunDiff, ruleAspects } from "../findings/run-diff.ts";

/** Digests of the check texts that a run was judged by, by Vuln ID; of rules that are not in it the text is not known. */
export type CheckTexts = ReadonlyMap<string, CheckText>;

/** A run as it is compared. */
export type JudgedRun = { readonly assessment: Assessment; readonly checkTexts: CheckTexts };

const rulesOf = ({ findings }: Assessment): readonly StigFinding[] => findings.filter(isOfStig);

/** What a run says of the benchmark that it was judged by, which may be of any release; undefined without a STIG. */
function benchmarkOf({ assessment, checkTexts }: JudgedRun): StigBenchmark | undefined {
  const { stig } = assessment.benchmarks;
  if (stig === undefined) return undefined;
  const requirements = rulesOf(assessment).map((rule) => {
    const checkText = checkTexts.get(rule.id);
    return { ...rule, ...(checkText && { checkText }) };
  });
  return { name: "stig", ...stig, requirements };
}

/** Rules that one run only judged, and what is different of those that both did. */
export function rulesBetween(before: JudgedRun, after: JudgedRun): RunDiff["rules"] {
  const judged = new Set(after.assessment.findings.map(({ id }) => id));
  const removed = before.assessment.findings
    .filter(({ id }) => !judged.has(id))
    .map(({ benchmark, id, title, severity, status }) => ({ benchmark, id, title, severity, status }));
  return { removed, ...changedBetween(before, after) };
}

function changedBetween(before: JudgedRun, after: JudgedRun): Pick<RunDiff["rules"], "changed" | "uncompared"> {
  const [one, other] = [benchmarkOf(before), benchmarkOf(after)];
  if (one === undefined || other === undefined) return { changed: [], uncompared: 0 };
  const { renumbered, changed, uncompared } = difference(one, other);
  const titles = new Map(after.assessment.findings.map(({ id, title }) => [id, title]));
  const changes = ruleAspects.flatMap((aspect): readonly RuleChange[] => {
    if (aspect === "logic") return logicBetween(before.assessment, after.assessment);
    const found = aspect === "rule id" ? renumbered : changed[aspect];
    return found.map(({ id, before: was, now: is }) => {
      const said = proseAspects.some((name) => name === aspect)
        ? { before: "", after: "" }
        : { before: was, after: is };
      return { id, title: titles.get(id) ?? "", aspect, ...said };
    });
  });
  return { changed: changes, uncompared };
}

function logicBetween(before: Assessment, after: Assessment): readonly RuleChange[] {
  const earlier = new Map(rulesOf(before).map((rule) => [rule.id, rule]));
  return rulesOf(after).flatMap((rule): readonly RuleChange[] => {
    const known = earlier.get(rule.id);
    if (known === undefined) return [];
    const [was, is] = [logicWord(known), logicWord(rule)];
    return was === is ? [] : [{ id: rule.id, title: rule.title, aspect: "logic", before: was, after: is }];
  });
}

const logicWord = ({ logic }: StigFinding): string =>
  logic === undefined ? "" : `${logic.release}, ${logic.checkText}`;
