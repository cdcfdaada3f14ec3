import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { reports } from "../../../src/reports/report.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";

describe("reports", () => {
  it("are made of valid assessments here", () => {
    expect(() => assessmentSchema.parse(sampleAssessment())).not.toThrow();
    expect(() => assessmentSchema.parse(assessmentOf(kubernetesStigV2R6))).not.toThrow();
  });

  it("write one file each, below the run's folder", () => {
    const paths = Object.values(reports).flatMap((report) =>
      report(sampleAssessment(), usualChecklists).map((file) => file.path),
    );
    expect(paths).toEqual([
      "report.html",
      "checklists/sample.ckl",
      "checklists/sample.cklb",
      "assessment.json",
      "findings.csv",
      "junit.xml",
      "checklists/sample.xccdf.xml",
      "plimsoll.sarif",
      "oscal-assessment-results.json",
      "hdf/sample-stig.hdf.json",
    ]);
  });

  it("write the assessment so that it reads back as it was", () => {
    const [text = ""] = reports.json(sampleAssessment(), usualChecklists).map(textOf);
    expect(text).toBe(`${JSON.stringify(sampleAssessment(), null, 2)}\n`);
    expect(JSON.parse(text)).toEqual(sampleAssessment());
  });

  it("work for a cluster of which nothing was read and nothing concluded", () => {
    const empty = sampleAssessment({
      findings: [],
      coverage: { nodes: [], api: { state: "not-configured" }, complete: false },
    });
    expect(reports.html(empty, usualChecklists).map(textOf).join("")).toContain("0 of 0 nodes read");
  });
});
