import type { Decision, RunDiff } from "../../findings/run-diff.ts";
import { countOf } from "../count-of.ts";
import { statusWords } from "../status-words.ts";
import { shorten, visible } from "../visible-text.ts";

const kindWords: Readonly<Record<Decision["kind"], string>> = {
  waiver: "waiver",
  attestation: "attestation",
  provider: "attestation of the provider",
  checklist: "earlier checklist",
};

/** `came: waiver of J. Doe, Open, until 2026-12-31: reason (does not count: it expired)`. */
function decisionLine(what: string, { kind, status, counts, said, by, expires, why, covers }: Decision): string {
  const about = [
    `${kindWords[kind]}${by === undefined ? "" : ` of ${by}`}`,
    ...(status === undefined ? [] : [statusWords[status]]),
    ...(covers === undefined ? [] : [`of ${countOf(covers, "target")}`]),
    ...(expires === undefined ? [] : [`until ${expires}`]),
  ];
  const not = counts ? "" : ` (does not count${why === undefined ? "" : `: ${why}`})`;
  return visible(shorten(`${what}: ${about.join(", ")}: ${said}${not}`, 500));
}

/** What people say of rules otherwise than before: the rule, and what of it came and went. */
export const decisionLines = ({ decisions }: RunDiff): readonly (readonly [id: string, lines: readonly string[]])[] =>
  decisions.map(({ id, before, after, came, went }) => [
    visible(id),
    [
      ...(before !== undefined && after !== undefined && before !== after
        ? [`in checklists ${statusWords[before]} before, ${statusWords[after]} after`]
        : []),
      ...went.map((decision) => decisionLine("went", decision)),
      ...came.map((decision) => decisionLine("came", decision)),
    ],
  ]);
