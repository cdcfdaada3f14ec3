import { describe, expect, it } from "vitest";
import { redraws } from "../../../src/cli/terminal/redraws.ts";

describe("a line of progress", () => {
  it("is drawn again at a terminal that can, and nowhere else", () => {
    expect(redraws({ isTTY: true }, { TERM: "xterm" })).toBe(true);
    expect(redraws({ isTTY: true }, { NO_COLOR: "1" })).toBe(true);
    expect(redraws({ isTTY: true }, { TERM: "dumb" })).toBe(false);
    expect(redraws({}, { TERM: "xterm" })).toBe(false);
  });
});
