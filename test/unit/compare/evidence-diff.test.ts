import { describe, expect, it } from "vitest";
import { notAFinding, open } from "../../../src/findings/verdict.ts";
import { coverageOf } from "../../support/coverage.ts";
import { groupOf, seenInFile, seenInProcess } from "../../support/sample-assessment.ts";
import { bad, findingBetween, type Groups, good, node } from "./diffed-runs.ts";

describe("evidence", () => {
  const seen = (value: string, place = {}) => seenInFile("w1", "readOnlyPort", value, place);
  const evidenceOf = (before: Groups, after: Groups) => findingBetween(before, after)?.evidence;

  it("says which lines went and came, of targets that changed alike once", () => {
    const before = [groupOf(["w1", "w2"], open("Set.", [seen("1"), seenInProcess("w1", "--flag", "on")]))];
    const after = [groupOf(["w1", "w2"], open("Set.", [seen("2"), seenInProcess("w1", "--flag", "on")]))];
    expect(findingBetween(before, after)?.change).toBe("evidence");
    expect(evidenceOf(before, after)).toEqual([
      {
        targets: ["w1", "w2"],
        went: [{ what: "readOnlyPort", value: "1", file: "/var/lib/kubelet/config.yaml", line: 12 }],
        came: [{ what: "readOnlyPort", value: "2", file: "/var/lib/kubelet/config.yaml", line: 12 }],
      },
    ]);
  });

  it("says what moved in its file, and that another reason is given", () => {
    const found = evidenceOf(
      [groupOf(["w1"], open("A.", [seen("1")]))],
      [groupOf(["w1"], open("B.", [seen("1", { line: 13 })]))],
    );
    expect(found).toMatchObject([
      { reason: { before: "A.", after: "B." }, went: [{ line: 12 }], came: [{ line: 13 }] },
    ]);
  });

  it("is the same with another host for its group, another process, and another order", () => {
    const [one, other] = [seenInProcess("w1", "--flag", "on"), seen("1")];
    const moved = { ...one, source: { ...one.source, host: "w2", pid: 99 } };
    const before = [groupOf(["w1", "w2"], bad), groupOf(["w3"], open("C.", [one, other]))];
    const after = [groupOf(["w2", "w1"], bad), groupOf(["w3"], open("C.", [other, moved]))];
    expect(evidenceOf(before, after)).toBeUndefined();
  });

  it("of a node's own is no other where a node is new", () => {
    const own = (host: string) => seenInFile(host, "subject", `CN=${host}`);
    const before = [groupOf(["w1", "w2"], notAFinding("Fine.", [own("w1"), own("w2")]))];
    const after = [groupOf(["w1", "w2", "w3"], notAFinding("Fine.", [own("w1"), own("w2"), own("w3")]))];
    const found = findingBetween(before, after, { before: coverageOf(node("w1"), node("w2")) });
    expect(found).toMatchObject({ change: "targets", evidence: [] });
    const renewed = [groupOf(["w1", "w2"], notAFinding("Fine.", [own("w1"), seenInFile("w2", "subject", "CN=new")]))];
    expect(evidenceOf(before, renewed)).toMatchObject([
      { targets: ["w2"], went: [{ value: "CN=w2" }], came: [{ value: "CN=new" }] },
    ]);
  });

  it("is bounded, and says how much there is", () => {
    const rows = (from: number) => Array.from({ length: 50 }, (_, index) => seen(String(from + index)));
    const [found] =
      evidenceOf([groupOf(["w1"], open("Set.", rows(0)))], [groupOf(["w1"], open("Set.", rows(100)))]) ?? [];
    expect([found?.went.length, found?.came.length, found?.leftOut]).toEqual([20, 20, { went: 30, came: 30 }]);
  });

  it("of targets that do not count is told", () => {
    const found = findingBetween(
      [groupOf(["w1"], good), groupOf(["w2"], good, good, true)],
      [groupOf(["w1"], good), groupOf(["w2"], open("Not set."), good, true)],
    );
    expect(found).toMatchObject({ change: "evidence", new: false, moved: [] });
    expect(found?.evidence).toMatchObject([
      { targets: ["w2"], notCounted: { before: "not_a_finding", after: "open" } },
    ]);
  });
});
