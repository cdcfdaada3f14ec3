import { severities } from "../../benchmark/requirement.ts";
import type { Assessment, Finding } from "../../findings/assessment.ts";
import { isWaived } from "../../findings/review.ts";
import { statuses } from "../../findings/verdict.ts";
import { partsOf, severityWord } from "../benchmarks.ts";
import { countOf } from "../count-of.ts";
import { fileLine } from "../logic-line.ts";
import { parties, partyWords, responsibilityLine } from "../responsibility.ts";
import { visible } from "../visible-text.ts";
import { type CarriedView, carriedView } from "./carried-view.ts";
import { type ChangesView, changesView } from "./changes-view.ts";
import { type ComponentsView, componentsView } from "./components-view.ts";
import type { Configurations } from "./configurations.ts";
import { type ConnectionsView, connectionsView } from "./connections-view.ts";
import { type CoverageView, coverageView } from "./coverage-view.ts";
import { type DecisionsView, decisionsView } from "./decisions-view.ts";
import { type FixFirstView, fixFirstView } from "./fix-first-view.ts";
import { type NodesView, nodesView } from "./nodes-view.ts";
import { type PartView, partView } from "./part-view.ts";
import { type ReadingsView, readingsView } from "./readings-view.ts";
import { type ResponsibilityView, responsibilityView } from "./responsibility-view.ts";
import { type StatusView, statusView } from "./status-view.ts";
import { type TodoView, todoView } from "./todo-view.ts";
import { type TrendView, trendViews } from "./trend-view.ts";
import { waitersOf } from "./waiting.ts";
import { type WorklistView, worklistView } from "./worklist-view.ts";
import { type WorksheetsView, worksheetsView } from "./worksheets-view.ts";

/** All that the template shows but the rules, in its order; the template decides nothing. */
export type PageView = {
  /** In the order of the page: with scripts one of them is shown at a time. */
  readonly views: readonly { readonly id: string; readonly title: string; readonly count: string }[];
  readonly cluster: string;
  readonly collected: string;
  readonly version: string;
  readonly readerSha256: string;
  /** Null where the site gave no decisions. */
  readonly decisions: { readonly file: string; readonly count: string } | null;
  /** The benchmark's file that the user brought; null without one. */
  readonly benchmarkFile: string | null;
  readonly coverage: CoverageView;
  readonly statuses: readonly StatusView[];
  /** Words of the filter by severity: `CAT I`, or with the guidance `CAT I, high`. */
  readonly levels: readonly { readonly level: number; readonly word: string }[];
  /** Who answers for rules, by the profile; null without one. */
  readonly responsibility: string | null;
  readonly parties: readonly { readonly key: string; readonly word: string }[];
  /** A filter keeps waived findings, or the others. */
  readonly anyWaived: boolean;
  /** More than one benchmark: then their names stand over the parts, and a filter chooses among them. */
  readonly several: boolean;
  readonly parts: readonly PartView[];
  readonly components: ComponentsView;
  /** Null without a profile. */
  readonly answering: ResponsibilityView | null;
  readonly nodes: NodesView;
  readonly fixFirst: FixFirstView;
  readonly worklist: WorklistView;
  readonly todo: TodoView;
  readonly worksheets: WorksheetsView;
  readonly decided: DecisionsView;
  readonly readings: ReadingsView;
  /** Null where no node was asked over SSH. */
  readonly connections: ConnectionsView | null;
  /** Null without an earlier checklist. */
  readonly carried: CarriedView | null;
  /** Null without an earlier run. */
  readonly changes: ChangesView | null;
  /** Benchmark by benchmark; none without runs before. */
  readonly trends: readonly TrendView[];
};

/** What the page shows of an assessment. */
export function pageView(assessment: Assessment, configurations: Configurations): PageView {
  const parts = partsOf(assessment);
  const views = parts.map(partView);
  const inPageOrder = views.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
  const nodes = nodesView(assessment, configurations.all, inPageOrder);
  const { tool } = assessment;
  const changes = changesView(assessment);
  const carried = carriedView(assessment);
  const work = workViews(assessment, inPageOrder, configurations);
  return {
    ...work,
    views: [
      { id: "summary", title: "Summary", count: "" },
      { id: "rules", title: "Rules", count: String(inPageOrder.length) },
      { id: "components", title: "Components", count: "" },
      ...(assessment.profile ? [{ id: "responsibility", title: "Responsibility", count: "" }] : []),
      { id: "nodes", title: "Nodes", count: String(nodes.count) },
      { id: "worklist", title: "To review", count: String(work.worklist.count) },
      { id: "worksheets", title: "Worksheets", count: String(work.worksheets.count) },
      { id: "decisions", title: "Decisions", count: "" },
      { id: "readings", title: "Readings", count: String(work.readings.count) },
      ...(carried === null ? [] : [{ id: "carried", title: "Carried over", count: String(carried.count) }]),
      ...(changes === null ? [] : [{ id: "changes", title: "Changes", count: String(changes.count) }]),
    ],
    cluster: visible(assessment.cluster),
    collected: period(assessment.collected),
    version: visible(tool.version),
    readerSha256: visible(tool.readerSha256),
    decisions: decisionsCount(assessment.decisions),
    coverage: coverageView(assessment.coverage, configurations),
    benchmarkFile: fileLine(assessment) ?? null,
    statuses: statuses.map(statusView),
    levels: severities.map((severity, index) => ({
      level: index + 1,
      word: parts.map(({ name }) => severityWord(name, severity)).join(", "),
    })),
    responsibility: responsibilityLine(assessment) ?? null,
    parties: assessment.profile === undefined ? [] : parties.map((key) => ({ key, word: partyWords[key] })),
    anyWaived: inPageOrder.some(isWaived),
    several: parts.length > 1,
    parts: views,
    components: componentsView(assessment),
    answering: responsibilityView(assessment),
    nodes,
    connections: connectionsView(assessment.coverage, configurations),
    todo: todoView(work.worklist, { several: parts.length > 1, complete: assessment.coverage.complete }),
    carried,
    changes,
    trends: trendViews(assessment),
  };
}

/** What is to be fixed, reviewed and decided. */
function workViews(
  assessment: Assessment,
  inPageOrder: readonly Finding[],
  configurations: Configurations,
): Pick<PageView, "fixFirst" | "worklist" | "worksheets" | "decided" | "readings"> {
  const waiters = waitersOf(assessment, inPageOrder);
  return {
    fixFirst: fixFirstView(inPageOrder, configurations),
    worklist: worklistView(assessment, waiters, configurations),
    worksheets: worksheetsView(waiters, configurations),
    decided: decisionsView(assessment),
    readings: readingsView(inPageOrder, configurations),
  };
}

const decisionsCount = (used: Assessment["decisions"]): PageView["decisions"] => {
  if (used === undefined) return null;
  const { file, sha256: _, options, waivers = 0, attestations = 0, ...lists } = used;
  const counts = [
    countOf(Object.keys(options).length, "option"),
    countOf(Object.keys(lists).length, "list"),
    ...(waivers > 0 ? [countOf(waivers, "waiver")] : []),
    ...(attestations > 0 ? [countOf(attestations, "attestation")] : []),
  ];
  return { file: visible(file), count: counts.join(", ") };
};

/** `2026-11-21 06:00:00 to 06:02:10 UTC`; what is not a UTC timestamp is shown as it is. */
function period({ from, to, resumed }: Assessment["collected"]): string {
  const sessions =
    resumed === undefined ? "" : ` in ${resumed.length + 1} sessions, resumed ${resumed.map(moment).join(", ")}`;
  const [start, end] = [from, to].map((time) => /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(time));
  if (!start || !end) return `${visible(from)} to ${visible(to)}${sessions}`;
  const until = start[1] === end[1] ? end[2] : `${end[1]} ${end[2]}`;
  return `${start[1]} ${start[2]} to ${until} UTC${sessions}`;
}

const moment = (time: string): string => visible(time.replace(/^(.*)T(.*?)(?:\.\d+)?Z$/, "$1 $2"));
