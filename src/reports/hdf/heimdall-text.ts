import { importable } from "../checklist/importable-text.ts";
import { codePointMark, visibleProse } from "../visible-text.ts";

/**
 * Heimdall shows texts as HTML and takes tags that it does not allow away: a `<` that could begin one is written as its
 * mark, for of `cat <path>` only `cat` would be left.
 */
export const untagged = (text: string): string => text.replace(/<(?=[A-Za-z/!?])/g, codePointMark);

/** Lines of our own, of DISA or of people, as Heimdall and whatever imports the checklist made of them show them. */
export const heimdallProse = (text: string): string =>
  untagged(importable(visibleProse(text.replaceAll("\t", "    "))));
