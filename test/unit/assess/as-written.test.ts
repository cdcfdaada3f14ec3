import { describe, expect, it } from "vitest";
import { asWritten } from "../../../src/assess/as-written.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { notAFinding, open } from "../../../src/findings/verdict.ts";
import { rules } from "../../../src/rules/index.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { groupOf, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const id = "V-242387";
const pass = sampleFinding({
  id,
  fixes: [],
  groups: [groupOf(["cp1"], notAFinding("Right.", [seenInFile("cp1", "a", "b")]), open("Wrong."))],
});
const withText = (checkText: { readonly sha256?: string; readonly terms?: string }) =>
  broughtBenchmark("v2r6", (rule) => ({
    checkText: { sha256: "none", terms: "none", ...rule.checkText, ...checkText },
  }));
const judged = (benchmark: Parameters<typeof asWritten>[0][number], finding: Finding = pass) =>
  asWritten([benchmark])(finding);

describe("a finding of a benchmark that the user brought", () => {
  it("is as it was where the text is that of a known release, and of a release that is built in", () => {
    expect(judged(broughtBenchmark("v2r5"))).toBe(pass);
    expect(judged(releases.v2r6)).toBe(pass);
  });

  it("stands, and says so, where the text names the same in other words", () => {
    expect(judged(withText({ sha256: "00" }))).toEqual({ ...pass, logic: { release: "V2R6", checkText: "reworded" } });
  });

  it("is Not Reviewed by both readings, with what was seen, where the text names other things", () => {
    const finding = judged(withText({ sha256: "00", terms: "11" }));
    const reason =
      "Not judged by the logic for V2R6: the check text of the benchmark's file is another, and names other things. A person has to judge.";
    expect(finding).toMatchObject({
      logic: { release: "V2R6", checkText: "other" },
      status: "not_reviewed",
      effectiveStatus: "not_reviewed",
      summary: reason,
    });
    expect(finding).not.toHaveProperty("fixes");
    expect(finding.groups).toEqual([
      {
        targets: ["cp1"],
        beyondText: false,
        literal: { status: "not_reviewed", reason, seen: pass.groups[0]?.literal.seen },
        effective: { status: "not_reviewed", reason, seen: [] },
      },
    ]);
  });

  it("is Not Reviewed where the file has no text", () => {
    const { checkText: _, ...without } = broughtBenchmark("v2r6").requirements.find((rule) => rule.id === id) ?? {};
    const benchmark = { ...broughtBenchmark("v2r6"), requirements: [without as never] };
    expect(judged(benchmark)).toMatchObject({ status: "not_reviewed", logic: { checkText: "missing" } });
  });

  it("keeps its own words where a person judges anyway", () => {
    const manual = { ...pass, automatic: false };
    expect(judged(withText({ sha256: "00", terms: "11" }), manual)).toEqual({
      ...manual,
      logic: { release: "V2R6", checkText: "other" },
    });
  });
});

describe("rulesOf a benchmark that the user brought", () => {
  it("takes each rule as its text is worded, not as the file's number has it", () => {
    const old = rulesOf(releases.v1r11).filter((rule) => !rules.includes(rule));
    const renumbered = { ...broughtBenchmark("v1r11"), version: "2", release: "2" };
    expect(rulesOf(renumbered)).toEqual(rulesOf(releases.v1r11));
    expect(old).toHaveLength(3);
    expect(rulesOf({ ...broughtBenchmark("v2r6"), version: "1", release: "11" })).toEqual(rules);
  });
});
