import type { CheckText, StigBenchmark } from "../benchmark/requirement.ts";
import type { AnsweredRule, ChecklistFile } from "../checklists/checklist-file.ts";
import type { Assessment, Finding, StigFinding } from "../findings/assessment.ts";
import type { CarriedFrom } from "../findings/carried-from.ts";
import type { Carried } from "../findings/review.ts";
import type { Checklist, ChecklistRule } from "../reports/checklist/checklist.ts";
import { type Answer, answerOf, isAnswered } from "./answer.ts";
import { keptOf } from "./kept.ts";
import { asksTheSame, checkTextsOf } from "./same-text.ts";
import { checklistOfAsset } from "./whose.ts";

/** What a checklist says of one rule. */
type Found = { readonly rule: AnsweredRule; readonly answer: Answer };
/** What became of one checklist. */
type Taken = {
  readonly from: CarriedFrom;
  readonly scope?: Checklist["asset"]["scope"];
  readonly kept: ReadonlyMap<string, Carried>;
};

/**
 * An assessment with what people had written in earlier checklists of the same cluster: comments, overrides and details,
 * and their answers where plimsoll itself has none. What was answered of another text is listed, not carried.
 */
export function carriedForward(
  assessment: Assessment,
  files: readonly ChecklistFile[],
  benchmark: StigBenchmark,
): Assessment {
  const texts = checkTextsOf(benchmark);
  const taken = files.map((file): Taken => {
    const today = checklistOfAsset(assessment, file.asset.hostName);
    return today === undefined ? nobodys(file) : takenFrom(file, today, texts);
  });
  return {
    ...assessment,
    carriedFrom: taken.map(({ from }) => from),
    findings: assessment.findings.map((finding) => spokenOf(finding, taken)),
  };
}

function takenFrom(file: ChecklistFile, { asset, rules }: Checklist, texts: ReadonlyMap<string, CheckText>): Taken {
  const { stig, name } = file;
  const today = [...rules];
  const kept = new Map<string, Carried>();
  const left: CarriedFrom["left"][number][] = [];
  for (const { rule, answer } of stig === undefined ? [] : answersIn(stig.rules)) {
    const now = today.find(({ finding }) => isRule(rule, finding));
    const why = now === undefined ? "This run judged no such rule." : whyOther(rule, now, texts, stig);
    if (now !== undefined && why === undefined) {
      kept.set(now.finding.id, keptOf(answer, now, { asset: asset.hostName, file: name }));
    } else left.push(leftOf(rule, answer, why ?? ""));
  }
  return {
    from: { ...sourceOf(file), asset: asset.hostName, rules: kept.size, left },
    scope: asset.scope,
    kept,
  };
}

/** A checklist of an asset that the run does not have. */
function nobodys(file: ChecklistFile): Taken {
  const { stig, asset } = file;
  const answered = stig === undefined ? [] : answersIn(stig.rules);
  const left = answered.map(({ rule, answer }) => leftOf(rule, answer, "This run has no such asset."));
  return {
    from: { ...sourceOf(file), asset: asset.hostName, rules: 0, left },
    kept: new Map(),
  };
}

/** What is said of the file itself. */
const sourceOf = ({
  name,
  sha256,
  stig,
  others,
  asset,
}: ChecklistFile): Omit<CarriedFrom, "asset" | "rules" | "left"> => {
  const { hostName: _, targetComment: _ours, ...target } = asset;
  return {
    file: name,
    sha256,
    release: stig === undefined ? "" : `Version ${stig.version}, ${stig.releaseInfo}`,
    others: others.map(({ id, title }) => id || title),
    target,
  };
};

/** By what stays the same from release to release, as far as the checklist has it. */
function isRule({ stigId, vulnId, ruleId }: AnsweredRule, finding: StigFinding): boolean {
  if (stigId !== "") return stigId === finding.stigId;
  return vulnId === "" ? ruleId === finding.ruleId : vulnId === finding.id;
}

const answersIn = (rules: readonly AnsweredRule[]): readonly Found[] =>
  rules.map((rule) => ({ rule, answer: answerOf(rule) })).filter(({ answer }) => isAnswered(answer));

const whyOther = (
  rule: AnsweredRule,
  { finding }: ChecklistRule,
  texts: ReadonlyMap<string, CheckText>,
  stig: ChecklistFile["stig"],
): string | undefined =>
  stig !== undefined && asksTheSame(rule, finding, texts, stig) ? undefined : "Its check text is another now.";

const leftOf = (
  { vulnId, stigId, ruleId }: AnsweredRule,
  { status, details, comments }: Answer,
  why: string,
): CarriedFrom["left"][number] => ({
  id: vulnId || stigId || ruleId,
  ...(status && { status }),
  ...(details !== undefined && { details }),
  ...(comments !== undefined && { comments }),
  why,
});

/** A finding with what people said of it; their answer on the whole cluster is its status. */
function spokenOf(finding: Finding, taken: readonly Taken[]): Finding {
  const own = taken.flatMap(({ scope, kept }) => {
    const carried = kept.get(finding.id);
    return carried === undefined ? [] : [{ scope, carried }];
  });
  if (own.length === 0) return finding;
  const review = { ...finding.review, carried: own.map(({ carried }) => carried) };
  const answer = own.find(({ scope }) => scope === "cluster")?.carried;
  if (answer?.status === undefined) return { ...finding, review };
  const { status, summary } = finding;
  return {
    ...finding,
    status: answer.status,
    summary: `Answered by a person in ${answer.file}.`,
    review: { ...review, concluded: { status, summary } },
  };
}
