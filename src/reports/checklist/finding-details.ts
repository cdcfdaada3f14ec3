import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { logicLine } from "../logic-line.ts";
import { placeOf } from "../place.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { groupReadingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { answeredBy, answeredByOfNodes } from "../responsibility.ts";
import { reviewLines, reviewLinesOfNodes } from "../review-lines.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { fitLines, importable, longestDetails } from "./importable-text.ts";
import { type Said, saidOfCluster } from "./said-of-asset.ts";

/** UTF-16 units of one value, and of one line: one long value must not push the other nodes out of the checklist. */
const longestValue = 2000;
const longestLine = 6000;

/** What stands in every asset's details, whatever is said of it. */
type Known = Pick<Finding, "expected"> & {
  readonly logic: string | undefined;
  readonly answered: ReturnType<typeof answeredBy>;
  /** What people of the site say. */
  readonly review: readonly string[];
};

/**
 * A checklist's FINDING_DETAILS of the cluster: plain text, the same for the same evidence, without times and process
 * ids, because an importer takes every changed character for a new result.
 * @param limit UTF-16 units at most; empty where not even the line that says so has room.
 */
export const findingDetails = (finding: Finding, limit: number = longestDetails): string =>
  carriedText([...conclusionLines(finding), ...allGroups(saidOfCluster(finding))], limit);

/** The same of one node or role: it says nothing that depends on others. */
export function nodeDetails(finding: Finding, said: Said, limit: number = longestDetails): string {
  const answered = answeredByOfNodes(finding, said.isWord);
  const review = reviewLinesOfNodes(finding, said);
  const known = { expected: finding.expected, logic: logicLine(finding), answered, review };
  return carriedText([...saidLines(said, known), ...allGroups(said)], limit);
}

/** What was concluded of all targets together, and who answers for it. */
export const conclusionLines = (finding: Finding): readonly string[] =>
  saidLines(saidOfCluster(finding), {
    expected: finding.expected,
    logic: logicLine(finding),
    answered: answeredBy(finding),
    review: reviewLines(finding),
  });

const saidLines = (
  { status, effectiveStatus, summary, notes }: Said,
  { expected, logic, answered, review }: Known,
): readonly string[] => [
  `${statusWords[status]}. ${visible(summary)}`,
  ...notes.map(visible),
  ...(status === effectiveStatus
    ? []
    : [`The running configuration, defaults included: ${statusWords[effectiveStatus]}.`]),
  ...(logic === undefined ? [] : [logic]),
  ...review.map(visible),
  `Expected: ${visible(expected)}`,
  ...answered.map(([what, word]) => `${what}: ${visible(word)}`),
];

/** What was seen, group by group. */
const allGroups = ({ groups, summary }: Said): readonly string[] =>
  groupsInReadingOrder(groups).flatMap((group, index) => groupLines(group, index + 1, summary));

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
  const linesOf = (seen: readonly Seen[]): readonly string[] =>
    // What is counted over the whole cluster is another number tomorrow, and no other result.
    seen.filter(({ isOwn }) => group.ofCluster !== true || isOwn !== true).flatMap(seenLines);
  const lines = linesOf(literal.seen);
  if (!groupReadingsDiffer(group)) return lines;
  return [
    ...lines,
    `   Running configuration: ${statusWords[effective.status]}. ${visible(effective.reason)}`,
    ...linesOf(seenOnlyEffectively(group)),
  ];
}

/** `cp1, cp2 (2, identical)`. */
export function targetsOf({ targets }: FindingGroup): string {
  const names = targets.map(visible).join(", ");
  return targets.length === 1 ? names : `${names} (${targets.length}, identical)`;
}

function seenLines(item: Seen): readonly string[] {
  const { request } = item.source;
  const where = [hostOf(item), placeOf(item) ?? ""].filter((part) => part !== "").map(visible);
  const from = [
    ...(where.length === 0 ? [] : [`at ${where.join(", ")}`]),
    ...(request === "" ? [] : [`asked: ${visible(request)}`]),
  ];
  const value = `   - ${visible(item.what)}: ${shorten(visible(item.value), longestValue)}`;
  return from.length === 0 ? [value] : [value, `     ${from.join("; ")}`];
}

/** One API server is reached by many addresses: another one is no other evidence. */
const hostOf = ({ source }: Seen): string => (source.host.startsWith("https://") ? "the API server" : source.host);
