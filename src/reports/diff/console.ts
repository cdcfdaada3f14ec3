import type { EvidenceChange, FindingDiff, Line } from "../../findings/finding-diff.ts";
import type { RunDiff } from "../../findings/run-diff.ts";
import { severityWord } from "../benchmarks.ts";
import { movedLine, namesLine } from "../moved-line.ts";
import { placeOf } from "../place.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";
import { wrap } from "../wrap.ts";
import { decisionLines } from "./decision-lines.ts";
import { coverageApart, runLine, runsApart } from "./runs-apart.ts";
import {
  aspectWords,
  countsLine,
  type Kind,
  kindWords,
  moreLine,
  rulesThemselves,
  type Section,
  sectionsOf,
} from "./sections.ts";

/** Of one finding so many ways, changes of evidence and lines of one are told; the rest is in JSON. */
const most = { ways: 8, changes: 3, lines: 4, rules: 10 } as const;
/** One text is no longer. */
const longest = 240;

type Row = readonly [name: string, lines: readonly string[]];

/** The difference between two runs in plain lines, none wider than `columns` but for single words. */
export function diffConsole(diff: RunDiff, columns: number): readonly string[] {
  const width = Math.min(columns, 120);
  const { lost, other } = coverageApart(diff);
  const rules = new Set(diff.rules.changed.map(({ id }) => id));
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", `${title}:`, ...lines.flatMap((line) => wrap(line, width - 2, "  ").map(indented))];
  return [
    ...wrap(`Cluster ${visible(shorten(diff.cluster, longest))}: ${headline(diff)}`, width),
    ...wrap(`before  ${runLine(diff.before)}`, width - 2, " ".repeat(8)).map(indented),
    ...wrap(`after   ${runLine(diff.after)}`, width - 2, " ".repeat(8)).map(indented),
    ...list("The runs themselves", runsApart(diff)),
    ...list("Coverage lost", lost),
    ...list("Nodes and API", other),
    ...sectionsOf(diff).flatMap((section) => sectionLines(section, rulesThemselves(diff), width)),
    ...part(`Not judged any more: ${diff.rules.removed.length}`, removedRows(diff), width),
    ...part(`Rules that the benchmark has otherwise: ${rules.size}`, ruleRows(diff), width),
    ...part(`What people say of rules: ${diff.decisions.length}`, decisionLines(diff), width),
  ];
}

const indented = (line: string): string => `  ${line}`;

/** `no difference`, or what there is of each kind. */
function headline(diff: RunDiff): string {
  return diff.same ? "no difference" : countsLine(diff);
}

function part(title: string, rows: readonly Row[], width: number): readonly string[] {
  if (rows.length === 0) return [];
  const first = Math.max(...rows.map(([name]) => name.length)) + 2;
  const within = (line: string): readonly string[] => wrap(line, width - 2 - first);
  return [
    "",
    title,
    ...rows.flatMap(([name, lines]) =>
      lines.flatMap(within).map((line, index) => indented((index === 0 ? name : "").padEnd(first) + line)),
    ),
  ];
}

function sectionLines(
  { kind, findings }: Section,
  rules: ReadonlyMap<string, string>,
  width: number,
): readonly string[] {
  const title = `${kindWords[kind].title}: ${findings.length}`;
  if (kind !== "nodes") {
    return part(
      title,
      findings.map((finding) => [visible(finding.id), findingLines(finding, kind, rules.get(finding.id))]),
      width,
    );
  }
  // Every rule that is judged on nodes: which nodes is said above.
  const ids = wrap(findings.map(({ id }) => visible(id)).join(", "), width - 2, "");
  return ["", title, ...ids.map(indented)];
}

const prose = (text: string): string => visible(shorten(text.replaceAll("\u00A0", " "), longest));

function findingLines(finding: FindingDiff, kind: Kind, rule: string | undefined): readonly string[] {
  const { benchmark, severity, title, before, after, evidence } = finding;
  const head = `${severityWord(benchmark, severity)}${before?.status === after.status ? "" : `, ${statusWords[after.status]}`}`;
  const ways = kind === "added" ? [] : wayLines(finding);
  const changes = kind === "evidence" ? evidence : [];
  return [
    `${head}: ${prose(title)}`,
    ...(rule === undefined ? [] : [prose(rule)]),
    ...ways.slice(0, most.ways),
    ...moreLine(ways.length - most.ways, "way"),
    ...changes.slice(0, most.changes).flatMap(evidenceLines),
    ...moreLine(changes.length - most.changes, "change"),
    ...(ways.length + changes.length === 0 ? [prose(after.summary)] : []),
  ];
}

/** How targets went. Of a rule that was not judged before only what makes it open. */
function wayLines({ change, moved, effective }: FindingDiff): readonly string[] {
  const told = change === "added" ? moved.filter(({ to }) => to === "open") : moved;
  return [
    ...told.map((way) => movedLine(way) + because(way.reason)),
    ...effective.map((way) => `effective reading, ${movedLine(way)}${because(way.reason)}`),
  ];
}

const because = (reason: string | undefined): string => (reason === undefined ? "" : `: ${prose(reason)}`);

function evidenceLines({ targets, went, came, reason, leftOut }: EvidenceChange): readonly string[] {
  const told = [...went.slice(0, most.lines), ...came.slice(0, most.lines)].length;
  const all = went.length + came.length + (leftOut?.went ?? 0) + (leftOut?.came ?? 0);
  return [
    `${namesLine(targets)}${reason === undefined ? "" : `: ${prose(reason.before)} Now: ${prose(reason.after)}`}`,
    ...went.slice(0, most.lines).map((line) => `- ${lineText(line)}`),
    ...came.slice(0, most.lines).map((line) => `+ ${lineText(line)}`),
    ...moreLine(all - told, "line"),
  ];
}

function lineText(line: Line): string {
  const place = placeOf({ source: line });
  return `${prose(line.what)}: ${prose(line.value)}${place === undefined ? "" : ` (${shorten(place, longest)})`}`;
}

const removedRows = ({ rules }: RunDiff): readonly Row[] =>
  rules.removed.map(({ id, benchmark, severity, status, title }) => [
    visible(id),
    [`${severityWord(benchmark, severity)}, ${statusWords[status]} before: ${prose(title)}`],
  ]);

function ruleRows({ rules: { changed } }: RunDiff): readonly Row[] {
  const aspects = [...new Set(changed.map(({ aspect }) => aspect))];
  return aspects.map((aspect): Row => {
    const own = changed.filter((change) => change.aspect === aspect);
    const lines = own.slice(0, most.rules).map(({ id, before, after }) => {
      const said = before === after ? "" : `: ${prose(before) || "none"} is now ${prose(after) || "none"}`;
      return `${visible(id)}${said}`;
    });
    return [aspectWords[aspect], [`${own.length}`, ...lines, ...moreLine(own.length - most.rules, "rule")]];
  });
}
