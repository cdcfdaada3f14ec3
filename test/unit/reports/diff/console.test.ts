import { describe, expect, it } from "vitest";
import { notAFinding, open } from "../../../../src/findings/verdict.ts";
import { diffConsole } from "../../../../src/reports/diff/console.ts";
import { diffJson } from "../../../../src/reports/diff/json.ts";
import { sectionsOf } from "../../../../src/reports/diff/sections.ts";
import { coverageOf, covered } from "../../../support/coverage.ts";
import { diffWithText } from "../../../support/hostile-assessment.ts";
import { hostile } from "../../../support/hostile-texts.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../../support/sample-assessment.ts";
import { diffOf, sampleAfter, sampleBefore, sampleDiff } from "../../../support/sample-diff.ts";

const lines = diffConsole(sampleDiff(), 120);
const text = lines.join("\n");

describe("a difference on the console", () => {
  it("begins with both runs, and how much of each kind there is", () => {
    expect(lines.slice(0, 6)).toEqual([
      "Cluster sample: 2 newly open, 1 open on further targets, 1 no longer seen, 1 fixed, 1 gone, not fixed, 1 seen now, 1",
      "  changed by the effective reading only, 1 with other evidence, 1 not judged before, 1 not judged now, 0 unchanged",
      "  before  2026-11-20 06:02 UTC, Kubernetes_STIG V2R5, 3 of 4 nodes read (incomplete), judged by plimsoll 0.0.9",
      "  after   2026-11-21 06:02 UTC, Kubernetes_STIG V2R6, NSA/CISA v1.2, 3 of 4 nodes read (incomplete), judged by plimsoll",
      "          0.1.0",
      "",
    ]);
  });

  it.each([
    ["what is different of the runs", "Judged by plimsoll 0.0.9 before, 0.1.0 after."],
    ["lost coverage and its cause", "Read before, unread after, refused: w2: connect ECONNREFUSED 192.0.2.13:22."],
    [
      "what the API did not answer",
      "Not answered by the API any more: GET /api/v1/pods (permission-denied: list pods: forbidden).",
    ],
    ["nodes", "Removed nodes: w4."],
    [
      "what is newly open",
      "Newly open: 2\n  V-1   CAT I, Open: Title of V-1.\n        w1: Not a Finding, now Open: It is set.",
    ],
    ["what is newly open on a new node", "w5: new node, now Open: It is set."],
    ["what is not seen any more", "w2: Open, now Not Reviewed: Not seen (refused): read x."],
    ["what went with its node", "V-5  CAT I, Not a Finding: Title of V-5.\n       w4: Open, node removed"],
    ["the effective reading", "effective reading, w1: Not a Finding, now Open: It is set."],
    [
      "other evidence",
      "- readOnlyPort: 1 (/var/lib/kubelet/config.yaml:12)\n       + readOnlyPort: 2 (/var/lib/kubelet/config.yaml:12)",
    ],
    [
      "rules",
      "Rules that the benchmark has otherwise: 1\n  Other severity  1\n                  V-7: CAT I is now CAT II",
    ],
    ["a rule that is another with its finding", "The rule itself: Other severity (CAT I, now CAT II)."],
    ["what people say", "came: waiver of J. Doe, Open, of 1 target, until 2026-12-31: Replaced in May."],
  ])("says %s", (_what, said) => {
    expect(text).toContain(said);
  });

  it("lists each finding once", () => {
    const listed = sectionsOf(sampleDiff()).flatMap(({ findings }) => findings.map(({ id }) => id));
    expect([...listed].sort()).toEqual(["V-1", "V-10", "V-11", "V-2", "V-3", "V-4", "V-5", "V-6", "V-7", "V-8"]);
  });

  it("names of many nodes a few, and counts them", () => {
    const names = Array.from({ length: 37 }, (_, index) => `w${index}`);
    const run = (verdict: typeof open) =>
      sampleAssessment({ findings: [sampleFinding({ groups: [groupOf(names, verdict("Said."))] })] });
    expect(diffConsole(diffOf(run(notAFinding), run(open)), 120)).toContain(
      "            37 nodes (w0, w1, w2, w3, w4, w5 and 31 others): Not a Finding, now Open: Said.",
    );
  });

  it("only names rules whose targets came or went with their nodes", () => {
    const run = (...nodes: readonly string[]) =>
      sampleAssessment({
        coverage: coverageOf(...nodes.map((name) => covered(name))),
        findings: ["V-1", "V-2"].map((id) => sampleFinding({ id, groups: [groupOf(nodes, notAFinding("Fine."))] })),
      });
    const said = diffConsole(diffOf(run("a"), run("a", "b")), 120);
    expect(said.slice(-2)).toEqual(["The same status, with nodes that are new or removed: 2", "  V-1, V-2"]);
  });

  it("says that there is none, and that the order is turned around", () => {
    expect(diffConsole(diffOf(sampleAfter(), sampleAfter()), 80)[0]).toBe("Cluster sample: no difference");
    expect(diffConsole(diffOf(sampleAfter(), sampleBefore()), 120)).toContain(
      "  The second run is older than the first: what is called new was there first.",
    );
  });

  it.each(Object.entries(hostile))("shows nothing that moves a terminal: %s", (_name, given) => {
    const shown = diffConsole(diffWithText(given), 80).join("");
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it("is bounded, however long its texts are", () => {
    expect(diffConsole(diffWithText("x ".repeat(100_000)), 80).join("\n").length).toBeLessThan(60_000);
  });
});

it("as JSON is the same bytes each time", () => {
  const json = [...diffJson(sampleDiff())].join("");
  expect([...diffJson(sampleDiff())].join("")).toBe(json);
  expect(JSON.parse(json)).toEqual(sampleDiff());
  expect(json).toMatch(/^\{\n {2}"schemaVersion": 1,\n[\s\S]*\}\n$/);
});
