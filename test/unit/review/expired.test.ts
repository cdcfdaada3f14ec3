import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../src/cli/exit-code-of.ts";
import type { Attestation, Waiver } from "../../../src/evidence/waivers.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { notReviewed, open } from "../../../src/findings/verdict.ts";
import { expiredDecisions } from "../../../src/review/expired.ts";
import { type PeoplesWords, reviewed } from "../../../src/review/reviewed.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

const waiver: Waiver = {
  rule: "V-242387",
  scope: { nodes: ["w*"] },
  reason: "r",
  approver: "a",
  expires: "2026-11-20",
  status: "open",
  line: 1,
};
const attestation: Attestation = {
  rule: "V-242410",
  status: "not_a_finding",
  statement: "s",
  by: "b",
  date: "2026-01-01",
  expires: "2026-11-20",
  line: 2,
};
const bad = sampleFinding({ groups: [groupOf(["w1"], open("Bad."))] });
const ports = sampleFinding({ id: "V-242410", groups: [groupOf(["w1"], notReviewed("Compare."))] });
const coverage = coverageOf(covered("w1"));
const run = (findings: readonly Finding[], words: PeoplesWords = {}, given: Partial<Assessment> = {}): Assessment =>
  reviewed(sampleAssessment({ coverage, findings, ...given }), words);
const list = { document: "D", approvedBy: "A", date: "2026-01-01", expires: "2026-11-20" };
const decisions = { file: "d.yaml", sha256: "0", options: {} };

describe("what has expired", () => {
  it.each<[string, Assessment, readonly string[]]>([
    ["nothing", run([bad, ports]), []],
    ["a waiver", run([bad], { waivers: [waiver] }), ["the waiver of V-242387 for nodes w*"]],
    ["a waiver of nothing that is open", run([bad], { waivers: [{ ...waiver, scope: { nodes: ["x"] } }] }), []],
    ["a waiver of another finding", run([bad], { waivers: [{ ...waiver, fingerprint: "0000-0000-0000-0000" }] }), []],
    ["a waiver that holds", run([bad], { waivers: [{ ...waiver, expires: "2026-11-21" }] }), []],
    ["a waiver of a rule that was not judged", run([ports], { waivers: [waiver] }), []],
    ["an attestation", run([ports], { attestations: [attestation] }), ["the attestation of V-242410"]],
    ["an attestation that is not needed", run([{ ...bad, id: "V-242410" }], { attestations: [attestation] }), []],
    ["a list", run([ports], {}, { decisions: { ...decisions, ppsm: list } }), ["the approved list of ports"]],
    ["a list that nothing asks for", run([bad], {}, { decisions: { ...decisions, ppsm: list } }), []],
    [
      "the provider's attestation",
      run(
        [
          {
            ...ports,
            responsibility: {
              profile: "p",
              who: "provider",
              inherited: true,
              visible: "none",
              attestation: { statement: "s", counts: false, why: "it expired on 2026-11-20" },
            },
          },
        ],
        {},
        { decisions: { ...decisions, providerAttestation: { ...list, rules: 1 } } },
      ),
      ["the provider's attestation"],
    ],
    [
      "a table of supported releases, which has an age and no end",
      run([ports], {}, { decisions: { ...decisions, supportTable: { asOf: "2020-01-01" } } }),
      [],
    ],
  ])("%s", (_what, assessment, expected) => {
    expect(expiredDecisions(assessment).map(({ what }) => what)).toEqual(expected);
  });
});

describe("the exit status", () => {
  const inForce = { ...waiver, expires: "2027-11-20" };
  it("does not count what is waived", () => {
    expect(exitCodeOf(run([bad], { waivers: [inForce] }), "CAT III")).toBe(0);
    expect(exitCodeOf(run([bad, { ...bad, id: "V-242390" }], { waivers: [inForce] }), "CAT III")).toBe(1);
  });

  it("is 6 where something has expired, before 1 and after 3", () => {
    const late = run([bad], { waivers: [waiver] });
    expect(exitCodeOf(late, "CAT III")).toBe(6);
    expect(exitCodeOf({ ...late, coverage: { ...coverage, complete: false } }, "CAT III")).toBe(3);
  });
});
