import type { FlagSyntax } from "./flag-words.ts";
import { flagReadings } from "./go-flags.ts";
import type { Invocation } from "./processes.ts";

/**
 * What a flag is given by each way in which a command line can be read, each text once; empty where it is not set. More
 * than one: it is not known which the program goes by.
 */
export const flagTexts = (
  invocation: Pick<Invocation, "argv">,
  flag: string,
  syntax: FlagSyntax = "pflag",
): readonly string[] => [...new Set(flagReadings(invocation, syntax).map((flags) => flags.text(flag) ?? ""))];
