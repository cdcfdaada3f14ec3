import { ages } from "./ages.ts";
import { breadth } from "./breadth.ts";
import type { CheckInput, Complaint } from "./complaint.ts";
import { contradictions } from "./contradictions.ts";
import { idle } from "./use.ts";

/** All that is amiss with a site's decisions, in the order of the file, of one entry the worst first. */
export const complaintsOf = (input: CheckInput): readonly Complaint[] =>
  // Sorting keeps the order of equal lines.
  [...ages(input), ...contradictions(input), ...breadth(input), ...idle(input)].toSorted(
    (a, b) => (a.line ?? 0) - (b.line ?? 0),
  );
