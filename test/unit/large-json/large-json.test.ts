import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonReader, parseJson } from "../../../src/large-json/read-json.ts";
import { jsonChunks } from "../../../src/large-json/write-json.ts";

/** Reads a text in chunks of a size; the elements of its lists at a depth, and the whole. */
function read(text: string | Uint8Array, depth: number, size: number) {
  const elements: unknown[] = [];
  const reader = jsonReader(depth, {
    element(bytes) {
      const value = parseJson(bytes);
      elements.push(value);
      return value;
    },
    list: (values) => values,
  });
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) reader.push(bytes.subarray(from, from + size));
  return { value: reader.end(), elements };
}

describe("JSON read in chunks", () => {
  it("says what JSON.parse says, whatever its shape, the depth and the chunks", () => {
    const cases = [fc.json(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 })] as const;
    fc.assert(
      fc.property(...cases, (text, depth, size) => {
        expect(read(text, depth, size).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it("hands over the entries of lists at its depth, each with all that is in it", () => {
    const text = ' { "a" : [ {"x":[1,{"y":"],["}]} , "\\"," , 2 ], "b": {"c": [3]}, "d": [], "e": [ [4] ] } ';
    expect(read(text, 2, 1).elements).toEqual([{ x: [1, { y: "],[" }] }, '",', 2, [4]]);
    expect(read(text, 3, 3).elements).toEqual([3, 4]);
  });

  it("keeps what the reader makes of entries", () => {
    const reader = jsonReader(2, { element: (text) => text.length, list: (sizes) => sizes });
    reader.push(Buffer.from('{"items":["ab",{"c":1}],"more":true}'));
    expect(reader.end()).toEqual({ items: [4, 7], more: true });
  });

  it.each([
    ...["", "{", '{"a":[1', '{"a":[1}', '{"a":[1,]}', '{"a":[,1]}', '{"a":[1 2]}', '{"a":[1]]}', '{"a":["b]}'],
    ...['{"a":[{"b":1]}', '{"a":[1]}{"a":[1]}', '{"a":[1]},', "[[1],[2]", '{"a":[tru]}'],
  ])("refuses what is no JSON: %s", (text) => {
    expect(() => JSON.parse(text)).toThrow();
    for (const size of [1, 100]) expect(() => read(text, 2, size)).toThrow();
  });

  it("refuses bytes that are no UTF-8, in entries and around them", () => {
    const broken = (before: string, after: string) =>
      Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
    expect(() => read(broken('{"a":["', '"]}'), 2, 100)).toThrow(TypeError);
    expect(() => read(broken('{"', '":[]}'), 2, 100)).toThrow(TypeError);
  });

  it("keeps characters that lie across two chunks", () => {
    expect(read('{"a":["ä€😀"]}', 2, 1).value).toEqual({ a: ["ä€😀"] });
  });
});

describe("JSON written in chunks", () => {
  it("is what JSON.stringify gives", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 2), (value, depth, indent) => {
        expect([...jsonChunks(value, depth, indent)].join("")).toBe(JSON.stringify(value, null, indent));
      }),
    );
    const withGaps = { a: undefined, b: [undefined, 1, []], c: {}, "d\n": "\n", e: { f: undefined } };
    expect([...jsonChunks(withGaps, 3)].join("")).toBe(JSON.stringify(withGaps));
    expect([...jsonChunks(withGaps, 3, 2)].join("")).toBe(JSON.stringify(withGaps, null, 2));
  });

  it("comes in chunks that are not much larger than one entry", () => {
    const value = { facts: { pods: { value: Array.from({ length: 1000 }, () => "x".repeat(1000)) } } };
    const chunks = [...jsonChunks(value, 4)];
    expect(chunks.length).toBeGreaterThan(10);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(70_000);
  });
});
