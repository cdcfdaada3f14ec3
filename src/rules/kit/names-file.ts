import type { Flags } from "../../evidence/go-flags.ts";
import { notReviewed, type Verdict } from "../../findings/verdict.ts";

/** Whether a flag names a file. */
export const namesFile = (flags: Flags, flag: string): boolean => (flags.text(flag) ?? "") !== "";

/** Not Reviewed because a file decides, and this release of plimsoll does not read it. */
export const notReadYet = (flags: Flags, flag: string, what: string): Verdict =>
  notReviewed(
    `The file that --${flag} names, ${flags.text(flag)}, says ${what}; this release of plimsoll does not read it yet.`,
  );
