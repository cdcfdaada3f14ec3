import type { Way } from "../findings/finding-diff.ts";
import { countOf } from "./count-of.ts";
import { statusWords } from "./status-words.ts";
import { shorten, visible } from "./visible-text.ts";

/** So many names are said of a list. */
const mostNamed = 6;

/** `w1, w2`; of many, called `what`, `37 nodes (w1, w2, w3, w4, w5, w6 and 31 others)`. */
export function namesLine(names: readonly string[], most: number = mostNamed, what: string = "node"): string {
  const named = names
    .slice(0, most)
    .map((name) => visible(shorten(name, 260)))
    .join(", ");
  if (names.length <= most) return named;
  return `${countOf(names.length, what)} (${named} and ${countOf(names.length - most, "other")})`;
}

const beforeWords: Readonly<Record<string, string>> = { added: "new node" };
const afterWords: Readonly<Record<string, string>> = { removed: "node removed" };

/** `w1, w2: Not a Finding, now Open`: how targets went that went the same way. */
export function movedLine({ from, to, node, targets }: Way, most?: number): string {
  const was = from === undefined ? (beforeWords[node ?? ""] ?? "not judged before") : statusWords[from];
  const is = to === undefined ? (afterWords[node ?? ""] ?? "not judged now") : `now ${statusWords[to]}`;
  return `${namesLine(targets, most)}: ${was}, ${is}`;
}
