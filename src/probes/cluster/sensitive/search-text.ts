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
  if (requires?.test(text) === false) return [];
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

/** All patterns of a class that a text shows; of the text itself nothing is given back. */
export function searchText(text: string, classes: readonly HitClass[]): readonly TextHit[] {
  const hits = classes.includes("A") ? classA.flatMap((pattern) => hitOf("A", pattern, text)) : [];
  if (!classes.includes("B")) return hits;
  const secretOnly = withoutPublicKeys(text);
  return [...hits, ...classB.flatMap((pattern) => hitOf("B", pattern, secretOnly))];
}
