import { describe, expect, it } from "vitest";
import { runDiff } from "../../../src/compare/run-diff.ts";
import type { Assessment, Coverage, StigFinding } from "../../../src/findings/assessment.ts";
import { coverageOf } from "../../support/coverage.ts";
import { sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";
import { between, node } from "./diffed-runs.ts";

describe("coverage", () => {
  const question = (request: string) => ({ request, cause: "permission-denied", message: "forbidden", rules: [] });
  const api = (...requests: readonly string[]): Coverage["api"] =>
    requests.length === 0 ? { state: "read" } : { state: "partly-read", unread: requests.map(question) };

  it("names nodes that came, went, or were read only once, and why not", () => {
    const { coverage } = between(
      { coverage: coverageOf(node("a"), node("b", "unread"), node("c"), node("d")) },
      { coverage: coverageOf(node("a"), node("b"), node("c", "unread"), node("e")) },
    );
    expect(coverage).toMatchObject({
      lost: true,
      nodes: {
        added: [{ name: "e" }],
        removed: [{ name: "d" }],
        lost: [{ name: "c", cause: "refused", message: "no answer" }],
        gained: [{ name: "b", cause: "refused" }],
      },
    });
  });

  it.each([
    ["nothing", coverageOf(node("a")), coverageOf(node("a")), false],
    ["a node that is not there any more", coverageOf(node("a"), node("b")), coverageOf(node("a")), false],
    ["a new node that is unread", coverageOf(node("a")), coverageOf(node("a"), node("b", "unread")), true],
    ["a question to the API", { ...coverageOf(), api: api("GET /a") }, { ...coverageOf(), api: api("GET /b") }, true],
    [
      "a question that nobody answered before",
      { ...coverageOf(), api: api("GET /a") },
      { ...coverageOf(), api: api("GET /a") },
      false,
    ],
    ["the API", coverageOf(), { ...coverageOf(), api: { state: "unread" as const } }, true],
    [
      "nothing where there was no API",
      { ...coverageOf(), api: { state: "not-configured" as const } },
      { ...coverageOf(), api: { state: "unread" as const } },
      false,
    ],
  ] as const)("was lost of %s", (_what, before, after, lost) => {
    expect(between({ coverage: before }, { coverage: after }).coverage.lost).toBe(lost);
  });

  it("names questions to the API that were answered once only", () => {
    const { coverage } = between(
      { coverage: { ...coverageOf(), api: api("GET /a", "GET /b") } },
      { coverage: { ...coverageOf(), api: api("GET /b", "GET /c") } },
    );
    expect([coverage.api.lost, coverage.api.gained]).toMatchObject([[{ request: "GET /c" }], [{ request: "GET /a" }]]);
  });
});

describe("rules", () => {
  const rule = (given: Partial<StigFinding>) => ({ findings: [sampleFinding(given)] });
  const changed = (before: Partial<StigFinding>, after: Partial<StigFinding>) =>
    between(rule(before), rule(after)).rules.changed.map(({ aspect, before: was, after: is }) => [aspect, was, is]);

  it.each([
    ["rule id", { ruleId: "SV-1r1_rule" }, { ruleId: "SV-1r2_rule" }, "SV-1r1_rule", "SV-1r2_rule"],
    ["severity", { severity: "high" }, { severity: "medium" }, "CAT I", "CAT II"],
    ["title", { title: "One." }, { title: "Another." }, "One.", "Another."],
    ["CCIs", { ccis: ["CCI-1"] }, { ccis: ["CCI-1", "CCI-2"] }, "CCI-1", "CCI-1 CCI-2"],
    [
      "fix text",
      { disa: { discussion: "", check: "", fix: "A" } },
      { disa: { discussion: "", check: "", fix: "B" } },
      "",
      "",
    ],
    ["logic", {}, { logic: { release: "V2R6", checkText: "reworded" } }, "", "V2R6, reworded"],
  ] as const)("have another %s", (aspect, before, after, was, is) => {
    expect(changed(before, after)).toEqual([[aspect, was, is]]);
  });

  it("have another check text where both are known", () => {
    const texts = (sha256: string) => new Map([["V-242387", { sha256, terms: "" }]]);
    const [before, after] = [rule({}), rule({})].map((given) => sampleAssessment(given)) as [Assessment, Assessment];
    const diff = (one: string, other: string) =>
      runDiff({ assessment: before, checkTexts: texts(one) }, { assessment: after, checkTexts: texts(other) }, "")
        .rules;
    expect(diff("a", "b")).toMatchObject({ changed: [{ aspect: "check text", before: "", after: "" }], uncompared: 0 });
    expect(diff("a", "a")).toMatchObject({ changed: [], uncompared: 0 });
    expect(between(rule({}), rule({})).rules).toMatchObject({ changed: [], uncompared: 1 });
  });
});
