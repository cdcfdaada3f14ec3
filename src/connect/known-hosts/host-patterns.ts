import { fitsWildcards } from "../../evidence/wildcards.ts";

/**
 * Whether a list of patterns names something (ssh_config(5), PATTERNS): `*` and `?` stand for what they always do, and a
 * negated pattern that fits undoes all others. Letters count as they are.
 */
export function namedBy(patterns: readonly string[], name: string): boolean {
  let found = false;
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) {
      if (fits(pattern.slice(1), name)) return false;
    } else if (fits(pattern, name)) {
      found = true;
    }
  }
  return found;
}

const fits = (pattern: string, name: string): boolean =>
  fitsWildcards(pattern, name, { isAny: (character) => character === "?" });
