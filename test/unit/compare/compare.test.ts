import { describe, expect, it } from "vitest";
import { comparedWith } from "../../../src/compare/compare.ts";
import { type Assessment, assessmentSchema, type Finding } from "../../../src/findings/assessment.ts";
import type { History } from "../../../src/findings/history.ts";
import { open, type Verdict } from "../../../src/findings/verdict.ts";
import { coverageOf } from "../../support/coverage.ts";
import {
  groupOf,
  sampleAssessment,
  sampleFinding,
  seenInFile,
  seenInProcess,
} from "../../support/sample-assessment.ts";
import { bad, earlier, good, node, none, unseen } from "./diffed-runs.ts";

const of = (verdict: Verdict): Finding => sampleFinding({ groups: [groupOf(["w1"], verdict)] });
const history = (before: readonly Finding[], now: readonly Finding[]): History | undefined =>
  comparedWith(sampleAssessment({ ...earlier, findings: before }), sampleAssessment({ findings: now })).findings[0]
    ?.history;

describe("what became of a finding", () => {
  it.each([
    ["opened", good, bad],
    ["opened", unseen, bad],
    ["fixed", bad, good],
    ["fixed", bad, none],
    ["unseen", good, unseen],
    ["unseen", bad, unseen],
    ["seen", unseen, good],
    ["other", good, none],
    ["same", bad, bad],
    ["evidence", bad, open("Set otherwise.")],
    ["evidence", open("Set.", [seenInFile("w1", "a", "1")]), open("Set.", [seenInFile("w1", "a", "2")])],
    ["evidence", open("Set.", [seenInFile("w1", "a", "1")]), open("Set.", [seenInFile("w1", "a", "1", { line: 13 })])],
  ] as const)("%s", (change, before, now) => {
    expect(history([of(before)], [of(now)])?.change).toBe(change);
  });

  it("is no change where only host or process of what was seen are others", () => {
    const process = seenInProcess("w1", "--flag", "on");
    const other = { ...process, source: { ...process.source, host: "w2", pid: 99 } };
    expect(history([of(open("Set.", [process]))], [of(open("Set.", [other]))])?.change).toBe("same");
  });

  it("names the targets that moved, also where the status is as before", () => {
    const before = sampleFinding({ groups: [groupOf(["w1", "w2"], bad), groupOf(["w3"], good)] });
    const now = sampleFinding({ groups: [groupOf(["w1"], bad), groupOf(["w2", "w4"], good)] });
    expect(history([before], [now])).toEqual({
      change: "targets",
      before: { status: "open", effectiveStatus: "open" },
      since: "2026-11-20T06:02:00Z",
      open: {
        first: "2026-11-20T06:02:00Z",
        since: "2026-11-20T06:02:00Z",
        orBefore: true,
        last: "2026-11-21T06:02:10.000Z",
      },
      moved: [
        { from: "open", to: "not_a_finding", targets: ["w2"] },
        { to: "not_a_finding", targets: ["w4"] },
        { from: "not_a_finding", targets: ["w3"] },
      ],
    });
  });

  it("was not judged before", () => {
    expect(history([], [of(good)])).toEqual({ change: "added", since: "2026-11-21T06:02:10.000Z", moved: [] });
  });

  it("has its status since the first of the runs that were compared", () => {
    const day = (date: string, verdict: Verdict): Assessment =>
      sampleAssessment({ collected: { from: `${date}T06:00:00Z`, to: `${date}T06:02:00Z` }, findings: [of(verdict)] });
    const second = comparedWith(day("2026-11-18", bad), day("2026-11-19", bad));
    expect(comparedWith(second, day("2026-11-20", bad)).findings[0]?.history?.since).toBe("2026-11-18T06:02:00Z");
    expect(comparedWith(second, day("2026-11-20", good)).findings[0]?.history?.since).toBe("2026-11-20T06:02:00Z");
  });
});

describe("what became of the coverage", () => {
  const before = sampleAssessment({
    ...earlier,
    coverage: coverageOf(node("a"), node("b", "unread"), node("c"), node("d")),
    findings: [of(bad), sampleFinding({ id: "V-1" })],
  });
  const after = comparedWith(
    before,
    sampleAssessment({
      coverage: coverageOf(node("a"), node("b"), node("c", "unread"), node("e", "unread")),
      findings: [of(bad)],
    }),
  );

  it("names nodes and rules that came, went, or were read only once", () => {
    expect(after.comparedWith).toMatchObject({
      ...earlier,
      stig: "V2R6",
      nodes: { added: ["e"], removed: ["d"], lost: ["c"], gained: ["b"] },
      removed: [{ id: "V-1", title: expect.any(String), status: "not_a_finding" }],
    });
  });

  it("is a valid assessment", () => {
    expect(assessmentSchema.parse(after)).toEqual(after);
  });
});
