import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { logicLine } from "../logic-line.ts";
import { placeOf } from "../place.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { groupReadingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { answeredBy, answeredByOfNodes } from "../responsibility.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { fitLines, importable } from "./importable-text.ts";
import { type Said, saidOfCluster } from "./said-of-asset.ts";

/** UTF-16 units of one value, and of one line: one long value must not push the other nodes out of the checklist. */
const longestValue = 2000;
const longestLine = 6000;

/** What stands in every asset's details, whatever is said of it. */
type Known = Pick<Finding, "expected"> & {
  readonly logic: string | undefined;
  readonly answered: ReturnType<typeof answeredBy>;
};

/**
 * A checklist's FINDING_DETAILS of the cluster: plain text, the same for the same evidence, without times and process
 * ids, because an importer takes every changed character for a new result.
 */
export const findingDetails = (finding: Finding): string =>
  detailsText(saidOfCluster(finding), {
    expected: finding.expected,
    logic: logicLine(finding),
    answered: answeredBy(finding),
  });

/** The same of one node or role: it says nothing that depends on others. */
export const nodeDetails = (finding: Finding, said: Said): string =>
  detailsText(said, {
    expected: finding.expected,
    logic: logicLine(finding),
    answered: answeredByOfNodes(finding, said.isWord),
  });

function detailsText(said: Said, { expected, logic, answered }: Known): string {
  const { status, effectiveStatus, summary, notes } = said;
  const lines = [
    `${statusWords[status]}. ${visible(summary)}`,
    ...notes.map(visible),
    ...(status === effectiveStatus
      ? []
      : [`The running configuration, defaults included: ${statusWords[effectiveStatus]}.`]),
    ...(logic === undefined ? [] : [logic]),
    `Expected: ${visible(expected)}`,
    ...answered.map(([what, word]) => `${what}: ${visible(word)}`),
    ...groupsInReadingOrder(said.groups).flatMap((group, index) => groupLines(group, index + 1, summary)),
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
  const { host, request } = item.source;
  const where = [host, placeOf(item) ?? ""].filter((part) => part !== "").map(visible);
  const from = [
    ...(where.length === 0 ? [] : [`at ${where.join(", ")}`]),
    ...(request === "" ? [] : [`asked: ${visible(request)}`]),
  ];
  const value = `   - ${visible(item.what)}: ${shorten(visible(item.value), longestValue)}`;
  return from.length === 0 ? [value] : [value, `     ${from.join("; ")}`];
}
