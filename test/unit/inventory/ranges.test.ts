import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandRange, mostHosts } from "../../../src/inventory/ranges.ts";

describe("expandRange", () => {
  it.each([
    ["cp1", ["cp1"]],
    ["w[1:3]", ["w1", "w2", "w3"]],
    ["w[9:11].example.org", ["w9.example.org", "w10.example.org", "w11.example.org"]],
    ["w[08:10]", ["w08", "w09", "w10"]],
    ["w[000:001]", ["w000", "w001"]],
    ["[0:1]", ["0", "1"]],
    ["w[5:5]", ["w5"]],
  ])("%s", (pattern, values) => {
    expect(expandRange(pattern)).toEqual({ values });
  });

  it.each([
    "w[",
    "w]",
    "w[1:2",
    "w1:2]",
    "w]1:2[",
    "w[[1:2]]",
    "w[1-2]",
    "w[:2]",
    "w[1:]",
    "w[]",
    "w[1:9:2]",
    "w[ 1:2]",
    "w[1:2][3:4]",
    "w]1:2]",
  ])("refuses %s", (pattern) => {
    expect(expandRange(pattern)).toEqual({ mistake: expect.stringContaining("at most one range") });
  });

  it("gives as many different values as the range has numbers", () => {
    const bounds = fc.tuple(fc.nat(1_000_000), fc.nat(mostHosts - 1), fc.boolean());
    fc.assert(
      fc.property(bounds, ([first, more, padded]) => {
        const width = padded ? 8 : 0;
        const written = [first, first + more].map((end) => String(end).padStart(width, "0")).join(":");
        const expanded = expandRange(`a[${written}]z`);
        const values = "values" in expanded ? expanded.values : [];
        expect(new Set(values).size).toBe(more + 1);
        expect(values.at(-1)).toBe(`a${String(first + more).padStart(width, "0")}z`);
      }),
      { numRuns: 50 },
    );
  });
});
