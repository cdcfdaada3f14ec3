import type { Assessment, Finding } from "../../findings/assessment.ts";
import { evidenceStatus } from "../../findings/evidence-status.ts";
import type { ComparedWith } from "../../findings/history.ts";
import { partsOf } from "../benchmarks.ts";
import { changesLine, changeWords, findingsByChange, minuteOf } from "../changes.ts";
import { movedLine, namesLine } from "../moved-line.ts";
import { inReadingOrder } from "../reading-order.ts";
import { visible, visibleProse } from "../visible-text.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";
import { type StatusView, statusView } from "./status-view.ts";

type ChangedRow = RuleHead & {
  readonly before: StatusView | null;
  readonly status: StatusView;
  readonly summary: string;
  /** `w1, w2: Not a Finding, now Open`, way by way. */
  readonly moved: readonly string[];
};

/** What is different from the earlier run; findings that are as they were are only counted. */
export type ChangesView = {
  /** `2026-11-20 06:02 UTC`: when the earlier run ended. */
  readonly since: string;
  /** `2 opened, 87 unchanged`. */
  readonly line: string;
  /** How many findings are not as they were. */
  readonly count: number;
  /** What makes the runs hard to compare: another release, another version, nodes. */
  readonly apart: readonly string[];
  readonly groups: readonly { readonly word: string; readonly count: number; readonly rows: readonly ChangedRow[] }[];
  readonly removed: readonly { readonly id: string; readonly title: string; readonly status: StatusView }[];
};

/** Null without an earlier run. */
export function changesView(assessment: Assessment): ChangesView | null {
  const { comparedWith } = assessment;
  if (comparedWith === undefined) return null;
  const groups = findingsByChange(assessment).filter(({ change }) => change !== "same");
  return {
    since: visible(minuteOf(comparedWith.collected.to)),
    line: changesLine(assessment),
    count: groups.reduce((sum, { findings }) => sum + findings.length, 0),
    apart: apartFrom(comparedWith, assessment),
    groups: groups.map(({ change, findings }) => ({
      word: changeWords[change],
      count: findings.length,
      rows: inReadingOrder(findings).map(changedRow),
    })),
    removed: comparedWith.removed.map(({ id, title, status }) => ({
      id: visible(id),
      title: visibleProse(title),
      status: statusView(status),
    })),
  };
}

const changedRow = (finding: Finding): ChangedRow => ({
  ...ruleHead(finding),
  before: finding.history?.before === undefined ? null : statusView(finding.history.before.status),
  status: statusView(evidenceStatus(finding)),
  summary: visible(finding.summary),
  moved: movedLines(finding),
});

/** `w1, w2: Not a Finding, now Open`, for each way that targets went. */
export const movedLines = ({ history }: Finding): readonly string[] =>
  (history?.moved ?? []).map((way) => movedLine(way));

function apartFrom(before: ComparedWith, now: Assessment): readonly string[] {
  const { nodes, api } = before;
  const releases = partsOf(now).flatMap(({ name, short, release }) => {
    const then = name === "stig" ? before.stig : before.guidance;
    return then === release ? [] : [`${short}: judged by ${then ?? "nothing"} then, by ${release} now.`];
  });
  const tool = before.tool.version === now.tool.version ? [] : [`Judged by plimsoll ${before.tool.version} then.`];
  return [
    ...releases,
    ...tool,
    ...nodesLine("Read then, unread now", nodes.lost),
    ...nodesLine("Unread then, read now", nodes.gained),
    ...nodesLine("New nodes", nodes.added),
    ...nodesLine("Nodes that are gone", nodes.removed),
    ...(api.before === api.now ? [] : [`The API: ${api.before} then, ${api.now} now.`]),
  ].map(visible);
}

const nodesLine = (what: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`${what}: ${namesLine(names)}.`];
