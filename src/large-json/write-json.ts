const chunkLength = 64 * 1024;

/** The text that `JSON.stringify` gives, in chunks: what is more than `depth` brackets deep is never longer than one value. */
export function* jsonChunks(value: unknown, depth: number): Generator<string> {
  let chunk = "";
  for (const piece of pieces(value, depth)) {
    chunk += piece;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

function* pieces(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== "object" || value === null) {
    yield JSON.stringify(value) ?? "null";
    return;
  }
  const isList = Array.isArray(value);
  const parts = isList ? value.entries() : Object.entries(value).filter(([, part]) => part !== undefined);
  let before = isList ? "[" : "{";
  for (const [key, part] of parts) {
    yield isList ? before : `${before}${JSON.stringify(key)}:`;
    yield* pieces(part, depth - 1);
    before = ",";
  }
  if (before !== ",") yield before;
  yield isList ? "]" : "}";
}
