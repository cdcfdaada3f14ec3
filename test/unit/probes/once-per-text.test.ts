import { describe, expect, it } from "vitest";
import { oncePerText } from "../../../src/probes/parse/once-per-text.ts";

/** A parser that counts how often it is asked. */
function counted() {
  const asked: string[] = [];
  const parse = oncePerText((text) => {
    asked.push(text);
    if (text === "broken") throw new Error(`broken, ${asked.length}`);
    return { text };
  });
  return { asked, parse };
}

describe("what is read once for all nodes that have it", () => {
  it("gives the same for the same text, and something else for another", () => {
    const { asked, parse } = counted();
    expect(parse("one")).toBe(parse("one"));
    expect(parse("two")).toEqual({ text: "two" });
    expect(asked).toEqual(["one", "two"]);
  });

  it("reads again what it could not read", () => {
    const { parse } = counted();
    expect(() => parse("broken")).toThrow("broken, 1");
    expect(() => parse("broken")).toThrow("broken, 2");
  });

  it("keeps what was asked for last, and no more than half a megabyte", () => {
    const { asked, parse } = counted();
    const texts = Array.from({ length: 40 }, (_, index) => `${index}`.padEnd(16 * 1024));
    const [first = ""] = texts;
    for (const text of texts) {
      parse(text);
      parse(first);
    }
    expect(asked).toHaveLength(40);
    parse(texts[1] ?? "");
    expect(asked).toHaveLength(41);
  });

  it("keeps no text that would take the place of many", () => {
    const { asked, parse } = counted();
    const large = " ".repeat(64 * 1024);
    parse(large);
    parse(large);
    expect(asked).toHaveLength(2);
  });
});
