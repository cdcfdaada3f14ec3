import type { Assessment, Finding } from "../../findings/assessment.ts";
import type { CarriedFrom } from "../../findings/carried-from.ts";
import type { Carried } from "../../findings/review.ts";
import { countOf } from "../count-of.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleProse } from "../visible-text.ts";
import { type NamedRule, namedRule } from "./named-rule.ts";

type LeftView = {
  readonly id: string;
  readonly said: readonly { readonly what: string; readonly text: string }[];
  readonly why: string;
};
type SourceView = { readonly name: string; readonly sha256: string; readonly line: string };

/** What became of people's words in earlier checklists. */
export type CarriedView = {
  readonly sources: readonly SourceView[];
  /** Rules of which words were carried over: what, in short. */
  readonly kept: readonly NamedRule[];
  /** Rules whose answer has to be looked at again. */
  readonly again: readonly NamedRule[];
  /** What could not be carried over. */
  readonly left: readonly LeftView[];
  readonly count: number;
};

/** What the page shows of earlier checklists; null where none was given. */
export function carriedView({ carriedFrom, findings }: Assessment): CarriedView | null {
  if (carriedFrom === undefined) return null;
  const again = findings.flatMap(againOf);
  const left = carriedFrom.flatMap((from) => from.left.map(leftView));
  const kept = findings.flatMap(keptOf);
  return { sources: carriedFrom.map(sourceView), kept, again, left, count: kept.length };
}

function keptOf(finding: Finding): readonly NamedRule[] {
  const carried = finding.review?.carried ?? [];
  return carried.length === 0 ? [] : [namedRule(finding, carried.map(whatOf).join("; "))];
}

const whatOf = ({ status, override, details, comments }: Carried): string =>
  [
    ...(status === undefined ? [] : [`answered ${statusWords[status]}`]),
    ...(override === undefined ? [] : [`severity ${override.severity}`]),
    ...(details === undefined ? [] : ["details"]),
    ...(comments === undefined ? [] : ["comments"]),
  ].join("; ");

function againOf(finding: Finding): readonly NamedRule[] {
  const reasons = (finding.review?.carried ?? []).flatMap(({ again }) => again ?? []);
  return reasons.length === 0 ? [] : [namedRule(finding, [...new Set(reasons)].join(" "))];
}

const sourceView = ({ file, sha256, asset, release, rules, left, others }: CarriedFrom): SourceView => {
  const beside = others.length === 0 ? "" : `; beside ours in the new checklist: ${others.join(", ")}`;
  const carried =
    release === ""
      ? `${asset}: without the Kubernetes STIG`
      : `${asset}, ${release}: ${countOf(rules, "rule")} carried over, ${left.length} not`;
  return { name: visible(file), sha256: visible(sha256), line: visible(`${carried}${beside}`) };
};

const leftView = ({ id, status, details, comments, why }: CarriedFrom["left"][number]): LeftView => ({
  id: visible(id),
  said: [
    ...(status === undefined ? [] : [{ what: "Answer", text: statusWords[status] }]),
    ...(details === undefined ? [] : [{ what: "Details", text: visibleProse(details) }]),
    ...(comments === undefined ? [] : [{ what: "Comments", text: visibleProse(comments) }]),
  ],
  why: visible(why),
});
