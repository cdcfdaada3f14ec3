import type { notReviewed, open, Verdict } from "../../findings/verdict.ts";
import { listed } from "./unknown-data.ts";

/** Something that may be wrong with what was looked at, and what that is. */
export type Problem<T> = {
  readonly verdict: typeof open | typeof notReviewed;
  readonly of: (one: T) => boolean;
  readonly says: (names: string) => string;
};

/** A sentence for each problem that there is, with whose it is. */
export const problemsOf = <T>(
  problems: readonly Problem<T>[],
  looked: readonly T[],
  namesOf: (bad: readonly T[]) => readonly string[],
): readonly Verdict[] =>
  problems.flatMap(({ verdict, of, says }) => {
    const bad = looked.filter(of);
    return bad.length === 0 ? [] : [verdict(says(listed(namesOf(bad))))];
  });
