import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen, Verdict } from "../../findings/verdict.ts";
import { countOf } from "../count-of.ts";
import { placeOf } from "../place.ts";
import { groupReadingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { visible, visibleLines } from "../visible-text.ts";
import { type ConfigurationRange, type Configurations, rangesOf } from "./configurations.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** One row of what was seen. */
export type SeenView = {
  readonly what: string;
  readonly value: string;
  /** On a narrow screen its box scrolls, so the keyboard must reach it. */
  readonly tall: boolean;
  readonly where: string;
  readonly asked: string;
};

type VerdictView = {
  readonly status: StatusView;
  readonly reason: string;
  readonly seen: readonly SeenView[];
  /** How many rows are not on the page; null where all are. */
  readonly leftOut: string | null;
};

/** Configurations by letter; `last` is null where there is one. */
export type RangeView = { readonly first: string; readonly last: string | null };

/** Targets of which a rule says the same. */
export type GroupView = {
  /** Their names; none where there are so many that the configurations stand for them. */
  readonly targets: readonly string[];
  /** `3 targets, identical`; null for a single one. */
  readonly folded: string | null;
  /** Too many names for a heading. */
  readonly many: boolean;
  /** Numbers of the configurations of these nodes, `0 3-5`: the script goes by it. Empty where none of them is a node. */
  readonly of: string;
  /** The same by letters, in place of names. */
  readonly configurations: readonly RangeView[];
  /** Why the status does not count; null where it does. */
  readonly notCounted: string | null;
  readonly literal: VerdictView;
  /** Null where the effective reading says the same. */
  readonly effective: VerdictView | null;
};

/** A row names this many targets at most; beyond them, one stands for all. */
export const namedInRow = 3;

/** A group names this many targets at most; beyond them the letters of their configurations say which they are. */
const namedInGroup = 40;

/** What the page shows of one group. */
export function groupView(
  group: FindingGroup,
  benchmark: Finding["benchmark"],
  configurations: Configurations,
): GroupView {
  const ranges = rangesOf(group.targets, configurations);
  const byLetter = group.targets.length > namedInGroup && ranges.length > 0;
  return {
    targets: byLetter ? [] : group.targets.map(visible),
    folded: group.targets.length === 1 ? null : `${countOf(group.targets.length, "target")}, identical`,
    many: group.targets.length > namedInRow,
    of: ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(" "),
    configurations: byLetter ? ranges.map((range) => rangeView(range, configurations)) : [],
    notCounted: group.beyondText ? whyNotCounted(group, benchmark) : null,
    literal: verdictView(group.literal, group.literal.seen, group.targets),
    effective: groupReadingsDiffer(group)
      ? verdictView(group.effective, seenOnlyEffectively(group), group.targets)
      : null,
  };
}

/** A range by letters. */
export const rangeView = ({ first, last }: ConfigurationRange, { all }: Configurations): RangeView => ({
  first: all[first]?.letter ?? "",
  last: first === last ? null : (all[last]?.letter ?? ""),
});

function whyNotCounted({ targets }: FindingGroup, benchmark: Finding["benchmark"]): string {
  if (benchmark !== "stig") return "The platform needs some of this itself: shown, not counted.";
  return `The check text does not speak of ${targets.length > 1 ? "these" : "this one"}: shown, not counted.`;
}

/** A verdict shows this many rows: a group of many nodes has the certificates of each. */
const mostRows = 200;

const verdictView = ({ status, reason }: Verdict, seen: readonly Seen[], targets: readonly string[]): VerdictView => ({
  status: statusView(status),
  reason: visible(reason),
  seen: seen.slice(0, mostRows).map((item) => seenView(item, targets)),
  leftOut:
    seen.length <= mostRows ? null : `${countOf(seen.length - mostRows, "row")} more: assessment.json has them all.`,
});

/** On a screen of 320 px a value beyond either does not fit its box. */
const fits = { characters: 260, lines: 12 };

/** Whether what is shown of a value scrolls in its box on a narrow screen, so that the keyboard must reach it. */
export const isTall = (value: string): boolean =>
  value.length > fits.characters || value.split("\n").length > fits.lines;

/** A row of what was seen; `targets`: whom its heading names. */
export function seenView(item: Seen, targets: readonly string[]): SeenView {
  const { host, pid, request } = item.source;
  const place = [placeOf(item), pid === undefined ? undefined : `process ${pid}`].filter((part) => part !== undefined);
  // The heading already says whose it is, where it names one target only.
  const named = targets.length === 1 && targets[0] === host && place.length > 0;
  const value = visibleLines(item.value);
  return {
    what: visible(item.what),
    value,
    tall: isTall(value),
    where: (named ? place : [visible(host), ...place]).join(", "),
    asked: visible(request),
  };
}
