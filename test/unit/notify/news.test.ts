import { describe, expect, it } from "vitest";
import type { Coverage } from "../../../src/findings/assessment.ts";
import { notAFinding, open } from "../../../src/findings/verdict.ts";
import { isNews, newsSentence } from "../../../src/notify/news.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { diffOf, sampleDiff } from "../../support/sample-diff.ts";

const rule = (id: string, ...groups: readonly ReturnType<typeof groupOf>[]) => sampleFinding({ id, groups });
const run = (...findings: ReturnType<typeof rule>[]) => sampleAssessment({ findings });
const [bad, good] = [open("It is set."), notAFinding("It is not set.")];
const port = (value: string) => open("It is set.", [seenInFile("w1", "readOnlyPort", value)]);

describe("what changed since the last run", () => {
  it.each([
    ["nothing", run(rule("V-1", groupOf(["w1"], bad))), run(rule("V-1", groupOf(["w1"], bad))), false],
    [
      "other evidence of the same",
      run(rule("V-1", groupOf(["w1"], port("1")))),
      run(rule("V-1", groupOf(["w1"], port("2")))),
      false,
    ],
    ["a finding", run(rule("V-1", groupOf(["w1"], good))), run(rule("V-1", groupOf(["w1"], bad))), true],
    [
      "a target",
      run(rule("V-1", groupOf(["w1"], bad), groupOf(["w2"], good))),
      run(rule("V-1", groupOf(["w1", "w2"], bad))),
      true,
    ],
    [
      "a rule that is not judged any more",
      run(rule("V-1", groupOf(["w1"], bad)), rule("V-2", groupOf(["w1"], bad))),
      run(rule("V-1", groupOf(["w1"], bad))),
      true,
    ],
  ] as const)("%s", (_, before, after, expected) => {
    expect(isNews(diffOf(before, after))).toBe(expected);
  });

  it("is news where a node is not read any more, or the API is not, whatever the findings say", () => {
    const node = { name: "w1", address: "192.0.2.1", role: "worker" } as const;
    const read: Coverage = { nodes: [{ ...node, state: "read" }], api: { state: "read" }, complete: true };
    const seeing = (less: Partial<Coverage>) => sampleAssessment({ coverage: { ...read, ...less } });
    expect(isNews(diffOf(seeing({}), seeing({})))).toBe(false);
    const unread = { ...node, state: "unread", cause: "refused", message: "" } as const;
    expect(isNews(diffOf(seeing({}), seeing({ nodes: [unread] })))).toBe(true);
    expect(isNews(diffOf(seeing({}), seeing({ api: { state: "partly-read" } })))).toBe(true);
  });

  it("is one sentence", () => {
    expect(newsSentence(sampleDiff())).toMatchInlineSnapshot(
      `"sample: 3 newly open (V-1, V-2, V-11), 1 no longer open, 1 open then on what is not judged now, 1 not seen any more, 1 now reviewed, 1 otherwise by the effective reading only, 2 not judged before, 1 node not read any more, 1 node read again, 1 node new, 1 node gone, less of the API server was read, 1 rule not judged any more, other decisions on 1 rule"`,
    );
    const ids = Array.from({ length: 7 }, (_, index) => `V-${index}`);
    const [before, after] = [good, bad].map((verdict) => run(...ids.map((id) => rule(id, groupOf(["w1"], verdict)))));
    expect(before && after && newsSentence(diffOf(before, after))).toMatchInlineSnapshot(
      `"sample: 7 newly open (V-0, V-1, V-2, V-3, V-4 and 2 more)"`,
    );
  });
});
