import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
} from "yaml";

/** A part of a YAML document with its line, from 1. What an alias or a merge key brings in stands where it is used. */
export type Placed =
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Placed>; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Placed[]; readonly line: number }
  | { readonly kind: "scalar"; readonly value: unknown; readonly line: number; readonly isBlock: boolean };

// Far above any real file; a few lines of aliases to aliases can stand for more than memory holds.
const partsAtMost = 100_000;
const depthAtMost = 100;

type Reading = { readonly document: Document; readonly lines: LineCounter; parts: number };
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
  if (!isScalar(key)) throw new Error("a key is no plain word");
  return String(key.source ?? key.value);
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

function placeMap(map: YAMLMap, reading: Reading, at: At, line: number): Placed {
  const own = map.items.filter(({ key }) => !isMergeKey(key));
  const merges = map.items.filter(({ key }) => isMergeKey(key));
  const inherited = merges.flatMap(({ key, value }) => [
    ...mergedEntries(value, reading, { depth: at.depth + 1, aliasLine: lineOf(key, reading, at) }),
  ]);
  const entries = own.map((pair) => {
    const placed = place(pair.value, reading, { ...at, depth: at.depth + 1 });
    // A value is looked for where its key is.
    return [keyOf(pair), { ...placed, line: lineOf(pair.key, reading, at) }] as const;
  });
  return { kind: "map", entries: new Map([...inherited, ...entries]), line };
}

function place(node: unknown, reading: Reading, at: At): Placed {
  reading.parts += 1;
  if (at.depth > depthAtMost) throw new Error("nested too deeply, or an alias within what it stands for");
  if (reading.parts > partsAtMost) throw new Error(`more than ${partsAtMost} values`);
  const line = lineOf(node, reading, at);
  if (isAlias(node)) {
    const target = node.resolve(reading.document);
    if (target === undefined) throw new Error(`nothing is called *${node.source}`);
    return place(target, reading, { depth: at.depth + 1, aliasLine: line });
  }
  if (isMap(node)) return placeMap(node, reading, at, line);
  if (isSeq(node)) {
    const items = node.items.map((item) => place(item, reading, { ...at, depth: at.depth + 1 }));
    return { kind: "list", items, line };
  }
  return placeScalar(node, line);
}

function placeScalar(node: unknown, line: number): Placed {
  if (node === null || node === undefined) return { kind: "scalar", value: null, line, isBlock: false };
  if (!isScalar(node)) throw new Error("holds what is neither a map, nor a list, nor a value");
  // Go's readers leave a time stamp the text that it is.
  const value = node.value instanceof Date ? node.source : node.value;
  if (!["string", "number", "boolean"].includes(typeof value) && value !== null) {
    throw new Error("holds data that JSON does not know");
  }
  return { kind: "scalar", value, line, isBlock: node.type === Scalar.BLOCK_LITERAL };
}

/**
 * A YAML or JSON text, YAML 1.1 like the kubelet's reader (`enabled: no` is false). Undefined: it is empty. Of several
 * documents only the first is read, where `several` says so.
 * @throws Error where it is neither, holds a key twice, or an alias that leads nowhere or too far.
 */
export function parsePlaced(text: string, several: "first" | "refused"): Placed | undefined {
  if (text.includes("\0")) throw new Error("holds a NUL character");
  const lines = new LineCounter();
  const [document, ...more] = parseAllDocuments(text, {
    version: "1.1",
    lineCounter: lines,
    uniqueKeys: true,
    logLevel: "error",
  });
  if (document === undefined || !("errors" in document)) return undefined;
  if (more.length > 0 && several === "refused") throw new Error("holds several documents");
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]?.replace(/:$/, ""));
  // Go's reader refuses it, and by 1.2 `no` would be a word.
  if (document.directives?.yaml.version !== "1.1") throw new Error("asks for another YAML than 1.1");
  return place(document.contents, { document: document as Document, lines, parts: 0 }, { depth: 0 });
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
