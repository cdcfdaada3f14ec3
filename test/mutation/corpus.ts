import type { NodeJudgement } from "../../src/assess/judge.ts";
import type { Judged, Merged } from "../../src/assess/merge.ts";
import type { ObservedFacts } from "../../src/evidence/node.ts";

/** A judgement that the unit tests ask for, with what it rests on: the same call is put to every mutant. */
export type Asked =
  | { readonly call: "judge"; readonly vulnId: string; readonly facts: Partial<ObservedFacts> }
  | {
      readonly call: "merge";
      readonly vulnId: string;
      readonly roles: readonly string[];
      readonly judged: readonly Judged[];
      readonly rest: readonly unknown[];
    };

/** What counts of an answer: its statuses. Words may change. */
export const statusesOf = (answer: NodeJudgement | Merged): string =>
  "literal" in answer
    ? `${answer.literal.status} ${answer.effective.status}`
    : `${answer.status} ${answer.effectiveStatus}`;

/** The environment variable that names the folder into which the unit tests write what they ask. */
export const corpusFolder = "PLIMSOLL_CORPUS";
