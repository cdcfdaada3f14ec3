import { type BenchmarkName, type Severity, severities } from "../../benchmark/requirement.ts";
import type { Assessment } from "../../findings/assessment.ts";
import type { Trend, TrendRun } from "../../findings/trend.ts";
import { partsOf, severityWord } from "../benchmarks.ts";
import { minuteOf } from "../changes.ts";
import { countOf } from "../count-of.ts";
import { visible } from "../visible-text.ts";

/** Place and width in percent of the chart's width, height and distance from its top in pixels. */
type Bar = {
  readonly kind: string;
  readonly x: string;
  readonly width: string;
  readonly y: number;
  readonly height: number;
};
/** One severity: its words, the line that it stands on, and a bar for each run. */
type TrendRow = { readonly text: string; readonly textY: number; readonly base: number; readonly bars: readonly Bar[] };

/** The chart of one benchmark's open findings over the runs before, and the same as a table. */
export type TrendView = {
  readonly benchmark: BenchmarkName;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** When the first and the last run of the chart ended. */
  readonly from: string;
  readonly to: string;
  readonly height: number;
  readonly rows: readonly TrendRow[];
  /** A mark under each run that did not read everything. */
  readonly incomplete: readonly Bar[];
  readonly anyUnseen: boolean;
  readonly severities: readonly string[];
  readonly runs: readonly {
    /** Empty where the time when it ended is no timestamp. */
    readonly day: string;
    readonly time: string;
    readonly read: string;
    readonly complete: string;
    readonly open: readonly number[];
    readonly unseen: number;
  }[];
};

/** Few runs are not drawn wider than they would be among so many. */
const fewest = 30;
/** Pixels: of all bars over each other at most, of one finding at most, of a row's words, of what marks a run. */
const sizes = { bars: 84, finding: 5, words: 18, gap: 8, mark: 4 } as const;

/** A chart for each benchmark of which earlier runs are known. */
export const trendViews = (assessment: Assessment): readonly TrendView[] =>
  partsOf(assessment).flatMap(({ name, short }) => {
    const trend = assessment.comparedWith?.trends?.find(({ benchmark }) => benchmark === name);
    return trend === undefined || trend.runs.length === 0 ? [] : [trendView(trend, short)];
  });

function trendView({ benchmark, runs }: Trend, name: string): TrendView {
  const rows = trendRows(benchmark, runs);
  const bottom = (rows.at(-1)?.base ?? 0) + 3;
  const [from, to] = [runs.at(0), runs.at(-1)].map((run) => visible(minuteOf(run?.collected.to ?? ""))) as [
    string,
    string,
  ];
  const words = severities.map((severity) => spoken(severityWord(benchmark, severity), severity, runs));
  return {
    benchmark,
    name,
    title: `Open findings of ${countOf(runs.length, "run")}, the last of them this one`,
    description: `${from} to ${to}. ${words.join(" ")} The table below has the figures of each run.`,
    from,
    to,
    height: bottom + sizes.mark,
    rows,
    incomplete: runs.flatMap(({ complete }, index) =>
      complete ? [] : [{ kind: "incomplete", ...slot(index, runs.length), y: bottom, height: sizes.mark }],
    ),
    anyUnseen: runs.some((run) => severities.some((severity) => run.unseen[severity] > 0)),
    severities: severities.map((severity) => severityWord(benchmark, severity)),
    runs: runs.map(({ collected, nodes, complete, open, unseen }) => ({
      ...dayAndTime(visible(minuteOf(collected.to))),
      read: `${nodes.read} of ${nodes.all}`,
      complete: complete ? "yes" : "no",
      open: severities.map((severity) => open[severity]),
      unseen: severities.reduce((sum, severity) => sum + unseen[severity], 0),
    })),
  };
}

function dayAndTime(minute: string): { readonly day: string; readonly time: string } {
  const [, day, time] = /^(\S+) (\S+) UTC$/.exec(minute) ?? [];
  return day === undefined || time === undefined ? { day: "", time: minute } : { day, time };
}

const mostOf = (runs: readonly TrendRun[], severity: Severity): number =>
  Math.max(...runs.map(({ open, unseen }) => open[severity] + unseen[severity]));

/** A finding has the same height in each row, so that one severity can be compared with another. */
function trendRows(benchmark: BenchmarkName, runs: readonly TrendRun[]): readonly TrendRow[] {
  const all = severities.reduce((sum, severity) => sum + mostOf(runs, severity), 0);
  const unit = Math.min(sizes.finding, sizes.bars / Math.max(all, 1));
  let top = 0;
  return severities.map((severity) => {
    const base = top + sizes.words + Math.ceil(Math.max(mostOf(runs, severity) * unit, 1));
    const row = {
      text: rowText(severityWord(benchmark, severity), severity, runs),
      textY: top + sizes.words - 5,
      base,
      bars: runs.flatMap((run, index) => barsOf(run, severity, { unit, base, place: slot(index, runs.length) })),
    };
    top = base + sizes.gap;
    return row;
  });
}

type Place = { readonly unit: number; readonly base: number; readonly place: Pick<Bar, "x" | "width"> };

/** What is open, and upon it what was and is not seen. */
function barsOf({ open, unseen }: TrendRun, severity: Severity, { unit, base, place }: Place): readonly Bar[] {
  const heights = { open: open[severity] * unit, unseen: unseen[severity] * unit };
  const bar = (kind: string, height: number, bottom: number): readonly Bar[] =>
    height === 0 ? [] : [{ kind, ...place, y: rounded(bottom - height), height: rounded(height) }];
  return [...bar("open", heights.open, base), ...bar("unseen", heights.unseen, base - heights.open)];
}

const rounded = (pixels: number): number => Math.round(pixels * 100) / 100;

function slot(index: number, runs: number): Pick<Bar, "x" | "width"> {
  const width = 100 / Math.max(runs, fewest);
  return { x: `${(index * width).toFixed(3)}%`, width: `${(width * 0.8).toFixed(3)}%` };
}

/** `CAT I: 4 open, 6 in the first run`. */
function rowText(word: string, severity: Severity, runs: readonly TrendRun[]): string {
  const { first, now, unseen } = figuresOf(severity, runs);
  return `${word}: ${now} open${unseen === 0 ? "" : `, ${unseen} not seen`}; ${first} in the first run`;
}

function spoken(word: string, severity: Severity, runs: readonly TrendRun[]): string {
  const { first, now, unseen, most } = figuresOf(severity, runs);
  const lost = unseen === 0 ? "" : `, and ${unseen} that were open when last seen`;
  return `${word}: ${first} in the first run, ${most} at most, ${now} in this one${lost}.`;
}

const figuresOf = (severity: Severity, runs: readonly TrendRun[]) => ({
  first: runs.at(0)?.open[severity] ?? 0,
  now: runs.at(-1)?.open[severity] ?? 0,
  unseen: runs.at(-1)?.unseen[severity] ?? 0,
  most: Math.max(...runs.map(({ open }) => open[severity])),
});
