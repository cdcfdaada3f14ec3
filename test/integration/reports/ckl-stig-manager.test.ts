import { reviewsFromCkl, TaskObject } from "@nuwcdivnpt/stig-manager-client-modules";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { isOfStig } from "../../../src/reports/benchmarks.ts";
import { findingDetails } from "../../../src/reports/checklist/finding-details.ts";
import { longestDetails } from "../../../src/reports/checklist/importable-text.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { checklistOf } from "../../support/checklist.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { stigManagerResults, watcherDefaults } from "../../support/stig-manager.ts";

const imported = (assessment: Assessment) =>
  reviewsFromCkl({ ...watcherDefaults, data: textOf(checklistOf(assessment)) });

describe.each([
  ...Object.entries(releases).map(([name, benchmark]) => ({ of: name, name, benchmark })),
  { of: "a file with hostile texts", name: "v2r6", benchmark: broughtBenchmark("v2r6") },
])("STIG Manager reads our checklist of $of", ({ name, benchmark }) => {
  const assessment = assessmentOf(benchmark);
  const parsed = imported(assessment);

  it("under our cluster's name, for the right release", () => {
    expect(parsed.errors).toEqual([]);
    expect(parsed.target.name).toBe("sample");
    expect(parsed.checklists).toHaveLength(1);
    expect(parsed.checklists[0]).toMatchObject({ benchmarkId: "Kubernetes_STIG", revisionStr: name.toUpperCase() });
  });

  it("and takes every rule with our status and our details", () => {
    const expected = assessment.findings.filter(isOfStig).map((finding) => ({
      ruleId: finding.ruleId,
      result: stigManagerResults[finding.status],
      detail: findingDetails(finding),
      comment: null,
    }));
    const reviews = parsed.checklists[0]?.reviews ?? [];
    expect(reviews.map(({ ruleId, result, detail, comment }) => ({ ruleId, result, detail, comment }))).toEqual(
      expected,
    );
  });

  it("and ignores no part of it", () => {
    const tasks = new TaskObject({
      parsedResults: [parsed],
      apiAssets: [],
      apiStigs: [{ benchmarkId: "Kubernetes_STIG", revisionStrs: [name.toUpperCase()] }],
      options: { createObjects: true, collectionId: "1", strictRevisionCheck: true },
    });
    const assets = [...tasks.taskAssets.values()];
    expect(assets).toHaveLength(1);
    expect(assets.flatMap((asset) => asset.checklistsIgnored)).toEqual([]);
    expect([...(assets[0]?.checklists.keys() ?? [])]).toEqual(["Kubernetes_STIG"]);
  });
});

describe("what a node wrote arrives in STIG Manager as we wrote it", () => {
  const detailOf = (assessment: Assessment): string | undefined =>
    imported(assessment).checklists[0]?.reviews[0]?.detail;

  it("in the hostile sample", () => {
    for (const finding of sampleAssessment().findings) {
      expect(detailOf(sampleAssessment({ findings: [finding] }))).toBe(findingDetails(finding));
    }
  });

  it("whatever the text", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.constantFrom(
          "&",
          "<",
          ">",
          "amp;",
          "lt;",
          "#60;",
          "#x1b",
          "not",
          "]]>",
          "<!--",
          "-->",
          " ",
          "\n",
          "\t",
          '"',
        ),
      }),
    );
    fc.assert(
      fc.property(texts, texts, (reason, value) => {
        const seen = [seenInFile("w1", reason, value, { file: value, request: value })];
        const finding = sampleFinding({ groups: [groupOf(["w1"], open(reason, seen))] });
        expect(detailOf(sampleAssessment({ findings: [finding] }))).toBe(findingDetails(finding));
      }),
      { numRuns: 500 },
    );
  });

  it("even where every rule is full of markup: the file stays below the entities that an import may have", () => {
    const seen = Array.from({ length: 40 }, () => seenInFile("w1", "<".repeat(900), "&lt;".repeat(400)));
    const groups = [groupOf(["w1"], open("<>&", seen))];
    const findings = assessmentOf(releases.v2r6).findings.map((finding) => ({ ...finding, groups }));
    const reviews = imported(sampleAssessment({ findings })).checklists[0]?.reviews ?? [];
    expect(reviews).toHaveLength(findings.length);
    for (const { detail } of reviews) expect(detail.length).toBeLessThanOrEqual(longestDetails);
  });
});
