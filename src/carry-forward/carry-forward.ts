import type { CheckText, StigBenchmark } from "../benchmark/requirement.ts";
import type { AnsweredRule, ChecklistFile } from "../checklists/checklist-file.ts";
import type { Assessment, Coverage, Finding, StigFinding } from "../findings/assessment.ts";
import type { CarriedFrom } from "../findings/carried-from.ts";
import type { Carried } from "../findings/review.ts";
import type { Checklist } from "../reports/checklist/checklist.ts";
import { type Answer, answerOf, isAnswered } from "./answer.ts";
import { keptOf } from "./kept.ts";
import { asksTheSame, checkTextsIn, checkTextsOf } from "./same-text.ts";
import { checklistsByAsset } from "./whose.ts";

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
  const checklistOf = checklistsByAsset(assessment);
  const taken = files.map((file): Taken => {
    const today = isOtherMachine(file) ? undefined : checklistOf(file.asset.hostName);
    return today === undefined ? nobodys(file) : takenFrom(file, today, texts, assessment.coverage);
  });
  return {
    ...assessment,
    carriedFrom: taken.map(({ from }) => from),
    findings: assessment.findings.map((finding) => spokenOf(finding, taken)),
  };
}

/** Without a host name it is the cluster's, which has no address: with one it is some machine's that nobody named. */
const isOtherMachine = ({ asset: { hostName, ip, fqdn, mac } }: ChecklistFile): boolean =>
  hostName.trim() === "" && [ip, fqdn, mac].some((text) => text.trim() !== "");

function takenFrom(
  file: ChecklistFile,
  { asset, rules }: Checklist,
  now: ReadonlyMap<string, CheckText>,
  coverage: Coverage,
): Taken {
  const { stig, name } = file;
  const texts = { now, before: checkTextsIn(stig) };
  const kept = new Map<string, Carried>();
  const left: CarriedFrom["left"][number][] = [];
  for (const { rule, answer } of answersIn(stig)) {
    const today = rules.find(({ finding }) => isRule(rule, finding));
    if (today === undefined) left.push(leftOf(rule, answer, "This run judged no such rule."));
    else if (!asksTheSame(rule, today.finding, texts))
      left.push(leftOf(rule, answer, "Its check text is another now."));
    else kept.set(today.finding.id, keptOf(answer, today, { asset: asset.hostName, file: name, coverage }));
  }
  return { from: { ...sourceOf(file), asset: asset.hostName, rules: kept.size, left }, scope: asset.scope, kept };
}

/** A checklist of an asset that the run does not have. */
function nobodys(file: ChecklistFile): Taken {
  const left = answersIn(file.stig).map(({ rule, answer }) => leftOf(rule, answer, "This run has no such asset."));
  return { from: { ...sourceOf(file), asset: file.asset.hostName, rules: 0, left }, kept: new Map() };
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

const answersIn = (stig: ChecklistFile["stig"]): readonly Found[] =>
  (stig?.rules ?? []).map((rule) => ({ rule, answer: answerOf(rule) })).filter(({ answer }) => isAnswered(answer));

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
