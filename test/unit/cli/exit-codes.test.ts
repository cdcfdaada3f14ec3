import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/benchmark/requirement.ts";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";

const assessment = (complete: boolean, ...open: readonly Severity[]): Assessment =>
  ({
    coverage: { complete },
    findings: [{ status: "not_reviewed", severity: "high" }, ...open.map((severity) => ({ status: "open", severity }))],
  }) as unknown as Assessment;

describe("the exit status of an assessment", () => {
  it.each([
    ["nothing open, all read", assessment(true), "CAT III", 0],
    ["something open", assessment(true, "low"), "CAT III", 1],
    ["open below the category that fails", assessment(true, "low", "medium"), "CAT I", 0],
    ["open at the category that fails", assessment(true, "medium"), "CAT II", 1],
    ["not all read", assessment(false), "CAT III", 3],
    ["not all read, findings too", assessment(false, "high"), "CAT III", 3],
  ] as const)("%s", (_what, given, failOn, expected) => {
    expect(exitCodeOf(given, failOn)).toBe(expected);
  });
});
