import { severities } from "../../benchmark/requirement.ts";
import type { FindingDiff } from "../../findings/finding-diff.ts";
import { changes } from "../../findings/history.ts";
import type { RuleAspect, RunDiff } from "../../findings/run-diff.ts";
import { statuses } from "../../findings/verdict.ts";
import { countOf } from "../count-of.ts";
import { compareText } from "../reading-order.ts";

/** A kind of difference that findings are listed under, the weightiest first. */
const kinds = [...changes.filter((change) => change !== "same"), "nodes"] as const;
/** One of the kinds of difference. */
export type Kind = (typeof kinds)[number];

type KindWords = {
  /** What stands over them. */
  readonly title: string;
  /** How they are counted in a line. */
  readonly counted: string;
  /** What leads to them. */
  readonly link: string;
};

/** Every kind in words. */
export const kindWords: Readonly<Record<Kind, KindWords>> = {
  opened: { title: "Newly open", counted: "newly open", link: "Newly open" },
  further: {
    title: "Open as before, now on further targets",
    counted: "open on further targets",
    link: "On further targets",
  },
  unseen: {
    title: "No longer seen: judged before, Not Reviewed now",
    counted: "no longer seen",
    link: "No longer seen",
  },
  fixed: { title: "Fixed: open before, seen again and not open", counted: "fixed", link: "Fixed" },
  gone: {
    title: "No longer open, but not fixed: some of what was open is not judged now",
    counted: "gone, not fixed",
    link: "Gone, not fixed",
  },
  seen: { title: "Seen now: Not Reviewed before", counted: "seen now", link: "Seen now" },
  other: { title: "Otherwise changed", counted: "otherwise changed", link: "Otherwise changed" },
  targets: {
    title: "The same status, changed on some targets",
    counted: "changed on some targets",
    link: "Some targets",
  },
  effective: {
    title: "Changed by the effective reading only",
    counted: "changed by the effective reading only",
    link: "Effective reading",
  },
  evidence: { title: "The same status, other evidence", counted: "with other evidence", link: "Other evidence" },
  nodes: {
    title: "The same status, with nodes that are new or removed",
    counted: "with new or removed nodes only",
    link: "Other nodes",
  },
  added: { title: "Not judged before", counted: "not judged before", link: "Not judged before" },
};

/** Each aspect in words, as people say it. */
export const aspectWords: Readonly<Record<RuleAspect, string>> = {
  "rule id": "Other Rule ID",
  severity: "Other severity",
  title: "Other title",
  CCIs: "Other CCIs",
  "check text": "Other check text",
  "fix text": "Other fix text",
  discussion: "Other discussion",
  logic: "Judged by the logic of another release",
};

/** What a finding is listed under: what is open and was not even judged is as new as what was not open. */
function kindOf({ change, after, moved }: FindingDiff): Kind | "same" {
  if (change === "added" && after.status === "open") return "opened";
  const withNodes = moved.every(({ from, node }) => (node === "added" || node === "removed") && from !== "open");
  return change === "targets" && withNodes ? "nodes" : change;
}

/** The findings of one kind of difference. */
export type Section = { readonly kind: Kind; readonly findings: readonly FindingDiff[] };

/** The differences that there are, the weightiest first, each with the most severe findings first. */
export function sectionsOf({ findings }: RunDiff): readonly Section[] {
  return kinds.flatMap((kind): readonly Section[] => {
    const own = findings.filter((finding) => kindOf(finding) === kind);
    return own.length === 0 ? [] : [{ kind, findings: inOrder(own) }];
  });
}

const inOrder = (findings: readonly FindingDiff[]): readonly FindingDiff[] =>
  findings.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      statuses.indexOf(a.after.status) - statuses.indexOf(b.after.status) ||
      compareText(a.id, b.id),
  );

/** `2 newly open, 3 fixed, 87 unchanged`. */
export const countsLine = (diff: RunDiff): string =>
  [
    ...sectionsOf(diff).map(({ kind, findings }) => `${findings.length} ${kindWords[kind].counted}`),
    ...(diff.rules.removed.length === 0 ? [] : [`${diff.rules.removed.length} not judged now`]),
    `${diff.counts.same} unchanged`,
  ].join(", ");

/** `and 3 lines more`, of what is not listed; nothing where all is. */
export const moreLine = (left: number, what: string): readonly string[] =>
  left <= 0 ? [] : [`and ${countOf(left, what)} more`];

/** Aspects of a rule that can make its status another without anything else being another. */
const deciding: readonly RuleAspect[] = ["severity", "check text", "logic"];

/** What is different of rules themselves that may be why their findings are, by id: `Other check text.` */
export function rulesThemselves({ rules: { changed } }: RunDiff): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, aspect, before, after } of changed) {
    if (!deciding.includes(aspect)) continue;
    const how = before === after ? "" : ` (${before || "its own"}, now ${after || "its own"})`;
    found.set(id, `${found.has(id) ? `${found.get(id)} ` : "The rule itself: "}${aspectWords[aspect]}${how}.`);
  }
  return found;
}
