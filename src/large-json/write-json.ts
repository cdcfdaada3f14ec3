const chunkLength = 64 * 1024;

/** How the pieces of a text hang together: what stands before an entry, before a list's end, and after a key. */
type Layout = {
  readonly line: (level: number) => string;
  readonly colon: string;
  readonly text: (value: unknown, level: number) => string;
};

const textOf = (value: unknown, indent: number): string => JSON.stringify(value, null, indent) ?? "null";

function layoutOf(indent: number): Layout {
  if (indent === 0) return { line: () => "", colon: ":", text: (value) => textOf(value, 0) };
  const line = (level: number): string => `\n${" ".repeat(indent * level)}`;
  // JSON has line breaks only where it is laid out: those within a text are written `\n`.
  return { line, colon: ": ", text: (value, level) => textOf(value, indent).replace(/\n/g, line(level)) };
}

/**
 * The text that `JSON.stringify` gives, with its `indent`, in chunks: what is more than `depth` brackets deep is never
 * longer than one value.
 */
export function* jsonChunks(value: unknown, depth: number, indent: number = 0): Generator<string> {
  let chunk = "";
  for (const piece of pieces(value, { depth, level: 0 }, layoutOf(indent))) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

type Place = { readonly depth: number; readonly level: number };

function* pieces(value: unknown, { depth, level }: Place, layout: Layout): Generator<string> {
  if (depth === 0 || typeof value !== "object" || value === null) {
    yield layout.text(value, level);
    return;
  }
  const isList = Array.isArray(value);
  const parts = isList ? value.entries() : Object.entries(value).filter(([, part]) => part !== undefined);
  const opening = isList ? "[" : "{";
  let before = opening;
  for (const [key, part] of parts) {
    yield before + layout.line(level + 1) + (isList ? "" : JSON.stringify(key) + layout.colon);
    yield* pieces(part, { depth: depth - 1, level: level + 1 }, layout);
    before = ",";
  }
  yield (before === opening ? opening : layout.line(level)) + (isList ? "]" : "}");
}
