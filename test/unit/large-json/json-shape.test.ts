import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listPlace } from "../../../src/large-json/json-shape.ts";

const refusal = (sentence: string) => new Error(sentence);

/** Parses the entries of `list` one by one, and the rest without them, and puts them together again. */
function parsedInParts(text: string): unknown {
  const list = listPlace(text, "list", refusal);
  if (list === undefined) return JSON.parse(text);
  const rest = JSON.parse(text.slice(0, list.start) + text.slice(list.end));
  expect(rest.list).toEqual([]);
  return { ...rest, list: list.entries.map(({ start, end }) => JSON.parse(text.slice(start, end))) };
}

describe("the place of a list in JSON", () => {
  it("gives entries and rest that say together what the whole says, whatever the layout", () => {
    const value = fc.jsonValue();
    const root = fc.dictionary(fc.constantFrom("a", "list", 'l"ist', "\\list", "é"), fc.oneof(value, fc.array(value)));
    fc.assert(
      fc.property(root, fc.constantFrom(undefined, 1, "\t"), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        expect(parsedInParts(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it("is that of the outermost object", () => {
    const entries = (text: string) =>
      listPlace(text, "list", refusal)?.entries.map(({ start, end }) => text.slice(start, end));
    expect(entries('{"a":{"list":[1]},"list" : [ {"list":[2,3]} ,"]"]}')).toEqual([' {"list":[2,3]} ', '"]"']);
    expect(entries('{"\\u006cist":[1]}')).toEqual(["1"]);
    expect(entries('{"list":[ ]}')).toEqual([]);
    for (const none of [
      '{"a":[1]}',
      '{"list":{"a":[1]}}',
      "[1]",
      '"list"',
      "",
      "{",
      '["list",[1]]',
      '{"list":"[1]"}',
    ]) {
      expect(entries(none), none).toBeUndefined();
    }
  });

  it.each([
    ...[
      '{"list":[1,]}',
      '{"list":[,1]}',
      '{"list":[1 2]}',
      '{"list":[1}',
      '{"list":[1',
      '{"list":[1]',
      '{"list":[{"b":1]}',
    ],
    ...['{"list":[1]]}', '{"list":[{]}}', '{"list":["a]}', '{"list":["a\\"]}', '{"list":[1]}{"a":1}', '{"list":[tru]}'],
  ])("leaves it to the parser to refuse what is no JSON: %s", (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(() => parsedInParts(text)).toThrow(SyntaxError);
  });

  it.each([
    ["a key twice", '{\n"a":1,\n"a":2}', /^has "a" twice in one object, in line 3: only one of them can be meant$/],
    ["far within", '{"list":[{"b":[{"c":{},"c":{}}]}]}', /^has "c" twice/],
    ["written in two ways", '{"a":1,"\\u0061":2}', /^has "a" twice/],
    ["a key of JavaScript's twice", '{"__proto__":1,"__proto__":2}', /^has "__proto__" twice/],
    ["the list twice", '{"list":[],"list":[1]}', /^has "list" twice/],
    ["a hostile key", '{"\u202e":1,"\u202e":1}', /^[ -~]+$/],
    ["too many levels", `{"a":${"[".repeat(1_000_000)}`, /^is nested too deep: refused$/],
    ["too many values", `[${"[],".repeat(2_000_001)}`, /^has more values than any file of its kind: refused$/],
  ])("is not looked for in %s", (_what, text, sentence) => {
    expect(() => listPlace(text, "list", refusal)).toThrow(sentence);
  });

  it("does not take equal keys of two objects, or texts, for one", () => {
    const text = '{"a":{"a":["a","a",{"a":"a"},{"a":"a"}]},"b":{"a":"a"}}';
    expect(() => listPlace(text, "list", refusal)).not.toThrow();
  });
});
