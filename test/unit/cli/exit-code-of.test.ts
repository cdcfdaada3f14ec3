import { describe, expect, it } from "vitest";
import type { Severity } from "../../../src/benchmark/requirement.ts";
import { exitCodeOf, exitCodeOfDiff } from "../../../src/cli/exit-code-of.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import type { RunDiff } from "../../../src/findings/run-diff.ts";

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

describe("the exit status of a difference that fails on what is new", () => {
  const finding = (severity: Severity, what: "new" | "lost" | "neither") => ({
    severity,
    new: what === "new",
    lost: what === "lost",
  });
  const diff = (lost: boolean, ...findings: readonly ReturnType<typeof finding>[]): RunDiff =>
    ({ coverage: { lost }, findings }) as unknown as RunDiff;

  it.each([
    ["nothing new", diff(false, finding("high", "neither")), "CAT III", 0],
    ["something new", diff(false, finding("low", "new")), "CAT III", 1],
    ["something new below the category", diff(false, finding("medium", "new")), "CAT I", 0],
    ["coverage lost", diff(true), "CAT III", 3],
    ["something new, coverage lost", diff(true, finding("high", "new")), "CAT III", 1],
    ["a finding that is not seen any more", diff(false, finding("high", "lost")), "CAT I", 3],
    ["a finding below the category that is not seen any more", diff(false, finding("low", "lost")), "CAT I", 0],
  ] as const)("%s", (_what, given, failOn, expected) => {
    expect(exitCodeOfDiff(given, failOn)).toBe(expected);
  });
});
