import { describe, expect, it } from "vitest";
import { comparedWith } from "../../../src/compare/compare.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { byEarlierRelease } from "../../support/sample-assessment.ts";
import { compared, day, manyRuns, ruleSaying, runOn, said, trendsOf } from "../../support/sample-history.ts";

const run = (number: number, word: keyof typeof said, given: Partial<Assessment> = {}): Assessment =>
  runOn(number, [ruleSaying("V-1", { w1: said[word] })], given);
const ended = (assessment: Assessment): readonly string[] =>
  (assessment.comparedWith?.trends?.[0]?.runs ?? []).map(({ collected }) => collected.to);

describe("the runs before a run", () => {
  it("are those that each was compared with, the run itself last", () => {
    const last = compared([run(1, "open"), run(2, "open"), run(3, "fine")]);
    expect(ended(last)).toEqual([day(1), day(2), day(3)]);
    expect(last.comparedWith?.trends?.[0]?.runs.map(({ open }) => open.high)).toEqual([1, 1, 0]);
    expect(assessmentSchema.parse(last)).toEqual(last);
  });

  it("make the trend that their folder shows", () => {
    const runs = manyRuns(30);
    const [trend] = trendsOf(runs).trends;
    const shown = trend?.runs.map(({ folder: _, ...one }) => one);
    expect(compared(runs).comparedWith?.trends).toEqual([{ benchmark: "stig", runs: shown }]);
    expect(shown?.some(({ unseen }) => unseen.medium > 0)).toBe(true);
  });

  it("tell of a rule that is not seen when it was open", () => {
    const [finding] = compared([run(1, "fine"), run(2, "open"), run(3, "unread"), run(4, "unread")]).findings;
    expect(finding?.history?.open).toEqual({ first: day(2), since: day(2), last: day(2), unseenSince: day(3) });
  });

  it("begin anew with another release, or other rules", () => {
    const other = compared([run(1, "open", byEarlierRelease), run(2, "open")]);
    expect(other.comparedWith?.trends).toBeUndefined();
    expect(ended(comparedWith(other, run(3, "open")))).toEqual([day(2), day(3)]);
    const fewer = comparedWith(
      runOn(1, [ruleSaying("V-1", { w1: said.open }), ruleSaying("V-2", { w1: said.open })]),
      run(2, "open"),
    );
    expect(fewer.comparedWith?.trends).toBeUndefined();
  });

  it("are none where the run that is compared with is no earlier one", () => {
    const turned = comparedWith(run(2, "open"), run(1, "open"));
    expect(turned.comparedWith?.trends).toBeUndefined();
    expect(turned.findings[0]?.history?.open).toBeUndefined();
  });

  it("go on from a run that an earlier version compared", () => {
    const before = compared([run(1, "open"), run(2, "open")]);
    const older: Assessment = {
      ...before,
      comparedWith: { ...(before.comparedWith as NonNullable<typeof before.comparedWith>), trends: [] },
      findings: before.findings.map((finding) => {
        const { open: _, ...history } = finding.history as NonNullable<typeof finding.history>;
        return { ...finding, history };
      }),
    };
    const now = comparedWith(older, run(3, "open"));
    expect(now.findings[0]?.history?.open).toEqual({ first: day(1), since: day(1), orBefore: true, last: day(3) });
    expect(ended(now)).toEqual([day(2), day(3)]);
  });

  it("are sixty at most, the newest", () => {
    const last = compared(manyRuns(70));
    expect(ended(last)).toHaveLength(60);
    expect(ended(last).at(-1)).toBe(last.collected.to);
  });
});
