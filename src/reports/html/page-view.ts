import type { Assessment, Finding } from "../../findings/assessment.ts";
import { statuses } from "../../findings/verdict.ts";
import { type Part, partsOf, severityWord } from "../benchmarks.ts";
import { countBySeverity, countStatuses, type StatusCounts, severities, totalOf } from "../counts.ts";
import { decisionsLine } from "../decisions-line.ts";
import { fileLine } from "../logic-line.ts";
import { inReadingOrder } from "../reading-order.ts";
import { readingsDiffer } from "../readings.ts";
import { parties, partyWords, responsibilityLine } from "../responsibility.ts";
import { statusWords } from "../status-words.ts";
import { visible } from "../visible-text.ts";
import { type ChangesView, changesView } from "./changes-view.ts";
import { type ComponentsView, componentsView } from "./components-view.ts";
import type { Configurations } from "./configurations.ts";
import { type CoverageView, coverageView } from "./coverage-view.ts";
import { type NodesView, nodesView } from "./nodes-view.ts";
import { type ResponsibilityView, responsibilityView } from "./responsibility-view.ts";
import { type StatusView, statusView } from "./status-view.ts";

type CountCell = { readonly status: StatusView; readonly level: number; readonly count: number };
/** `level` is 1 to 3 for CAT I to III, 0 for all of them. */
type CountRow = {
  readonly name: string;
  readonly level: number;
  readonly cells: readonly CountCell[];
  readonly total: number;
};
/** A part of the bar: place and width in percent of its length. */
type BarPart = { readonly status: StatusView; readonly count: number; readonly x: string; readonly width: string };
/** The rules of one status; `findingView` says what the page shows of each. */
type Section = { readonly status: StatusView; readonly count: number; readonly findings: readonly Finding[] };

/** One benchmark: what it is called, its counts, its findings by status. */
type PartView = {
  readonly name: Part["name"];
  readonly title: string;
  readonly short: string;
  readonly release: string;
  readonly releaseInfo: string;
  /** The status words stand over the counts of each. */
  readonly statuses: readonly StatusView[];
  readonly counts: readonly CountRow[];
  readonly all: CountRow;
  readonly bar: readonly BarPart[];
  readonly barText: string;
  readonly differing: number;
  readonly sections: readonly Section[];
};

/** All that the template shows but the rules, in its order; the template decides nothing. */
export type PageView = {
  /** In the order of the page: with scripts one of them is shown at a time. */
  readonly views: readonly { readonly id: string; readonly title: string; readonly count: string }[];
  readonly cluster: string;
  readonly collected: string;
  readonly version: string;
  readonly readerSha256: string;
  /** Null where the site gave no decisions. */
  readonly decisions: { readonly file: string; readonly sha256: string; readonly line: string } | null;
  /** The benchmark's file that the user brought; null without one. */
  readonly benchmarkFile: string | null;
  readonly coverage: CoverageView;
  readonly statuses: readonly StatusView[];
  /** Words of the filter by severity: `CAT I`, or with the guidance `CAT I, high`. */
  readonly levels: readonly { readonly level: number; readonly word: string }[];
  /** Who answers for rules, by the profile; null without one. */
  readonly responsibility: string | null;
  readonly parties: readonly { readonly key: string; readonly word: string }[];
  /** More than one benchmark: then their names stand over the parts, and a filter chooses among them. */
  readonly several: boolean;
  readonly parts: readonly PartView[];
  readonly components: ComponentsView;
  /** Null without a profile. */
  readonly answering: ResponsibilityView | null;
  readonly nodes: NodesView;
  /** Null without an earlier run. */
  readonly changes: ChangesView | null;
};

/** What the page shows of an assessment. */
export function pageView(assessment: Assessment, configurations: Configurations): PageView {
  const parts = partsOf(assessment);
  const views = parts.map(partView);
  const inPageOrder = views.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
  const nodes = nodesView(assessment, configurations.all, inPageOrder);
  const { tool } = assessment;
  const changes = changesView(assessment);
  return {
    views: [
      { id: "summary", title: "Summary", count: "" },
      { id: "rules", title: "Rules", count: String(inPageOrder.length) },
      { id: "components", title: "Components", count: "" },
      ...(assessment.profile ? [{ id: "responsibility", title: "Responsibility", count: "" }] : []),
      { id: "nodes", title: "Nodes", count: String(nodes.count) },
      ...(changes === null ? [] : [{ id: "changes", title: "Changes", count: String(changes.count) }]),
    ],
    cluster: visible(assessment.cluster),
    collected: period(assessment.collected),
    version: visible(tool.version),
    readerSha256: visible(tool.readerSha256),
    decisions: decisionsView(assessment.decisions),
    benchmarkFile: fileLine(assessment) ?? null,
    coverage: coverageView(assessment.coverage),
    statuses: statuses.map(statusView),
    levels: severities.map((severity, index) => ({
      level: index + 1,
      word: parts.map(({ name }) => severityWord(name, severity)).join(", "),
    })),
    responsibility: responsibilityLine(assessment) ?? null,
    parties: assessment.profile === undefined ? [] : parties.map((key) => ({ key, word: partyWords[key] })),
    several: parts.length > 1,
    parts: views,
    components: componentsView(assessment),
    answering: responsibilityView(assessment),
    nodes,
    changes,
  };
}

function partView({ findings, ...part }: Part): PartView {
  const inOrder = inReadingOrder(findings);
  const counts = countStatuses(findings);
  return {
    ...part,
    statuses: statuses.map(statusView),
    counts: countBySeverity(findings).map((row, index) =>
      countRow(severityWord(part.name, row.severity), index + 1, row.counts),
    ),
    all: countRow("All", 0, counts),
    bar: barParts(counts),
    barText: statuses.map((status) => `${statusWords[status]} ${counts[status]}`).join(", "),
    differing: findings.filter(readingsDiffer).length,
    sections: statuses.flatMap((status) => {
      const own = inOrder.filter((finding) => finding.status === status);
      return own.length === 0 ? [] : [{ status: statusView(status), count: own.length, findings: own }];
    }),
  };
}

const decisionsView = (used: Assessment["decisions"]): PageView["decisions"] =>
  used === undefined ? null : { file: visible(used.file), sha256: visible(used.sha256), line: decisionsLine(used) };

const countRow = (name: string, level: number, counts: StatusCounts): CountRow => ({
  name,
  level,
  cells: statuses.map((status) => ({ status: statusView(status), level, count: counts[status] })),
  total: totalOf(counts),
});

function barParts(counts: StatusCounts): readonly BarPart[] {
  const total = totalOf(counts);
  let before = 0;
  return statuses.flatMap((status) => {
    const count = counts[status];
    if (count === 0) return [];
    const x = percent(before / total);
    before += count;
    return [{ status: statusView(status), count, x, width: percent(count / total) }];
  });
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** `2026-11-21 06:00:00 to 06:02:10 UTC`; what is not a UTC timestamp is shown as it is. */
function period({ from, to }: Assessment["collected"]): string {
  const [start, end] = [from, to].map((time) => /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(time));
  if (!start || !end) return `${visible(from)} to ${visible(to)}`;
  const until = start[1] === end[1] ? end[2] : `${end[1]} ${end[2]}`;
  return `${start[1]} ${start[2]} to ${until} UTC`;
}
