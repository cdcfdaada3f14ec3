import { describe, expect, it } from "vitest";
import { notAFinding, notApplicable, notReviewed, open, type Seen } from "../../../src/findings/verdict.ts";
import { fingerprintOf } from "../../../src/review/fingerprint.ts";
import { groupOf, sampleFinding, seenInFile, seenInProcess } from "../../support/sample-assessment.ts";

const port = (host: string, value = "10255") =>
  open(`readOnlyPort is ${value}.`, [seenInFile(host, "readOnlyPort", value)]);
const of = (...groups: Parameters<typeof groupOf>[]) =>
  fingerprintOf(sampleFinding({ groups: groups.map((group) => groupOf(...group)) }));
const failed = (message: string): Seen => ({ ...seenInFile("w2", "read x", message), unseen: "timed-out" });

describe("a fingerprint", () => {
  const usual = of([["w1"], port("w1")]);
  const form = /^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/;

  it("is four groups of hexadecimal digits, which YAML takes for text", () => {
    expect(usual).toMatch(form);
  });

  it("stays where nodes come and go with the same evidence, and where others pass, or are unseen beside an open one", () => {
    expect(of([["w1", "w2", "w3"], port("w1")])).toBe(usual);
    expect(of([["w9"], port("w9")], [["cp1"], notAFinding("Not set.")])).toBe(usual);
    expect(of([["w1"], port("w1")], [["w2"], notReviewed("Not seen (refused): x.")])).toBe(usual);
  });

  it("stays where another process has the same", () => {
    const line = (pid: number) =>
      open("Set.", [{ ...seenInProcess("w1", "--x", "y"), source: { host: "w1", request: "processes", pid } }]);
    expect(of([["w1"], line(7)])).toBe(of([["w1"], line(8)]));
  });

  it("stays where each target has a value of its own, however many there are", () => {
    const own = (...names: readonly string[]) =>
      open(
        "Expired.",
        names.map((name): Seen => ({ ...seenInFile("w1", "certificate", name), isOwn: true })),
      );
    expect(of([["w1"], own("CN=w1")])).toBe(of([["w1", "w2"], own("CN=w1", "CN=w2")]));
  });

  it.each<[string, Parameters<typeof groupOf>[]]>([
    ["another value", [[["w1"], port("w1", "10256")]]],
    [
      "another state beside it",
      [
        [["w1"], port("w1")],
        [["w2"], port("w2", "1")],
      ],
    ],
    ["another reason", [[["w1"], open("Other.", port("w1").seen)]]],
    [
      "another line",
      [[["w1"], open("readOnlyPort is 10255.", [seenInFile("w1", "readOnlyPort", "10255", { line: 9 })])]],
    ],
    [
      "another file",
      [[["w1"], open("readOnlyPort is 10255.", [seenInFile("w1", "readOnlyPort", "10255", { file: "/x" })])]],
    ],
  ])("is another for %s", (_what, groups) => {
    const other = of(...groups);
    expect(other).toMatch(form);
    expect(other).not.toBe(usual);
  });

  it("is another for another rule, with the same evidence", () => {
    const finding = sampleFinding({ groups: [groupOf(["w1"], port("w1"))] });
    expect(fingerprintOf({ ...finding, id: "V-242388" })).not.toBe(fingerprintOf(finding));
  });

  it("is of what is not reviewed where nothing is open, without the words of a failure", () => {
    const unread = (message: string) => notReviewed("Not seen (timed-out): read x.", [failed(message)]);
    expect(of([["w1"], unread("after 10 s")])).toBe(of([["w1"], unread("after 11 s")]));
    expect(of([["w1"], unread("after 10 s")])).not.toBe(of([["w1"], notReviewed("For a person.")]));
    expect(fingerprintOf(sampleFinding({ groups: [], status: "not_reviewed" }))).toMatch(form);
  });

  it("is there only where something is open or to be judged, and goes by the evidence", () => {
    expect(of([["w1"], notAFinding("Fine.")])).toBeUndefined();
    expect(of([["w1"], notApplicable("No.")])).toBeUndefined();
    const finding = sampleFinding({ groups: [groupOf(["w1"], port("w1"))] });
    const called = {
      ...finding,
      status: "not_a_finding",
      review: { concluded: { status: "open", summary: "" } },
    } as const;
    expect(fingerprintOf(called)).toBe(usual);
  });

  it("leaves out targets that the text does not speak of", () => {
    expect(of([["w1"], port("w1")], [["e1"], port("e1", "1"), port("e1", "1"), true])).toBe(usual);
  });
});
