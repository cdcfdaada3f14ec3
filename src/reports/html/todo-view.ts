import type { NamedRule } from "./named-rule.ts";
import type { WorklistView } from "./worklist-view.ts";

type Section = WorklistView["sections"][number];

/** What is left to review, as the first screen says it. */
export type TodoView = Pick<WorklistView, "headline" | "nothing"> & {
  readonly sections: readonly (Pick<Section, "id" | "title" | "count" | "brief"> & {
    /** Rules of the section, as many as there is room for. */
    readonly first: readonly NamedRule[];
    /** How many are left to the worklist; null where all are named, or none. */
    readonly more: string | null;
  })[];
};

/** The first screen has room for this many rules beside the counts of one benchmark, and of two. */
const roomBesideOne = 2;
const roomBesideTwo = 12;
/** A section takes the room of this many. */
const roomOfSection = 2;

/** The worklist for the first screen: rules are named where there is room beside the counts. */
export function todoView(
  { headline, nothing, sections }: WorklistView,
  { several, complete }: { readonly several: boolean; readonly complete: boolean },
): TodoView {
  const room = (several ? roomBesideTwo : roomBesideOne) - roomOfSection * (sections.length - 1);
  const named = complete ? Math.max(0, Math.floor(room / sections.length)) : 0;
  return {
    headline,
    nothing,
    sections: sections.map(({ id, title, count, brief, entries }) => {
      const rules = [...new Map(entries.flatMap((entry) => entry.rules.map((rule) => [rule.id, rule]))).values()];
      const first = rules.slice(0, named);
      const left = rules.length - first.length;
      return { id, title, count, brief, first, more: first.length > 0 && left > 0 ? `and ${left} more` : null };
    }),
  };
}
