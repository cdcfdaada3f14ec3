import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shorten, visible, visibleLines, visibleProse } from "../../../src/reports/visible-text.ts";

describe("visible text", () => {
  it.each([
    ["a terminal escape", "\u001b[31m", "⟨ESC⟩[31m"],
    ["a line feed", "a\nb", "a⟨LF⟩b"],
    ["a carriage return and a tab", "a\r\tb", "a⟨CR⟩⟨TAB⟩b"],
    ["NUL and DEL", "\u0000\u007f", "⟨NUL⟩⟨DEL⟩"],
    ["a C1 control", "\u009b", "⟨U+009B⟩"],
    ["a right-to-left override", "\u202Ecod.exe", "⟨U+202E⟩cod.exe"],
    ["a bidi isolate", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"],
    ["a zero-width space", "ad\u200Bmin", "ad⟨U+200B⟩min"],
    ["a byte order mark", "\uFEFFx", "⟨U+FEFF⟩x"],
    ["a no-break space", "a\u00A0b", "a⟨U+00A0⟩b"],
    ["a line separator", "a\u2028b", "a⟨U+2028⟩b"],
    ["a Hangul filler", "a\u3164b", "a⟨U+3164⟩b"],
    ["a tag character", "\u{E0041}", "⟨U+E0041⟩"],
    ["a lone surrogate", "a\uD800b", "a⟨U+D800⟩b"],
    ["a mark that would combine with what stands before", "\u0338x", "⟨U+0338⟩x"],
    [
      "a stack of marks beyond any script's",
      "e\u0301\u0302\u0303\u0304\u0305\u0306",
      "e\u0301\u0302\u0303\u0304⟨U+0305⟩⟨U+0306⟩",
    ],
    ["no marks of a script", "Việt e\u0323\u0302 ก็ हिन्दी", "Việt e\u0323\u0302 ก็ हिन्दी"],
    ["what needs no mark", "/etc/kubernetes: Größe 日本 😀 <&>\"'", "/etc/kubernetes: Größe 日本 😀 <&>\"'"],
  ])("marks %s", (_name, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it("leaves nothing that a terminal, a browser or XML would act on", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });

  it("breaks lines after their mark where several can be shown", () => {
    expect(visibleLines("a\r\nb")).toBe("a⟨CR⟩⟨LF⟩\nb");
  });

  it("keeps the lines and no-break spaces of our own and DISA's text", () => {
    expect(visibleProse("one\r\ntwo\u00A0three\u202E")).toBe("one\ntwo three⟨U+202E⟩");
  });
});

describe("shorten", () => {
  it("keeps what fits", () => {
    expect(shorten("abc", 3)).toBe("abc");
  });

  it("stays within the limit, says what is gone and cuts no surrogate pair", () => {
    const text = "😀".repeat(100);
    for (const limit of [60, 61, 62, 63]) {
      const short = shorten(text, limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short).toMatch(/^(?:😀)+ … \[\d+ more characters in assessment\.json\]$/u);
    }
  });
});
