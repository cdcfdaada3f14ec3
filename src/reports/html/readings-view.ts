import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import { evidenceStatus } from "../../findings/evidence-status.ts";
import { countOf } from "../count-of.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { readingsDiffer } from "../readings.ts";
import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { type NamedRule, namedRule } from "./named-rule.ts";
import { type StatusView, statusView } from "./status-view.ts";
import { type WhichNodes, whichNodes } from "./which-nodes.ts";

type ReadingView = { readonly status: StatusView; readonly reason: string };

type DifferingView = {
  readonly which: WhichNodes;
  readonly literal: ReadingView;
  readonly effective: ReadingView;
};

type RowView = NamedRule & {
  readonly literal: StatusView;
  readonly effective: StatusView;
  readonly groups: readonly DifferingView[];
  /** How many groups are left to the finding; null where all are here. */
  readonly more: string | null;
};

/** Rules of which the check text and the running configuration say different things. */
export type ReadingsView = {
  readonly count: number;
  readonly headline: string;
  readonly nothing: string | null;
  readonly rows: readonly RowView[];
};

/** What the page shows of differing readings. */
export function readingsView(inPageOrder: readonly Finding[], configurations: Configurations): ReadingsView {
  const own = inPageOrder.filter(readingsDiffer);
  return {
    count: own.length,
    headline: `The readings of ${countOf(own.length, "rule")} differ`,
    nothing: own.length === 0 ? "Both readings of every rule say the same." : null,
    rows: own.map((finding) => rowView(finding, configurations)),
  };
}

/** A rule names this many groups of targets. */
const mostGroups = 5;

function rowView(finding: Finding, configurations: Configurations): RowView {
  const groups = differing(finding);
  const more = groups.length - mostGroups;
  return {
    ...namedRule(finding, ""),
    literal: statusView(evidenceStatus(finding)),
    effective: statusView(finding.effectiveStatus),
    groups: groups.slice(0, mostGroups).map(({ targets, literal, effective }) => ({
      which: whichNodes(targets, configurations),
      literal: { status: statusView(literal.status), reason: visible(literal.reason) },
      effective: { status: statusView(effective.status), reason: visible(effective.reason) },
    })),
    more: more <= 0 ? null : `${countOf(more, "group")} more of targets: in the finding.`,
  };
}

/**
 * The groups whose readings differ. Where none does the readings of the rule differ by targets that the check text does
 * not count: those that give the running configuration its status.
 */
function differing(finding: Finding): readonly FindingGroup[] {
  const groups = groupsInReadingOrder(finding.groups);
  const own = groups.filter(({ literal, effective }) => literal.status !== effective.status);
  return own.length > 0 ? own : groups.filter(({ effective }) => effective.status === finding.effectiveStatus);
}
