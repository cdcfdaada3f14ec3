import type { HitClass } from "../../../evidence/sensitive.ts";
import { classA, classB, type Pattern } from "./patterns.ts";

/** A pattern that a text shows, and on which of its lines. */
export type TextHit = {
  readonly pattern: string;
  readonly class: HitClass;
  /** The first line, from 1. */
  readonly line: number;
  readonly lines: number;
};

/** The line of each of some places in a text, which come in order. */
function linesAt(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let next = text.indexOf("\n");
  return places.map((place) => {
    while (next !== -1 && next < place) {
      line += 1;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  });
}

const begin = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}(?:CERTIFICATE|PUBLIC KEY)-----/g;

/** The text with its certificates and public keys blotted out, line by line the same: they are meant for everyone. */
function withoutPublicKeys(text: string): string {
  if (text.search(begin) === -1) return text;
  const parts: string[] = [];
  let end = 0;
  for (const { index } of text.matchAll(begin)) {
    if (index < end) continue;
    const close = text.indexOf("-----END ", index);
    if (close === -1) break;
    parts.push(text.slice(end, index), text.slice(index, close).replaceAll(/[^\n]/g, " "));
    end = close;
  }
  return parts.join("") + text.slice(end);
}

function hitOf(of: HitClass, { name, form, requires, accepts }: Pattern, text: string): readonly TextHit[] {
  // Most texts hold none, and `matchAll` makes an expression of its own each time.
  if (requires?.test(text) === false || text.search(form) === -1) return [];
  const matches = [...text.matchAll(form)].filter((match) => accepts === undefined || accepts(match, text));
  const lines = [
    ...new Set(
      linesAt(
        text,
        matches.map(({ index }) => index),
      ),
    ),
  ];
  return lines[0] === undefined ? [] : [{ pattern: name, class: of, line: lines[0], lines: lines.length }];
}

/** All patterns of some classes that a text shows; of the text itself nothing is given back. */
export function searchText(text: string, classes: readonly HitClass[]): readonly TextHit[] {
  const hits = classes.includes("A") ? classA.flatMap((pattern) => hitOf("A", pattern, text)) : [];
  if (!classes.includes("B")) return hits;
  const secretOnly = withoutPublicKeys(text);
  return [...hits, ...classB.flatMap((pattern) => hitOf("B", pattern, secretOnly))];
}

const longestKept = 500;
const mostKept = 5000;

/** How a text is searched for the patterns of some classes. */
export type TextSearch = typeof searchText;

/**
 * Searches texts of which many are equal, as those of a Deployment's pods. Which short ones showed nothing is kept for a
 * while; what showed something is not.
 */
export function textSearch(): TextSearch {
  const clean = new Set<string>();
  return (text, classes) => {
    if (clean.has(text)) return [];
    const hits = searchText(text, classes);
    // Of a text without class B there is no telling.
    if (hits.length > 0 || text.length > longestKept || !classes.includes("B")) return hits;
    if (clean.size === mostKept) clean.clear();
    clean.add(text);
    return hits;
  };
}
