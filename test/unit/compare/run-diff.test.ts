import { describe, expect, it } from "vitest";
import type { FindingDiff } from "../../../src/findings/finding-diff.ts";
import { coverageOf } from "../../support/coverage.ts";
import { groupOf, sampleAssessment, sampleFinding, sampleOfBoth } from "../../support/sample-assessment.ts";
import { diffOf } from "../../support/sample-diff.ts";
import { bad, between, earlier, findingBetween, type Groups, good, node, none, unseen } from "./diffed-runs.ts";

type Expected = readonly [
  what: string,
  before: Groups,
  after: Groups,
  expected: Pick<FindingDiff, "change" | "new" | "lost">,
  moved: FindingDiff["moved"],
];

const cases: readonly Expected[] = [
  [
    "is newly open",
    [groupOf(["w1", "w2"], good)],
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    { change: "opened", new: true, lost: false },
    [{ from: "not_a_finding", to: "open", reason: "Set.", targets: ["w2"] }],
  ],
  [
    "is newly open where nobody had seen it",
    [groupOf(["w1"], unseen)],
    [groupOf(["w1"], bad)],
    { change: "opened", new: true, lost: false },
    [{ from: "not_reviewed", to: "open", reason: "Set.", targets: ["w1"] }],
  ],
  [
    "is open on a further target, and fixed on another",
    [groupOf(["w1"], bad), groupOf(["w2"], good)],
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    { change: "further", new: true, lost: false },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "not_a_finding", to: "open", reason: "Set.", targets: ["w2"] },
    ],
  ],
  [
    "is open on a further target while another is not seen any more",
    [groupOf(["w1", "w3"], good), groupOf(["w2"], bad)],
    [groupOf(["w1", "w2"], bad), groupOf(["w3"], unseen)],
    { change: "further", new: true, lost: true },
    [
      { from: "not_a_finding", to: "open", reason: "Set.", targets: ["w1"] },
      { from: "not_a_finding", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w3"] },
    ],
  ],
  [
    "is fixed where every open target was seen again",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], none)],
    { change: "fixed", new: false, lost: false },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "open", to: "not_applicable", reason: "None.", targets: ["w2"] },
    ],
  ],
  [
    "is no longer seen, not fixed",
    [groupOf(["w1"], bad)],
    [groupOf(["w1"], unseen)],
    { change: "unseen", new: false, lost: true },
    [{ from: "open", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w1"] }],
  ],
  [
    "is no longer seen where one target is fixed and the other not seen",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], unseen)],
    { change: "unseen", new: false, lost: true },
    [
      { from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w1"] },
      { from: "open", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w2"] },
    ],
  ],
  [
    "is not fixed where an open target does not count any more",
    [groupOf(["w1"], good), groupOf(["w2"], bad)],
    [groupOf(["w1"], good), groupOf(["w2"], bad, bad, true)],
    { change: "gone", new: false, lost: false },
    [{ from: "open", reason: undefined, targets: ["w2"] } as never],
  ],
  [
    "is seen now",
    [groupOf(["w1"], unseen)],
    [groupOf(["w1"], good)],
    { change: "seen", new: false, lost: false },
    [{ from: "not_reviewed", to: "not_a_finding", reason: "Not set.", targets: ["w1"] }],
  ],
  [
    "has another status",
    [groupOf(["w1"], good)],
    [groupOf(["w1"], none)],
    { change: "other", new: false, lost: false },
    [{ from: "not_a_finding", to: "not_applicable", reason: "None.", targets: ["w1"] }],
  ],
  [
    "is as open as before, on one target fewer",
    [groupOf(["w1", "w2"], bad)],
    [groupOf(["w1"], bad), groupOf(["w2"], good)],
    { change: "targets", new: false, lost: false },
    [{ from: "open", to: "not_a_finding", reason: "Not set.", targets: ["w2"] }],
  ],
  [
    "is as Not Reviewed as before, with one target more that is not seen",
    [groupOf(["w1"], unseen), groupOf(["w2"], good)],
    [groupOf(["w1", "w2"], unseen)],
    { change: "targets", new: false, lost: true },
    [{ from: "not_a_finding", to: "not_reviewed", reason: "Not seen (refused).", targets: ["w2"] }],
  ],
];

describe("a finding", () => {
  it.each(cases)("%s", (_what, before, after, expected, moved) => {
    const found = findingBetween(before, after);
    expect(found).toMatchObject(expected);
    expect(found?.moved).toEqual(moved.map(({ reason, ...way }) => (reason === undefined ? way : { ...way, reason })));
  });

  it("is gone with its node, not fixed", () => {
    const found = findingBetween([groupOf(["w1"], good), groupOf(["w2"], bad)], [groupOf(["w1"], good)], {
      before: coverageOf(node("w1"), node("w2")),
      after: coverageOf(node("w1")),
    });
    expect(found).toMatchObject({
      change: "gone",
      new: false,
      moved: [{ from: "open", node: "removed", targets: ["w2"] }],
    });
  });

  it("is newly open on a node that is new", () => {
    const found = findingBetween([groupOf(["w1"], bad)], [groupOf(["w1", "w2"], bad)], {
      before: coverageOf(node("w1")),
      after: coverageOf(node("w1"), node("w2")),
    });
    expect(found).toMatchObject({
      change: "further",
      new: true,
      moved: [{ to: "open", node: "added", reason: "Set.", targets: ["w2"] }],
    });
  });

  it("folds targets that went the same way for the same reason", () => {
    const names = Array.from({ length: 37 }, (_, index) => `w${index}`);
    const found = findingBetween([groupOf(names, good)], [groupOf(names, bad)]);
    expect(found?.moved).toEqual([{ from: "not_a_finding", to: "open", reason: "Set.", targets: names }]);
  });

  it("says where only the effective reading moved", () => {
    const found = findingBetween(
      [groupOf(["w1", "w2"], good, good)],
      [groupOf(["w1"], good, bad), groupOf(["w2"], good)],
    );
    expect(found).toMatchObject({ change: "effective", new: false, moved: [] });
    expect(found?.effective).toEqual([{ from: "not_a_finding", to: "open", reason: "Set.", targets: ["w1"] }]);
  });

  it("was not judged before", () => {
    const before = sampleFinding({ id: "V-1" });
    const after = sampleFinding({ groups: [groupOf(["w1"], bad)] });
    const { findings, rules, counts } = between({ findings: [before] }, { findings: [after] });
    expect(findings).toMatchObject([{ id: "V-242387", change: "added", new: true, lost: false }]);
    expect(findings[0]?.before).toBeUndefined();
    expect(rules.removed).toMatchObject([{ id: "V-1", status: "not_a_finding" }]);
    expect(counts).toMatchObject({ added: 1, same: 0 });
  });
});

describe("two runs", () => {
  it("of the same evidence have no difference but the time", () => {
    const sample = sampleOfBoth();
    const diff = diffOf({ ...sample, ...earlier }, sample);
    expect(diff).toMatchObject({ same: true, reversed: false, findings: [], decisions: [] });
    expect(diff.counts.same).toBe(sample.findings.length);
  });

  it("are compared as they are given, the older last", () => {
    const sample = sampleAssessment();
    expect(diffOf(sample, { ...sample, ...earlier })).toMatchObject({ same: true, reversed: true });
  });

  it.each([
    ["version", { tool: { ...sampleAssessment().tool, version: "9" } }],
    ["reader", { tool: { ...sampleAssessment().tool, readerSha256: "00" } }],
    ["decisions", { decisions: { file: "d.yaml", sha256: "1", options: {} } }],
  ] as const)("with another %s are not the same", (_what, given) => {
    expect(between({}, given)).toMatchObject({ same: false, findings: [] });
  });
});
