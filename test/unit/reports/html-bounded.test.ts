import { describe, expect, it } from "vitest";
import { open } from "../../../src/findings/verdict.ts";
import { bounded } from "../../../src/reports/html/bounded.ts";
import { visible } from "../../../src/reports/visible-text.ts";
import { groupOf, sampleAssessment, sampleFinding, sampleOfBoth, seenInFile } from "../../support/sample-assessment.ts";

const reasonOf = (reason: string): string => {
  const verdict = open(reason, [seenInFile("w1", "what", "value")]);
  const assessment = bounded(sampleAssessment({ findings: [sampleFinding({ groups: [groupOf(["w1"], verdict)] })] }));
  return assessment.findings[0]?.groups[0]?.literal.reason ?? "";
};

describe("texts that a page has room for", () => {
  it("are the same, and so is the assessment", () => {
    const assessment = sampleOfBoth();
    expect(bounded(assessment)).toBe(assessment);
    expect(reasonOf("x".repeat(4000))).toBe("x".repeat(4000));
  });

  it("are cut where they are longer, and say by how much", () => {
    expect(reasonOf("x".repeat(1_000_000))).toMatch(/^x+ … \[996\d\d\d more characters in assessment\.json\]$/);
    expect(reasonOf("x".repeat(4001))).toMatch(/^x{3900,} … \[\d+ more characters in assessment\.json\]$/);
  });

  it("are measured with the marks that stand for what cannot be seen", () => {
    for (const length of [400, 600, 3000, 1_000_000]) {
      expect(visible(reasonOf("\u{E0041}".repeat(length))).length).toBeLessThan(4500);
    }
  });

  it("leave what they stand in as it was", () => {
    const assessment = sampleAssessment({ cluster: "x".repeat(5000) });
    expect({ ...bounded(assessment), cluster: "" }).toEqual({ ...assessment, cluster: "" });
  });
});
