import { shown } from "../yaml-file/shown.ts";

/** A part of a text: from `start` up to `end`. */
export type Span = { readonly start: number; readonly end: number };

/** Where a list stands, inside its brackets, and its entries in it, white space around them included. */
export type ListPlace = Span & { readonly entries: readonly Span[] };

type Refusal = (sentence: string) => Error;

const mostLevels = 50;
const mostValues = 2_000_000;

const quote = 0x22;
const comma = 0x2c;
const openings = { list: 0x5b, object: 0x7b };
const closings = { list: 0x5d, object: 0x7d };

/**
 * Looks over a JSON text before it is parsed: where the list `listKey` of its outermost object stands; undefined where
 * there is none. What is no JSON is for the parser to refuse, of the list's entries and of the text without them.
 * @throws what `refusal` makes of it where a key is twice in one object, which parsers read in different ways, or where it
 * is too deep or of too many values for any file of a person.
 */
export function listPlace(text: string, listKey: string, refusal: Refusal): ListPlace | undefined {
  const open = openParts(text, refusal);
  const list = listNoted(text);
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      const end = endOfString(text, at);
      open.string(at, end);
      at = end - 1;
    } else if (character === openings.list || character === openings.object) {
      if (character === openings.list && open.isAtValueOf(listKey)) list.begin(at + 1);
      open.begin(character === openings.object);
    } else if (character === closings.list || character === closings.object) {
      open.end();
      if (open.level() === 1) list.end(at);
    } else if (character === comma) {
      open.separate();
      if (open.level() === 2) list.separate(at);
      values += 1;
      if (values > mostValues) throw refusal("has more values than any file of its kind: refused");
    }
  }
  return list.place();
}

/** The objects and lists that are open, and the keys of the objects. */
function openParts(text: string, refusal: Refusal) {
  const parts: { readonly keys?: Set<string>; awaitsKey: boolean }[] = [];
  let key = "";
  return {
    begin(isObject: boolean): void {
      if (parts.length >= mostLevels) throw refusal("is nested too deep: refused");
      parts.push({ ...(isObject && { keys: new Set() }), awaitsKey: isObject });
    },
    end: () => parts.pop(),
    level: () => parts.length,
    isAtValueOf: (wanted: string) => parts.length === 1 && key === wanted,
    separate(): void {
      const part = parts.at(-1);
      if (part?.keys) part.awaitsKey = true;
    },
    string(start: number, end: number): void {
      const part = parts.at(-1);
      if (part?.keys === undefined || !part.awaitsKey) return;
      key = keyOf(text.slice(start, end));
      if (part.keys.has(key)) {
        const line = text.slice(0, start).split("\n").length;
        throw refusal(`has ${shown(key)} twice in one object, in line ${line}: only one of them can be meant`);
      }
      part.keys.add(key);
      part.awaitsKey = false;
    },
  };
}

/** Notes one list as it goes by. */
function listNoted(text: string) {
  let place: ListPlace | undefined;
  let start: number | undefined;
  let entryStart = 0;
  const entries: Span[] = [];
  return {
    begin(at: number): void {
      start = at;
      entryStart = at;
    },
    separate(at: number): void {
      if (start === undefined) return;
      entries.push({ start: entryStart, end: at });
      entryStart = at + 1;
    },
    end(at: number): void {
      if (start === undefined) return;
      const isEmpty = entries.length === 0 && text.slice(start, at).trim() === "";
      place = { start, end: at, entries: isEmpty ? [] : [...entries, { start: entryStart, end: at }] };
      start = undefined;
    },
    place: () => place,
  };
}

/** Where a string ends that begins at a quote; one that is not closed ends with the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text[before] === "\\") before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
  return text.length;
}

/** A key as it is meant: it may be written with escapes. */
function keyOf(literal: string): string {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
