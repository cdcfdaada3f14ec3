import { isDeepStrictEqual } from "node:util";
import { severities } from "../../benchmark/requirement.ts";
import type { ClusterTrend, HistoryFinding, RunHistory, Sighted } from "../../findings/run-history.ts";
import { type Standing, standings } from "../../findings/sightings.ts";
import type { TrendRun } from "../../findings/trend.ts";
import { severityWord } from "../benchmarks.ts";
import { minuteOf } from "../changes.ts";
import { countOf } from "../count-of.ts";
import { namesLine } from "../moved-line.ts";
import { sightingsLine } from "../sightings-line.ts";
import { shorten, visible, visibleProse } from "../visible-text.ts";
import { wrap } from "../wrap.ts";
import { bars, marks, sumOf } from "./chart.ts";

/** So many runs of a trend, and lines of a finding, are shown; the rest is in JSON. */
const most = { runs: 30, lines: 6 } as const;
/** One text is no longer. */
const longest = 240;

/**
 * What became of findings over the runs of a folder, in plain lines, none wider than `columns` but for single words, and the
 * table where there is no room for it.
 */
export function historyConsole(history: RunHistory, folder: string, columns: number): readonly string[] {
  const width = Math.min(columns, 120);
  const { trends, leftOut } = history;
  const nothing = trends.length === 0 ? wrap(visible(`${folder}: no run of which a trend could be shown`), width) : [];
  return [
    ...nothing,
    ...trends.flatMap((trend, index) => [...(index === 0 ? [] : [""]), ...trendLines(trend, width)]),
    ...(leftOut.length === 0 ? [] : ["", `Left out: ${leftOut.length}`]),
    ...leftOut.flatMap(({ cause }) => indented(wrap(visible(shorten(cause, 500)), width - 2))),
  ];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function trendLines(trend: ClusterTrend, width: number): readonly string[] {
  return [
    ...wrap(headline(trend), width),
    "",
    ...table(trend, width),
    ...wrap(legend(trend), width),
    ...judgedOtherwise(trend.runs).flatMap((line) => wrap(line, width)),
    ...standings.flatMap((standing) => standingLines(trend, standing, width)),
  ];
}

function headline({ cluster, title, release, rules, runs }: ClusterTrend): string {
  const [first, last] = [runs.at(0), runs.at(-1)].map((run) => minuteOf(run?.collected.to ?? ""));
  const when = runs.length === 1 ? last : `${first} to ${last}`;
  const about = `Cluster ${cluster}, ${title} ${release}, ${countOf(rules, "rule")}`;
  return visible(shorten(`${about}: ${countOf(runs.length, "run")}, ${when}`, longest * 2));
}

type Row = { readonly cells: readonly string[]; readonly bar: string };

function table({ benchmark, runs: all }: ClusterTrend, width: number): readonly string[] {
  const runs = all.slice(-most.runs);
  const head = ["Ended", "Read", ...severities.map((severity) => severityWord(benchmark, severity)), "Not seen"];
  const cells = runs.map((run) => [
    visible(shorten(minuteOf(run.collected.to).replace(/ UTC$/, ""), 40)),
    `${run.nodes.read} of ${run.nodes.all}${run.complete ? "" : "*"}`,
    ...severities.map((severity) => String(run.open[severity])),
    String(sumOf(run.unseen)),
  ]);
  const widths = head.map((word, index) => Math.max(word.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const left = width - widths.reduce((sum, one) => sum + one + 2, 0);
  const drawn = bars(runs, Math.max(left, 12));
  const lineOf = ({ cells: row, bar }: Row): string =>
    `${row.map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join("  ")}  ${bar}`.trimEnd();
  const before = all.length - runs.length;
  return [
    ...(before === 0 ? [] : [`${countOf(before, "earlier run")}: --json has all`]),
    lineOf({ cells: head, bar: "" }),
    ...cells.map((row, index) => lineOf({ cells: row, bar: drawn[index] ?? "" })),
  ];
}

function legend({ benchmark, runs }: ClusterTrend): string {
  const words = severities.map((severity) => `${marks[severity]} ${severityWord(benchmark, severity)}`).join(", ");
  const waived = runs.at(-1)?.waived ?? 0;
  return [
    `Open: ${words}. Times are UTC.`,
    ...(runs.some(({ unseen }) => sumOf(unseen) > 0)
      ? [`${marks.unseen} open when last seen, Not Reviewed in that run.`]
      : []),
    ...(runs.some(({ complete }) => !complete) ? ["* not everything was read."] : []),
    ...(waived > 0 ? [`Waived ones are open: ${waived} in the newest run.`] : []),
  ].join(" ");
}

/** Where another version judged than before: what became open, or did not, may be its doing. */
const judgedOtherwise = (runs: readonly TrendRun[]): readonly string[] =>
  runs.flatMap((run, index) => {
    const before = runs[index - 1];
    return before === undefined || before.tool === run.tool
      ? []
      : [
          visible(
            shorten(
              `Judged by plimsoll ${run.tool} since ${minuteOf(run.collected.to)}, by ${before.tool} before.`,
              longest,
            ),
          ),
        ];
  });

const titles: Readonly<Record<Standing, string>> = {
  open: "Open in the newest run",
  unseen: "Not seen by the newest run",
  mended: "Mended: seen by the newest run, and not open",
};

function standingLines(trend: ClusterTrend, standing: Standing, width: number): readonly string[] {
  const own = trend.findings.filter(({ seen }) => seen.some((one) => one.standing === standing));
  if (own.length === 0) return [];
  return [
    "",
    `${titles[standing]}: ${countOf(own.length, "rule")}`,
    ...own.flatMap((finding) => findingLines(finding, standing, trend, width)),
  ];
}

function findingLines(
  { id, severity, title, seen }: HistoryFinding,
  standing: Standing,
  { benchmark }: ClusterTrend,
  width: number,
): readonly string[] {
  const head = `${id}  ${severityWord(benchmark, severity)}  ${visibleProse(shorten(title, longest)).replaceAll("\n", " ")}`;
  const own = seen.filter((one) => one.standing === standing && !isToldByObjects(one, seen));
  const lines = own
    .slice(0, most.lines)
    .map(
      ({ targets, objects, ...one }) => `${namesOf(targets, objects)}: ${sightingsLine(one).replaceAll(" UTC", "")}`,
    );
  const more = own.length - most.lines;
  return [
    ...indented(wrap(visible(head), width - 2, "    ")),
    ...[...lines, ...(more > 0 ? [`and ${more} more: --json has them`] : [])].flatMap((line) =>
      indented(indented(wrap(line, width - 4))),
    ),
  ];
}

/** Objects of the target say the same. */
const isToldByObjects = (one: Sighted, all: readonly Sighted[]): boolean =>
  one.objects === undefined &&
  all.some(
    ({ objects, ...other }) =>
      objects !== undefined &&
      isDeepStrictEqual({ ...other, targets: one.targets }, one) &&
      one.targets.every((target) => other.targets.includes(target)),
  );

/** `w1, w2`, `demo, shop/Deployment web`. */
const namesOf = (targets: readonly string[], objects: Sighted["objects"]): string =>
  objects === undefined ? namesLine(targets) : `${namesLine(targets)}, ${namesLine(objects, undefined, "object")}`;
