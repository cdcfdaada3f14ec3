import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namedBy } from "../../../src/connect/known-hosts/host-patterns.ts";

/** ssh_config(5), PATTERNS, as a regular expression. */
const expression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()|[\]{}]/g, "\\$&")
      .replaceAll(/\*+/g, ".*")
      .replaceAll("?", ".")}$`,
    "s",
  );

describe("patterns of hosts", () => {
  it("stand for what a regular expression of theirs does: letters as they are, a backslash for itself", () => {
    const text = (letters: string) =>
      fc.array(fc.constantFrom(...letters), { maxLength: 9 }).map((characters) => characters.join(""));
    fc.assert(
      fc.property(text("aA*?.\\[]^\n"), text("aA*?.\\[]^\n"), (pattern, name) => {
        expect(namedBy([pattern], name)).toBe(expression(pattern).test(name));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(text("a*?"), text("ab"), (pattern, name) => {
        expect(namedBy([pattern], name)).toBe(expression(pattern).test(name));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are undone by one that is negated and fits", () => {
    expect(namedBy(["node-*", "!node-?"], "node-12")).toBe(true);
    expect(namedBy(["node-*", "!node-?"], "node-1")).toBe(false);
    expect(namedBy(["!node-?"], "node-12")).toBe(false);
  });

  it("are judged at once, however many stars they have", () => {
    expect(namedBy([`${"*a".repeat(40)}b`], "a".repeat(10_000))).toBe(false);
  });
});
