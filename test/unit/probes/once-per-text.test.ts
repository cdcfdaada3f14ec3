import { describe, expect, it } from "vitest";
import { oncePerText, oncePerTexts } from "../../../src/probes/parse/once-per-text.ts";

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

  it("tells several texts apart by their names, their order and where one ends", () => {
    let asked = 0;
    const read = oncePerTexts((files: readonly { readonly file: string; readonly text: string }[]) => {
      asked += 1;
      return files.map(({ file, text }) => `${file}: ${text}`).join("; ");
    });
    const [a, b] = [
      { file: "/a", text: "1" },
      { file: "/b", text: '2","3' },
    ];
    expect([read([a, b]), read([a, b])]).toEqual(['/a: 1; /b: 2","3', '/a: 1; /b: 2","3']);
    expect(asked).toBe(1);
    for (const others of [[b, a], [{ ...a, file: "/c" }, b], [a], [{ file: "/a", text: "1/b" }, b], []]) {
      expect(read(others)).toBe(others.map(({ file, text }) => `${file}: ${text}`).join("; "));
    }
    expect(asked).toBe(6);
  });
});
