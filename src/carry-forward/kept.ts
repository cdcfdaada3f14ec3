import type { ChecklistFile } from "../checklists/checklist-file.ts";
import type { Coverage } from "../findings/assessment.ts";
import type { Carried } from "../findings/review.ts";
import type { Status } from "../findings/verdict.ts";
import type { ChecklistRule } from "../reports/checklist/checklist.ts";
import { readDetails } from "../reports/checklist/evidence-block.ts";
import { statusWords } from "../reports/status-words.ts";
import { unseenOf } from "../review/unseen.ts";
import type { Answer } from "./answer.ts";

/** A pass of what nobody has seen, or of what runs otherwise, is nobody's to give, as with attestations. */
function mayStand(status: Status, { finding }: ChecklistRule, coverage: Coverage): boolean {
  if (status === "open") return true;
  return finding.effectiveStatus !== "open" && unseenOf(finding, coverage) === undefined;
}

/**
 * What is kept of an answer beside what plimsoll says today: words always, the status only where plimsoll has none.
 */
export function keptOf(
  answer: Answer,
  today: ChecklistRule,
  {
    asset,
    file,
    coverage,
  }: { readonly asset: string; readonly file: ChecklistFile["name"]; readonly coverage: Coverage },
): Carried {
  const { status, details, comments, override } = answer;
  const isKept = status !== undefined && today.status === "not_reviewed" && mayStand(status, today, coverage);
  const again = [whyAgain(answer, today, coverage), whyUnknown(answer), whyTool(answer, today)]
    .filter((why) => why !== undefined)
    .join(" ");
  return {
    asset,
    file,
    ...(isKept && { status }),
    ...(details !== undefined && { details }),
    ...(comments !== undefined && { comments }),
    ...(override && { override }),
    ...(again !== "" && { again }),
  };
}

const whyTool = ({ byTool }: Answer, { status }: ChecklistRule): string | undefined =>
  byTool && status === "not_reviewed" ? "The checklist's status is another program's, not a person's." : undefined;

const whyUnknown = ({ unknown }: Answer): string | undefined =>
  unknown === undefined ? undefined : `The checklist says ${JSON.stringify(unknown)} in place of a status or severity.`;

/** Why a person has to look again; undefined where the answer is as good as it was. */
function whyAgain({ status, evidence, again }: Answer, today: ChecklistRule, coverage: Coverage): string | undefined {
  if (status === undefined) return undefined;
  const { finding } = today;
  if (today.status !== "not_reviewed") {
    return today.status === status
      ? undefined
      : `It was answered ${statusWords[status]}; plimsoll sees ${statusWords[today.status]}.`;
  }
  if (finding.effectiveStatus === "open" && status !== "open") {
    return `It was answered ${statusWords[status]}; the running configuration, defaults included, is Open.`;
  }
  const unseen = status === "open" ? undefined : unseenOf(finding, coverage);
  if (unseen !== undefined) return `It was answered ${statusWords[status]}; today ${unseen}.`;
  const seen = readDetails(today.details).evidence;
  const isOther = evidence !== undefined && evidence !== seen;
  return again || isOther ? "It was answered before what plimsoll sees today was seen." : undefined;
}
