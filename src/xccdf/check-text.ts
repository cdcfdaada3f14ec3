import { createHash } from "node:crypto";
import type { CheckText } from "../benchmark/requirement.ts";

/** Words that turn around what a sentence asks for. */
const turning = new Set([
  ...["not", "no", "never", "only", "unless", "except", "or", "less", "greater", "more", "must"],
  ...["missing", "exists", "above", "below", "before", "after"],
]);

/** A digit, a mark of options, paths and keys, or a capital inside: not a word of prose. */
const naming = /\d|^-|[/_=*@\\$|]|[^.]\.[^.]|[a-z][A-Z]|\w-\w/;

const quotes = "\"'“”‘’(),.;:<>[]";

/** By hand: a pattern looks for the end from every quote anew. */
function withoutQuotes(word: string): string {
  let [start, end] = [0, word.length];
  while (start < end && quotes.includes(word.charAt(start))) start += 1;
  while (end > start && quotes.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}

/** The digests of a check text; undefined where there is none. */
export function checkTextOf(text: string): CheckText | undefined {
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.length === 0
    ? undefined
    : { sha256: sha256Of(words.join(" ")), terms: sha256Of(termsOf(words).join(" ")) };
}

/** What is named, each once, and the words that turn sentences around, as often as they occur. */
function termsOf(words: readonly string[]): readonly string[] {
  const bare = words.map(withoutQuotes);
  const named = new Set(bare.filter((word) => naming.test(word)));
  const turned = bare.map((word) => word.toLowerCase()).filter((word) => turning.has(word));
  return [...[...named].sort(), ...turned.sort()];
}

/** SHA-256 in hexadecimal. */
const sha256Of = (content: string): string => createHash("sha256").update(content).digest("hex");
