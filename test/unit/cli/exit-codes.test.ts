import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";

const assessment = (complete: boolean, ...open: readonly ("CAT I" | "CAT II" | "CAT III")[]): Assessment =>
  ({
    coverage: { complete },
    findings: [
      { status: "not_reviewed", category: "CAT I" },
      ...open.map((category) => ({ status: "open", category })),
    ],
  }) as unknown as Assessment;

describe("the exit status of an assessment", () => {
  it.each([
    ["nothing open, all read", assessment(true), "CAT III", 0],
    ["something open", assessment(true, "CAT III"), "CAT III", 1],
    ["open below the category that fails", assessment(true, "CAT III", "CAT II"), "CAT I", 0],
    ["open at the category that fails", assessment(true, "CAT II"), "CAT II", 1],
    ["not all read", assessment(false), "CAT III", 3],
    ["not all read, findings too", assessment(false, "CAT I"), "CAT III", 3],
  ] as const)("%s", (_what, given, failOn, expected) => {
    expect(exitCodeOf(given, failOn)).toBe(expected);
  });
});
