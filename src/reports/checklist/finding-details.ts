import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { logicLine } from "../logic-line.ts";
import { placeOf } from "../place.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { groupReadingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { answeredBy } from "../responsibility.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { fitLines, importable, longestDetails } from "./importable-text.ts";

/** UTF-16 units of one value, and of one line: one long value must not push the other nodes out of the checklist. */
const longestValue = 2000;
const longestLine = 6000;

/**
 * A checklist's FINDING_DETAILS: plain text, the same for the same evidence, without times and process ids, because an
 * importer takes every changed character for a new result.
 * @param limit UTF-16 units at most; empty where not even the line that says so has room.
 */
export function findingDetails(finding: Finding, limit: number = longestDetails): string {
  const groups = groupsInReadingOrder(finding.groups);
  const evidence = groups.flatMap((group, index) => groupLines(group, index + 1, finding.summary));
  return carriedText([...conclusionLines(finding), ...evidence], limit);
}

/** What was concluded of all targets together, and who answers for it. */
export function conclusionLines(finding: Finding): readonly string[] {
  const logic = logicLine(finding);
  return [
    `${statusWords[finding.status]}. ${visible(finding.summary)}`,
    ...(finding.status === finding.effectiveStatus
      ? []
      : [`The running configuration, defaults included: ${statusWords[finding.effectiveStatus]}.`]),
    ...(logic === undefined ? [] : [logic]),
    `Expected: ${visible(finding.expected)}`,
    ...answeredBy(finding).map(([what, said]) => `${what}: ${visible(said)}`),
  ];
}

/** Lines as every importer carries them, within a limit of UTF-16 units and of `& < >`, the usual ones if not given. */
export function carriedText(lines: readonly string[], limit?: number, mostMarkup?: number): string {
  // Cut last: what importable() makes of the text is what counts against the limits.
  const carried = importable(lines.join("\n"), mostMarkup).split("\n");
  return fitLines(
    carried.map((line) => shorten(line.trimEnd(), longestLine)),
    limit,
  );
}

function groupLines(group: FindingGroup, number: number, summary: string): readonly string[] {
  const { literal } = group;
  const lines = ["", `${number}. ${statusWords[literal.status]}: ${targetsOf(group)}`];
  if (group.beyondText) lines.push("   The check text does not speak of these; they do not count.");
  if (literal.reason !== summary) lines.push(`   ${visible(literal.reason)}`);
  return [...lines, ...evidenceLines(group)];
}

/** What was seen of a group's targets, and what the running configuration says where that differs. */
export function evidenceLines(group: FindingGroup): readonly string[] {
  const { literal, effective } = group;
  const lines = literal.seen.flatMap(seenLines);
  if (!groupReadingsDiffer(group)) return lines;
  return [
    ...lines,
    `   Running configuration: ${statusWords[effective.status]}. ${visible(effective.reason)}`,
    ...seenOnlyEffectively(group).flatMap(seenLines),
  ];
}

/** `cp1, cp2 (2, identical)`. */
export function targetsOf({ targets }: FindingGroup): string {
  const names = targets.map(visible).join(", ");
  return targets.length === 1 ? names : `${names} (${targets.length}, identical)`;
}

function seenLines(item: Seen): readonly string[] {
  const where = [hostOf(item), placeOf(item)].flatMap((part) => (part === undefined ? [] : [visible(part)]));
  return [
    `   - ${visible(item.what)}: ${shorten(visible(item.value), longestValue)}`,
    `     at ${where.join(", ")}; asked: ${visible(item.source.request)}`,
  ];
}

/** One API server is reached by many addresses: another one is no other evidence. */
const hostOf = ({ source }: Seen): string => (source.host.startsWith("https://") ? "the API server" : source.host);
