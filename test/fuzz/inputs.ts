import fc from "fast-check";

/** What has broken readers elsewhere, and what means something to one of ours. */
const nasty = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "\u0000",
  "\u001b]0;x\u0007",
  "\u001b[2K",
  "\u009b31m",
  "\u007f",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u2028",
  "\u0085",
  "\ufeff",
  "\ufffd",
  "\ud800",
  "\r",
  "\n",
  "\r\n",
  "\t",
  "|",
  "/",
  "//",
  "../",
  "=",
  ":",
  ": ",
  "- ",
  "? ",
  "\\",
  '"',
  "'",
  "`",
  "$",
  "${",
  "}",
  "$(",
  ")",
  "{",
  "[",
  "]",
  "*",
  "&a ",
  "*a",
  "<<: ",
  "!!binary ",
  "!!set ",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "#",
  ";",
  "@",
  "!",
  "~",
  "null",
  "true",
  "yes",
  ".inf",
  ".nan",
  "0",
  "-1",
  "1e999",
  "99999999999999999999",
  "0x7fffffffffffffff",
  "1_000",
  "1:30",
  "2026-11-21T00:00:00Z",
  "0o17",
  "é",
  "𝒳",
  "<",
  ">",
  "&amp;",
  "<![CDATA[",
  "]]>",
  "<!DOCTYPE x [",
  "<!--",
  "-->",
  "<?xml",
];

type Edit = {
  readonly kind: "cut" | "put" | "repeat" | "swap" | "flip";
  readonly at: number;
  readonly length: number;
  readonly text: string;
};

const edit = (words: readonly string[]): fc.Arbitrary<Edit> =>
  fc.record({
    kind: fc.constantFrom("cut", "put", "repeat", "swap", "flip"),
    at: fc.nat(),
    length: fc.oneof(fc.nat(8), fc.nat(400)),
    text: fc.oneof(fc.constantFrom(...nasty), fc.constantFrom(...nasty, ...words), fc.string({ maxLength: 12 })),
  });

function edited(text: string, { kind, at, length, text: piece }: Edit): string {
  const start = text.length === 0 ? 0 : at % (text.length + 1);
  const end = Math.min(text.length, start + length);
  switch (kind) {
    case "cut":
      return text.slice(0, start) + text.slice(end);
    case "put":
      return text.slice(0, start) + piece + text.slice(start);
    case "repeat":
      return text.slice(0, end) + text.slice(start, end).repeat(1 + (at % 4)) + text.slice(end);
    case "swap":
      return text.slice(0, start) + piece + text.slice(end);
    case "flip":
      return `${text.slice(0, start)}${String.fromCharCode((text.charCodeAt(start) || 0) ^ (1 << (length % 8)))}${text.slice(start + 1)}`;
  }
}

/** Longer ones are for bombs.test.ts. */
const longest = 20_000;

/** Valid texts with a few changes, and pieces of a language put together at random. */
export function textLike(seeds: readonly string[], words: readonly string[] = []): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit(words), { minLength: 0, maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce(edited, seed).slice(0, longest));
  const soup = fc
    .array(fc.oneof(fc.constantFrom(...nasty, ...words), fc.string({ maxLength: 6 })), { maxLength: 30 })
    .map((pieces) => pieces.join(""));
  return fc.oneof({ arbitrary: changed, weight: 4 }, { arbitrary: soup, weight: 1 });
}

/** The same as bytes; some of them are no UTF-8. */
export const bytesLike = (seeds: readonly string[], words: readonly string[] = []): fc.Arbitrary<Buffer> =>
  fc.tuple(textLike(seeds, words), fc.nat(20)).map(([text, dice]) => Buffer.from(text, dice === 0 ? "latin1" : "utf8"));
