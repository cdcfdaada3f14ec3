import { describe, expect, it } from "vitest";
import { comparedWith } from "../../../src/compare/compare.ts";
import type { Waiver } from "../../../src/evidence/waivers.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { notReviewed, open } from "../../../src/findings/verdict.ts";
import { findingDetails } from "../../../src/reports/checklist/finding-details.ts";
import { consoleSummary } from "../../../src/reports/console.ts";
import { csvReport } from "../../../src/reports/csv.ts";
import { junitReport } from "../../../src/reports/junit.ts";
import { reviewLines } from "../../../src/reports/review-lines.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

const waiver = (given: Partial<Waiver> = {}): Waiver => ({
  rule: "V-242387",
  scope: { cluster: true },
  reason: "the image is due in March",
  approver: "J. Doe",
  ticket: "RISK-7",
  expires: "2027-01-31",
  status: "open",
  line: 1,
  ...given,
});
const coverage = coverageOf(covered("w1"), covered("w2"));
const bad = sampleFinding({ groups: [groupOf(["w1"], open("Bad.")), groupOf(["w2"], open("Worse."))] });
const run = (finding: Finding, ...waivers: readonly Waiver[]) =>
  reviewed(sampleAssessment({ coverage, findings: [finding] }), { waivers });
const lines = (finding: Finding, ...waivers: readonly Waiver[]) =>
  run(finding, ...waivers).findings.flatMap(reviewLines);

describe("what people say of a finding", () => {
  it("is who waives it, until when and why", () => {
    expect(lines(bad, waiver())).toEqual(["Waived until 2027-01-31 by J. Doe: the image is due in March (RISK-7)."]);
  });

  it("is that not all is waived, and why a waiver does not hold", () => {
    expect(lines(bad, waiver({ scope: { nodes: ["w1"] } }), waiver({ expires: "2026-11-20" }))).toEqual([
      "Waived until 2027-01-31 by J. Doe: the image is due in March (RISK-7).",
      "A waiver until 2026-11-20 by J. Doe: the image is due in March (RISK-7). Does not hold: it expired on 2026-11-20.",
      "Not all that is open is waived.",
    ]);
  });

  it("is what the evidence says where the site calls it otherwise", () => {
    expect(lines(bad, waiver({ status: "not_a_finding" })).at(-1)).toBe(`By the evidence alone: Open. ${bad.summary}`);
  });

  it("is nothing where nobody said anything", () => {
    expect(lines(bad)).toEqual([]);
  });
});

describe("a waived finding", () => {
  const waived = run(bad, waiver());
  const [finding = bad] = waived.findings;

  it("is Open in a checklist, with the waiver's words", () => {
    const [first, second] = findingDetails(finding).split("\n");
    expect(first).toBe(`Open. ${bad.summary} Waived by J. Doe until 2027-01-31.`);
    expect(second).toBe("Waived until 2027-01-31 by J. Doe: the image is due in March (RISK-7).");
  });

  it("fails no build", () => {
    const text = textOf(junitReport(waived));
    expect(text).toContain('failures="0" errors="0" skipped="1"');
    expect(text).toMatch(/<skipped message="Open, waived\. .*the image is due in March \(RISK-7\)\."\/>/);
  });

  it("is counted apart at the end of a run, and not among the worst", () => {
    const said = consoleSummary(waived, []).join("\n");
    expect(said).toContain("Of the open ones 1 waived: V-242387");
    expect(said).not.toContain("Open, CAT I:");
    expect(consoleSummary(run(bad, waiver({ expires: "2026-11-20" })), []).join("\n")).toContain(
      "EXPIRED on 2026-11-20: the waiver of V-242387 for the cluster",
    );
  });

  it("says so in each of its rows", () => {
    const [head, ...rows] = textOf(csvReport(waived)).trimEnd().split("\r\n");
    expect(head).toMatch(/,Waived,Said by people$/);
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row).toMatch(/,yes,Waived until 2027-01-31 by J\. Doe: /);
  });

  it("shows hostile words harmlessly", () => {
    const [given = bad] = run(bad, waiver({ reason: Object.values(hostile).join(" ") })).findings;
    expect(findingDetails(given)).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
    expect(findingDetails(given).split("\n")[1]).toMatch(/^Waived until/);
  });

  it("has not been fixed since the run before, however the site calls it", () => {
    const before = run(bad);
    const called = run(bad, waiver({ status: "not_a_finding" }));
    expect(called.findings[0]?.status).toBe("not_a_finding");
    for (const [then, now] of [
      [before, called],
      [called, before],
      [before, waived],
    ] as const) {
      const history = comparedWith(then, now).findings[0]?.history;
      expect(history).toMatchObject({ change: "same", before: { status: "open" }, since: then.collected.to });
    }
  });
});

it("an attestation that counts is the summary, one that does not says why", () => {
  const ports = sampleFinding({ id: "V-242410", groups: [groupOf(["w1"], notReviewed("Compare."))] });
  const said = {
    rule: "V-242410",
    status: "not_a_finding",
    statement: "compared by hand",
    by: "J. Doe",
    date: "2026-10-01",
    expires: "2027-10-01",
    document: "PPSM 3",
    line: 1,
  } as const;
  const of = (finding: Finding) =>
    reviewed(sampleAssessment({ coverage, findings: [finding] }), { attestations: [said] }).findings.flatMap(
      reviewLines,
    );
  expect(of(ports)).toEqual(["By the evidence alone: Not Reviewed. Compare."]);
  expect(of({ ...bad, id: "V-242410" })).toEqual([
    "Attested as Not a Finding by J. Doe on 2026-10-01, until 2027-10-01: compared by hand (PPSM 3). " +
      "Does not hold: the rule was judged by what was seen.",
  ]);
});
