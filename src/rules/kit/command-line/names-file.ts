import type { Flags } from "../../../evidence/go-flags.ts";

/** Whether a flag names a file. */
export const namesFile = (flags: Flags, flag: string): boolean => (flags.text(flag) ?? "") !== "";
