import type { ManualRule } from "../define-rule.ts";

/** A rule that plimsoll does not judge (yet): Not Reviewed, with what a person has to look at. */
export const manualRule = (rule: Omit<ManualRule, "kind">): ManualRule => ({ kind: "manual", ...rule });
