import type { FindingGroup } from "../../findings/assessment.ts";
import type { Seen } from "../../findings/verdict.ts";
import { countOf } from "../count-of.ts";
import { shorten, visible, visibleLines, visibleProse } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { type SeenView, seenView } from "./group-view.ts";
import { type NamedRule, namedRule } from "./named-rule.ts";
import type { Waiter } from "./waiting.ts";
import { type WhichNodes, whichNodes } from "./which-nodes.ts";

type GatheredView = {
  readonly which: WhichNodes;
  readonly reason: string;
  readonly seen: readonly SeenView[];
};

type WorksheetView = NamedRule & {
  readonly question: string;
  readonly expected: string;
  /** What an attestation names it by; empty where it has none. */
  readonly fingerprint: string;
  readonly gathered: readonly GatheredView[];
  /** What was gathered and is not here; null where all is. */
  readonly rest: string | null;
};

/** What a person has to decide, with all that was gathered for it. */
export type WorksheetsView = {
  readonly count: number;
  readonly headline: string;
  readonly nothing: string | null;
  readonly worksheets: readonly WorksheetView[];
};

/** The worksheets of rules that are for a person, but for those of a provider that nobody here can look at. */
export function worksheetsView(waiters: readonly Waiter[], configurations: Configurations): WorksheetsView {
  const own = waiters.filter(({ waiting }) => waiting.isForPerson);
  return {
    count: own.length,
    headline: `${countOf(own.length, "rule")} for a person to decide`,
    nothing: own.length === 0 ? "There is nothing for a person to decide." : null,
    worksheets: own.map((waiter) => worksheetView(waiter, configurations)),
  };
}

/** A worksheet shows this many rows, of this many groups, and so much of each value: the finding has the rest. */
const mostRows = 40;
const mostGroups = 8;
const longestValue = 400;

function worksheetView({ finding, waiting }: Waiter, configurations: Configurations): WorksheetView {
  const groups = waiting.toDecide;
  const shown = groups.slice(0, mostGroups);
  const gathered: GatheredView[] = [];
  let left = mostRows;
  for (const group of shown) {
    const one = gatheredView(group, left, configurations);
    left -= one.seen.length;
    gathered.push(one);
  }
  const rows = groups.reduce((sum, { literal }) => sum + literal.seen.length, 0);
  return {
    ...namedRule(finding, finding.summary),
    question: visibleProse(finding.check),
    expected: visibleProse(finding.expected),
    fingerprint: visible(finding.fingerprint ?? ""),
    gathered,
    rest: restLine(rows - (mostRows - left), groups.length - shown.length),
  };
}

const gatheredView = (
  { targets, literal }: FindingGroup,
  rows: number,
  configurations: Configurations,
): GatheredView => ({
  which: whichNodes(targets, configurations),
  reason: visible(literal.reason),
  seen: literal.seen.slice(0, rows).map((item) => rowView(item, targets)),
});

const rowView = (item: Seen, targets: readonly string[]): SeenView => ({
  ...seenView(item, targets),
  value: visibleLines(shorten(item.value, longestValue)),
});

function restLine(rows: number, groups: number): string | null {
  if (rows <= 0 && groups <= 0) return null;
  const parts = [
    ...(rows > 0 ? [`${countOf(rows, "row")} more`] : []),
    ...(groups > 0 ? [`${countOf(groups, "group")} more of targets`] : []),
  ];
  return `${parts.join(", ")}: in the finding.`;
}
