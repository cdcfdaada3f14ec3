import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
} from "yaml";
import { aliasTargets } from "./alias-targets.ts";
import { oncePerText } from "./once-per-text.ts";
import { refuseLargeYaml } from "./yaml-size.ts";

/** A part of a YAML document with its line, from 1. What an alias or a merge key brings in stands where it is used. */
export type Placed =
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Placed>; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Placed[]; readonly line: number }
  | { readonly kind: "scalar"; readonly value: unknown; readonly line: number; readonly isBlock: boolean };

// Far above any real file; a few lines of aliases to aliases can stand for more than memory holds.
const partsAtMost = 100_000;
const charactersAtMost = 4 * 1024 * 1024;
const depthAtMost = 100;
const mergesAtMost = 100;

type Reading = {
  readonly targets: ReadonlyMap<unknown, Node>;
  readonly lines: LineCounter;
  parts: number;
  characters: number;
  merges: number;
};
/** Where a node is: its depth, and the line of the alias that leads to it, if one does. */
type At = { readonly depth: number; readonly aliasLine?: number };

const lineOf = (node: unknown, reading: Reading, at: At): number => {
  if (at.aliasLine !== undefined) return at.aliasLine;
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return reading.lines.linePos(range?.[0] ?? 0).line;
};

// `<<` in quotes is a key like any other.
const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && typeof key.value === "symbol" && key.value.description === "<<";

function keyOf({ key }: Pair): string {
  const value = isScalar(key) ? key.value : undefined;
  // `!!binary` spells a key in another way, which Go's readers understand.
  if (!isScalar(key) || (typeof value === "object" && value !== null && !(value instanceof Date))) {
    throw new Error("a key is no plain word");
  }
  return typeof value === "string" ? value : String(key.source ?? value);
}

/** What `<<` brings in: the entries of a map or of several, the first of which counts. */
function mergedEntries(value: unknown, reading: Reading, at: At): ReadonlyMap<string, Placed> {
  const placed = place(value, reading, at);
  const maps = placed.kind === "list" ? placed.items : [placed];
  const entries = [...maps].reverse().flatMap((map) => {
    if (map.kind !== "map") throw new Error("a merge key (<<) without a map");
    return [...map.entries];
  });
  return new Map(entries);
}

/** Go's reader (yaml.v2) lets the later one win where others let the own entry win: what differs is not known. */
function refuseOverridden(own: ReadonlyMap<string, Placed>, merged: ReadonlyMap<string, Placed>): void {
  for (const [key, placed] of merged) {
    const other = own.get(key);
    if (other !== undefined && JSON.stringify(plainData(other)) !== JSON.stringify(plainData(placed))) {
      throw new Error(`what a merge key (<<) brings in after ${JSON.stringify(key)} says otherwise`);
    }
  }
}

function placeMap(map: YAMLMap, reading: Reading, at: At, line: number): Placed {
  const own = new Map<string, Placed>();
  const inherited = new Map<string, Placed>();
  for (const pair of map.items) {
    const keyLine = lineOf(pair.key, reading, at);
    if (isMergeKey(pair.key)) {
      reading.merges += 1;
      if (reading.merges > mergesAtMost) throw new Error(`more than ${mergesAtMost} merge keys (<<)`);
      const merged = mergedEntries(pair.value, reading, { depth: at.depth + 1, aliasLine: keyLine });
      refuseOverridden(new Map([...inherited, ...own]), merged);
      for (const [key, placed] of merged) inherited.set(key, placed);
      continue;
    }
    const key = keyOf(pair);
    count(reading, key);
    // `true` and "true" are two keys of YAML and one of JSON.
    if (own.has(key)) throw new Error(`holds the key ${JSON.stringify(key)} twice, in line ${keyLine}`);
    // A value is looked for where its key is.
    own.set(key, { ...place(pair.value, reading, { ...at, depth: at.depth + 1 }), line: keyLine });
  }
  return { kind: "map", entries: new Map([...inherited, ...own]), line };
}

function place(node: unknown, reading: Reading, at: At): Placed {
  reading.parts += 1;
  if (at.depth > depthAtMost) throw new Error("nested too deeply, or an alias within what it stands for");
  if (reading.parts > partsAtMost) throw new Error(`more than ${partsAtMost} values`);
  const line = lineOf(node, reading, at);
  if (isAlias(node)) {
    const target = reading.targets.get(node);
    if (target === undefined) throw new Error(`nothing is called *${node.source}`);
    return place(target, reading, { depth: at.depth + 1, aliasLine: line });
  }
  // !!set and !!omap: Go's readers know none.
  if ((isMap(node) || isSeq(node)) && /:(set|omap|pairs)$/.test(node.tag ?? "")) throw new Error(`holds a ${node.tag}`);
  if (isMap(node)) return placeMap(node, reading, at, line);
  if (isSeq(node)) {
    const items = node.items.map((item) => place(item, reading, { ...at, depth: at.depth + 1 }));
    return { kind: "list", items, line };
  }
  const scalar = placeScalar(node, line);
  if (typeof scalar.value === "string") count(reading, scalar.value);
  return scalar;
}

function count(reading: Reading, text: string): void {
  reading.characters += text.length;
  if (reading.characters > charactersAtMost) throw new Error(`more than ${charactersAtMost} characters`);
}

function placeScalar(node: unknown, line: number): Extract<Placed, { readonly kind: "scalar" }> {
  if (node === null || node === undefined) return { kind: "scalar", value: null, line, isBlock: false };
  if (!isScalar(node)) throw new Error("holds what is neither a map, nor a list, nor a value");
  // Go's readers leave a time stamp the text that it is.
  const value = node.value instanceof Date ? node.source : node.value;
  const isJson = typeof value === "number" ? Number.isFinite(value) : ["string", "boolean"].includes(typeof value);
  if (!isJson && value !== null) {
    throw new Error("holds data that JSON does not know");
  }
  return { kind: "scalar", value, line, isBlock: node.type === Scalar.BLOCK_LITERAL };
}

// To YAML 1.1, and to Go's reader, these end a line, and a comment with it; to the reader used here they do not.
const otherLineBreaks = /\r(?!\n)|[\u0085\u2028\u2029]/;

/**
 * A YAML or JSON text, YAML 1.1 like the kubelet's reader (`enabled: no` is false). Undefined: it is empty. Of several
 * documents only the first is read, where `several` says so.
 * @throws Error where it is neither, holds a key twice, or an alias that leads nowhere or too far.
 */
export const parsePlaced = (text: string, several: "first" | "refused"): Placed | undefined => parsers[several](text);

// Nothing of what is shared can be changed: its types are readonly all through.
const parsers = {
  first: oncePerText((text) => parseYaml(text, "first")),
  refused: oncePerText((text) => parseYaml(text, "refused")),
};

function parseYaml(text: string, several: "first" | "refused"): Placed | undefined {
  if (text.includes("\0")) throw new Error("holds a NUL character");
  if (otherLineBreaks.test(text)) throw new Error("holds a line break that not every reader knows");
  refuseLargeYaml(text);
  const lines = new LineCounter();
  const [document, ...more] = parseAllDocuments(text, {
    version: "1.1",
    lineCounter: lines,
    // Its own comparison is of each key with each; `placeMap` looks for keys that are there twice.
    uniqueKeys: false,
    logLevel: "error",
    // It would look up the line of every error, of which there may be as many as characters.
    prettyErrors: false,
  });
  if (document === undefined || !("errors" in document)) return undefined;
  if (more.length > 0 && several === "refused") throw new Error("holds several documents");
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new Error(`${error.message.split("\n")[0]} at line ${line}, column ${col}`);
  }
  // Go's reader refuses it, and by 1.2 `no` would be a word.
  if (document.directives?.yaml.version !== "1.1") throw new Error("asks for another YAML than 1.1");
  const targets = aliasTargets(document);
  return place(document.contents, { targets, lines, parts: 0, characters: 0, merges: 0 }, { depth: 0 });
}

/** The same as plain data, without places. */
export function plainData(placed: Placed): unknown {
  if (placed.kind === "scalar") return placed.value;
  if (placed.kind === "list") return placed.items.map(plainData);
  return Object.fromEntries([...placed.entries].map(([key, value]) => [key, plainData(value)]));
}

/** An entry of a map; undefined where it is no map or has none. */
export const entryOf = (placed: Placed | undefined, key: string): Placed | undefined =>
  placed?.kind === "map" ? placed.entries.get(key) : undefined;

/** The items of a list; none where it is none. */
export const itemsOf = (placed: Placed | undefined): readonly Placed[] => (placed?.kind === "list" ? placed.items : []);
