import { getFips } from "node:crypto";
import type { Terminal } from "../terminal/terminal.ts";

/** What a command that contacts somebody is told of algorithms. */
export type FipsFlag = { readonly fips?: boolean };

/** Says what --fips does not say: which module computes is not ours to choose, nor to vouch for. */
export function tellOfModule({ fips }: FipsFlag, { talk }: Pick<Terminal, "talk">): void {
  if (fips !== true) return;
  const mode = getFips() === 1 ? "in FIPS mode" : "not in FIPS mode";
  talk(`--fips: algorithms are restricted to approved ones; this Node's OpenSSL is ${mode}.\n`);
}
