import { describe, expect, it } from "vitest";
import type { Waiver, WaiverScope } from "../../../src/evidence/waivers.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { notAFinding, notApplicable, notReviewed, open, type Seen, worst } from "../../../src/findings/verdict.ts";
import { groupOf, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { bad, coverage, judged, onNodes, waiver } from "./waived.ts";

describe("a status that the site chose", () => {
  const called = (status: Waiver["status"], scope: WaiverScope = { cluster: true }) => waiver(scope, { status });

  it("is the finding's where everything was seen and all that is open is waived", () => {
    const { status, effectiveStatus, summary, review } = judged(onNodes, [called("not_a_finding")]);
    expect([status, effectiveStatus]).toEqual(["not_a_finding", "open"]);
    expect(summary).toMatch(/^Waived by J\. Doe until 2027-01-31\. /);
    expect(review?.concluded).toEqual({ status: "open", summary: onNodes.summary });
    expect(review?.waived).toBeUndefined();
  });

  it("is the worst of those chosen, and of the targets that are not open", () => {
    expect(judged(onNodes, [called("not_applicable")]).status).toBe("not_a_finding");
    const alone = sampleFinding({ groups: [groupOf(["w1", "w2"], bad), groupOf(["cp1"], notApplicable("No."))] });
    expect(judged(alone, [called("not_applicable")]).status).toBe("not_applicable");
    const beyond = sampleFinding({
      groups: [groupOf(["w1", "w2"], bad), groupOf(["cp1"], notAFinding("Fine."), undefined, true)],
    });
    expect(judged(beyond, [called("not_applicable")]).status).toBe("not_applicable");
    const two = [called("not_applicable", { nodes: ["w1"] }), called("not_a_finding", { nodes: ["w2"] })];
    expect(judged(alone, two).status).toBe("not_a_finding");
    expect(
      judged(alone, [called("not_applicable", { nodes: ["w1"] }), called("open", { nodes: ["w2"] })]),
    ).toMatchObject({
      status: "open",
      review: { waived: true },
    });
  });

  const unseenRow: Seen = { ...seenInFile("w2", "read x", "denied"), unseen: "permission-denied" };
  const unread = {
    ...coverage,
    nodes: coverage.nodes.map((one) => (one.name === "w2" ? { ...one, state: "unread" as const } : one)),
  };
  const asked = { request: "GET /api/v1/pods", cause: "timed-out", message: "", rules: ["V-242387"] };
  it.each<[string, Finding, Partial<Assessment>, RegExp]>([
    [
      "a target is not reviewed",
      sampleFinding({ groups: [groupOf(["w1"], bad), groupOf(["w2"], notReviewed("For a person."))] }),
      {},
      /something else is Not Reviewed of w2/,
    ],
    ["a node was not read", onNodes, { coverage: unread }, /w2 was not read/],
    [
      "a look failed beside",
      sampleFinding({ groups: [groupOf(["w1"], open("Bad.", [unseenRow]))] }),
      {},
      /was not seen \(permission-denied\)/,
    ],
    [
      "another condition was not reviewed",
      sampleFinding({ groups: [groupOf(["w1"], worst([bad, notReviewed("Perhaps.")]))] }),
      {},
      /something else is Not Reviewed of w1/,
    ],
    [
      "the running configuration is not reviewed",
      sampleFinding({ groups: [groupOf(["w1"], bad, notReviewed("Perhaps."))] }),
      {},
      /something else is Not Reviewed of w1/,
    ],
    [
      "the API did not answer",
      onNodes,
      { coverage: { ...coverage, api: { state: "partly-read", unread: [asked] } } },
      /GET \/api\/v1\/pods was not answered/,
    ],
  ])("is not where %s", (_what, finding, given, why) => {
    const { status, review } = judged(finding, [called("not_a_finding")], given);
    expect(status).toBe("open");
    expect(review?.concluded).toBeUndefined();
    expect(review?.waivers).toMatchObject([{ counts: true, why: expect.stringMatching(why) }]);
  });

  it("is not where something open is not waived", () => {
    expect(judged(onNodes, [called("not_a_finding", { nodes: ["w1"] })]).status).toBe("open");
  });
});

it("Not Reviewed is never waived", () => {
  const finding = sampleFinding({ groups: [groupOf(["w1"], notReviewed("Not seen."))] });
  for (const status of ["open", "not_a_finding", "not_applicable"] as const) {
    const result = judged(finding, [waiver({ cluster: true }, { status })]);
    expect(result.status).toBe("not_reviewed");
    expect(result.review?.waivers).toMatchObject([{ covers: [], counts: false }]);
  }
});

it("what people wrote of the rule elsewhere stays", () => {
  const carried = [{ asset: "sample", file: "old.ckl" }];
  const { review } = judged({ ...onNodes, review: { carried } }, [waiver({ cluster: true })]);
  expect(review).toMatchObject({ carried, waived: true });
});
