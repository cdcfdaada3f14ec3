import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { logicLine } from "../logic-line.ts";
import { placeOf } from "../place.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { groupReadingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { answeredBy } from "../responsibility.ts";
import { reviewLines } from "../review-lines.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { fitLines, importable } from "./importable-text.ts";

/** UTF-16 units of one value, and of one line: one long value must not push the other nodes out of the checklist. */
const longestValue = 2000;
const longestLine = 6000;

/**
 * A checklist's FINDING_DETAILS: plain text, the same for the same evidence, without times and process ids, because an
 * importer takes every changed character for a new result.
 */
export function findingDetails(finding: Finding): string {
  const groups = groupsInReadingOrder(finding.groups);
  const logic = logicLine(finding);
  const lines = [
    `${statusWords[finding.status]}. ${visible(finding.summary)}`,
    ...(finding.status === finding.effectiveStatus
      ? []
      : [`The running configuration, defaults included: ${statusWords[finding.effectiveStatus]}.`]),
    ...(logic === undefined ? [] : [logic]),
    ...reviewLines(finding).map(visible),
    `Expected: ${visible(finding.expected)}`,
    ...answeredBy(finding).map(([what, said]) => `${what}: ${visible(said)}`),
    ...groups.flatMap((group, index) => groupLines(group, index + 1, finding.summary)),
  ];
  // Cut last: what importable() makes of the text is what counts against the limits.
  const carried = importable(lines.join("\n")).split("\n");
  return fitLines(carried.map((line) => shorten(line.trimEnd(), longestLine)));
}

function groupLines(group: FindingGroup, number: number, summary: string): readonly string[] {
  const { literal, effective } = group;
  const lines = ["", `${number}. ${statusWords[literal.status]}: ${targetsOf(group)}`];
  if (group.beyondText) lines.push("   The check text does not speak of these; they do not count.");
  if (literal.reason !== summary) lines.push(`   ${visible(literal.reason)}`);
  lines.push(...literal.seen.flatMap(seenLines));
  if (groupReadingsDiffer(group)) {
    lines.push(`   Running configuration: ${statusWords[effective.status]}. ${visible(effective.reason)}`);
    lines.push(...seenOnlyEffectively(group).flatMap(seenLines));
  }
  return lines;
}

function targetsOf({ targets }: FindingGroup): string {
  const names = targets.map(visible).join(", ");
  return targets.length === 1 ? names : `${names} (${targets.length}, identical)`;
}

function seenLines(item: Seen): readonly string[] {
  const where = [item.source.host, placeOf(item)].flatMap((part) => (part === undefined ? [] : [visible(part)]));
  return [
    `   - ${visible(item.what)}: ${shorten(visible(item.value), longestValue)}`,
    `     at ${where.join(", ")}; asked: ${visible(item.source.request)}`,
  ];
}
