import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Status } from "../../findings/verdict.ts";
import { carriedText, evidenceLines, targetsOf } from "../checklist/finding-details.ts";
import { importable } from "../checklist/importable-text.ts";
import { statusesLine } from "../counts.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { type Result, type ResultStatus, resultStatuses } from "./exec-json.ts";
import { untagged } from "./heimdall-text.ts";

/**
 * UTF-16 units of all results of a control: they become the finding details of a checklist, of which STIG Manager keeps
 * 32 767, and beyond 200 000 of `& < >` in all it refuses the file.
 */
const mostText = 30_000;
const mostMarkup = 1500;
/** Fewer units a result say nothing; what has no room then is counted in one more. */
const leastText = 1000;
/** What a converter adds to a result: its status, the words TEST and MESSAGE, a line of dashes. */
const addedText = 80;

/**
 * What may stand beside a status. Readers take any failure for a finding, and any pass without a failure for a pass,
 * whatever was skipped: a pass among unseen nodes would make them a pass too.
 */
const besides: Readonly<Record<Status, readonly ResultStatus[]>> = {
  open: ["failed", "passed", "skipped"],
  not_a_finding: ["passed", "skipped"],
  not_reviewed: ["skipped"],
  not_applicable: ["skipped"],
};

/**
 * The results of a control: one for each group of targets, and one before them where those would not come to its status.
 * There is always one: a control without is an error of the profile's.
 */
export function resultsOf(finding: Finding, status: Status, startTime: string): readonly Result[] {
  const groups = groupsInReadingOrder(finding.groups);
  const room = Math.max(leastText, Math.floor(mostText / (groups.length + 1)));
  const fitting = groups.slice(0, Math.floor(mostText / room) - 1);
  const form = { room, mostMarkup: Math.floor(mostMarkup / (fitting.length + 1) / 2), startTime };
  const ofGroups = fitting.map((group) => groupResult(group, finding, status, form));
  const decides = ofGroups.some((result) => result.status === resultStatuses[status]);
  return [
    ...(decides && finding.review?.concluded === undefined ? [] : [wholeResult(finding, status, form)]),
    ...ofGroups,
    ...(fitting.length === groups.length ? [] : [restResult(groups.slice(fitting.length), startTime)]),
  ];
}

/** How much text and markup of a result there may be, head and lines the same, and when it was found. */
type Form = { readonly room: number; readonly mostMarkup: number; readonly startTime: string };

function groupResult(group: FindingGroup, finding: Finding, status: Status, form: Form): Result {
  const { literal, beyondText } = group;
  const own = beyondText ? "skipped" : resultStatuses[literal.status];
  const shown = besides[status].includes(own) ? own : "skipped";
  const head = `${statusWords[literal.status]}: ${part(targetsOf(group), form)}. ${part(visible(literal.reason), form)}`;
  return resultOf(form, shown, head, [
    `Expected: ${visible(finding.expected)}`,
    ...(beyondText ? ["The check text does not speak of these targets; they do not count."] : []),
    ...(shown === own ? [] : [`Shown as ${shown} because the whole rule is ${statusWords[status]}.`]),
    ...evidenceLines(group),
  ]);
}

/** Of all targets together. */
function wholeResult(finding: Finding, status: Status, form: Form): Result {
  const concluded = finding.review?.concluded;
  const head = `${statusWords[status]}. ${part(visible(finding.summary), form)}`;
  return resultOf(form, resultStatuses[status], head, [
    `Expected: ${visible(finding.expected)}`,
    ...(concluded === undefined
      ? []
      : [`The evidence alone: ${statusWords[concluded.status]}. ${visible(concluded.summary)}`]),
  ]);
}

const part = (text: string, { room }: Form): string => shorten(text, Math.floor(room / 5));

function resultOf(form: Form, status: ResultStatus, head: string, lines: readonly string[]): Result {
  const described = shorten(importable(untagged(head), form.mostMarkup), Math.floor(form.room / 2));
  const left = form.room - described.length - addedText;
  const text = carriedText(lines.map(untagged), left, form.mostMarkup);
  return {
    status,
    code_desc: described,
    ...(status === "skipped" ? { skip_message: text } : { message: text }),
    start_time: form.startTime,
  };
}

/** What has no room: the worst came before. */
const restResult = (groups: readonly FindingGroup[], startTime: string): Result => ({
  status: "skipped",
  code_desc: `${groups.length} more groups of targets: ${statusesLine(groups.map(({ literal }) => literal))}`,
  skip_message: "They are not shown here. All of them are in assessment.json.",
  start_time: startTime,
});
