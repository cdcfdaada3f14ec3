import type { EvidenceChange, FindingDiff, Line, Way } from "../../findings/finding-diff.ts";
import { countOf } from "../count-of.ts";
import { movedLine, namesLine } from "../moved-line.ts";
import { placeOf } from "../place.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleLines } from "../visible-text.ts";
import { isTall } from "./group-view.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** Of one finding the page has room for so many ways, names of one, changes of evidence, and lines of one. */
const most = { ways: 20, names: 40, changes: 8, lines: 10 } as const;

type LineView = {
  /** `before`, `after`: which run shows it. */
  readonly side: string;
  readonly what: string;
  readonly value: string;
  /** On a narrow screen its box scrolls, so the keyboard must reach it. */
  readonly tall: boolean;
  readonly where: string;
};

type EvidenceView = {
  readonly targets: string;
  /** What is said otherwise of them. */
  readonly said: readonly string[];
  readonly lines: readonly LineView[];
  /** Lines that are not on the page; null where all are. */
  readonly leftOut: string | null;
};

/** What the page shows of one finding that is not as it was. */
export type DiffFindingView = RuleHead & {
  /** Null where the run did not judge it. */
  readonly before: StatusView | null;
  readonly after: StatusView;
  /** It is what it was. */
  readonly sameStatus: boolean;
  /** Null where the effective reading went as the literal one did. */
  readonly effective: string | null;
  /** What is different of the rule itself; null where nothing is. */
  readonly rule: string | null;
  readonly summary: string;
  readonly ways: readonly { readonly line: string; readonly reason: string }[];
  readonly leftOut: string | null;
  readonly evidence: readonly EvidenceView[];
  readonly evidenceCount: string;
  /** Changes of evidence that are not on the page; null where all are. */
  readonly evidenceLeftOut: string | null;
};

/** One finding for the page. */
export function diffFindingView(finding: FindingDiff, rules: ReadonlyMap<string, string>): DiffFindingView {
  const { before, after, moved, effective, evidence } = finding;
  const ways = [
    ...moved.map((way) => wayView(way, "")),
    ...effective.map((way) => wayView(way, "Effective reading: ")),
  ];
  return {
    ...ruleHead(finding),
    before: before === undefined ? null : statusView(before.status),
    after: statusView(after.status),
    sameStatus: before?.status === after.status,
    effective: effectiveLine(finding),
    rule: rules.has(finding.id) ? visible(rules.get(finding.id) ?? "") : null,
    summary: visible(after.summary),
    ways: ways.slice(0, most.ways),
    leftOut: leftOutLine(ways.length - most.ways, "way"),
    evidence: evidence.slice(0, most.changes).map(evidenceView),
    evidenceCount: countOf(evidence.length, "change"),
    evidenceLeftOut: leftOutLine(evidence.length - most.changes, "change"),
  };
}

const leftOutLine = (left: number, what: string): string | null =>
  left > 0 ? `${countOf(left, what)} more: plimsoll diff --json has them.` : null;

const wayView = (way: Way, reading: string) => ({
  line: reading + movedLine(way, most.names),
  reason: visible(way.reason ?? ""),
});

function effectiveLine({ before, after }: FindingDiff): string | null {
  if (before === undefined || before.effectiveStatus === after.effectiveStatus) return null;
  if (before.effectiveStatus === before.status && after.effectiveStatus === after.status) return null;
  return `Running configuration: ${statusWords[before.effectiveStatus]} before, ${statusWords[after.effectiveStatus]} after`;
}

function evidenceView({ targets, went, came, leftOut, ...words }: EvidenceChange): EvidenceView {
  const left = [went, came].reduce((sum, lines) => sum + Math.max(0, lines.length - most.lines), 0);
  return {
    targets: namesLine(targets, most.names),
    said: saidOtherwise(words),
    lines: [
      ...went.slice(0, most.lines).map((line) => lineView(line, "before")),
      ...came.slice(0, most.lines).map((line) => lineView(line, "after")),
    ],
    leftOut: leftOutLine(left + (leftOut?.went ?? 0) + (leftOut?.came ?? 0), "line"),
  };
}

function saidOtherwise({ reason, effectiveReason, notCounted }: Omit<EvidenceChange, "targets" | "went" | "came">) {
  const isSame = reason?.before === effectiveReason?.before && reason?.after === effectiveReason?.after;
  return [
    ...(reason === undefined ? [] : [`Before: ${reason.before} After: ${reason.after}`]),
    ...(effectiveReason === undefined || isSame
      ? []
      : [`Effective reading, before: ${effectiveReason.before} After: ${effectiveReason.after}`]),
    ...(notCounted === undefined
      ? []
      : [`Not counted: ${statusWords[notCounted.before]} before, ${statusWords[notCounted.after]} after.`]),
  ].map(visible);
}

function lineView(line: Line, side: string): LineView {
  const value = visibleLines(line.value);
  return {
    side,
    what: visible(line.what),
    value,
    tall: isTall(value),
    where: placeOf({ source: line }) ?? "",
  };
}
