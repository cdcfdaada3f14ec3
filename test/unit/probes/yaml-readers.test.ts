import { describe, expect, it } from "vitest";
import { parsePlaced, plainData } from "../../../src/probes/parse/placed-yaml.ts";
import { kindOf, parseStructuredFile } from "../../../src/probes/parse/structured-file.ts";

const read = (text: string): unknown => {
  const placed = parsePlaced(text, "first");
  return placed === undefined ? undefined : plainData(placed);
};

// Kubernetes reads YAML by yaml.v2 (Go, YAML 1.1) and then as JSON. Where it may see something else than we do, we see
// nothing.
describe("YAML that Kubernetes' reader may read otherwise", () => {
  it.each([
    ["next line ends a comment", "# why\u0085readOnlyPort: 10255\nkind: K\n"],
    ["a line separator ends a comment", "# why\u2028readOnlyPort: 10255\nkind: K\n"],
    ["a paragraph separator ends a comment", "# why\u2029readOnlyPort: 10255\nkind: K\n"],
    ["a carriage return ends a comment", "# why\rreadOnlyPort: 10255\nkind: K\n"],
    ["a merge key overrides what stands before it", "a: &a {enabled: true}\nb:\n  enabled: false\n  <<: *a\n"],
    [
      "a second merge key overrides the first",
      "a: &a {enabled: false}\nb: &b {enabled: true}\nc:\n  <<: *a\n  <<: *b\n",
    ],
    ["a key in base64", "!!binary cmVhZE9ubHlQb3J0: 10255\n"],
    ["a boolean and a text are one key of JSON", "true: 1\n'true': 2\n"],
    ["a set", "a: !!set {b}\n"],
    ["a number that JSON does not have", "a: .inf\n"],
    ["another YAML", "%YAML 1.2\n---\nenabled: no\n"],
  ])("is refused: %s", (_what, text) => {
    expect(() => read(text)).toThrow();
    expect(() => parseStructuredFile(text)).toThrow();
  });

  it("is read where all agree", () => {
    expect(read("a: &a {x: 1}\nb:\n  x: 1\n  <<: *a\n")).toMatchObject({ b: { x: 1 } });
    expect(read("a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n")).toMatchObject({ b: { x: 2 } });
    expect(read('{"\\u0072eadOnlyPort": 0, "on": 1}')).toEqual({ readOnlyPort: 0, on: 1 });
    expect(read("__proto__: {a: 1}\nconstructor: b\n")).toEqual(JSON.parse('{"__proto__":{"a":1},"constructor":"b"}'));
    expect([parseStructuredFile("# empty\n"), kindOf("kind: A\r\n"), kindOf("kind: [\n"), kindOf("a: 1\n")]).toEqual([
      null,
      "A",
      undefined,
      undefined,
    ]);
  });
});
