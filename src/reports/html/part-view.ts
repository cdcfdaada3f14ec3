import type { Finding } from "../../findings/assessment.ts";
import { statuses } from "../../findings/verdict.ts";
import { type Part, severityWord } from "../benchmarks.ts";
import { countBySeverity, countStatuses, countWaived, type StatusCounts, totalOf } from "../counts.ts";
import { peoplesWordLine } from "../peoples-word.ts";
import { inReadingOrder } from "../reading-order.ts";
import { readingsDiffer } from "../readings.ts";
import { statusWords } from "../status-words.ts";
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
export type PartView = {
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
  /** `Of the open rules 2 are waived.`; null where none is. */
  readonly waived: string | null;
  /** How many statuses are people's word; null where none is. */
  readonly peoplesWord: string | null;
  readonly sections: readonly Section[];
};

/** What the page shows of one benchmark. */
export function partView({ findings, ...part }: Part): PartView {
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
    waived: waivedLine(countWaived(findings)),
    peoplesWord: peoplesWordLine(findings) ?? null,
    sections: statuses.flatMap((status) => {
      const own = inOrder.filter((finding) => finding.status === status);
      return own.length === 0 ? [] : [{ status: statusView(status), count: own.length, findings: own }];
    }),
  };
}

const waivedLine = (count: number): string | null =>
  count === 0 ? null : `Of the open rules ${count} ${count === 1 ? "is" : "are"} waived: counted as Open.`;

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
