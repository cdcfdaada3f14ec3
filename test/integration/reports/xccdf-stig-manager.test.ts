import { type ParsedResults, reviewsFromXccdf } from "@nuwcdivnpt/stig-manager-client-modules";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { type Assessment, isOfStig } from "../../../src/findings/assessment.ts";
import { checklistScopes } from "../../../src/findings/checklist-settings.ts";
import { open, type Status } from "../../../src/findings/verdict.ts";
import { longestDetails } from "../../../src/reports/checklist/importable-text.ts";
import { reports } from "../../../src/reports/report.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { detailsOf } from "../../support/checklist.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { stigManagerResults, taskAssets, watcherDefaults } from "../../support/stig-manager.ts";
import { attested, xccdfResultsOf } from "../../support/xccdf-results.ts";

type Unreviewed = "never" | "commented" | "always";

const imported = (data: string, unreviewed: Unreviewed = "always"): ParsedResults =>
  reviewsFromXccdf({
    ...watcherDefaults,
    importOptions: { ...watcherDefaults.importOptions, unreviewed },
    data,
  });

/** Of XCCDF a Not Reviewed rule arrives as what it is, where it arrives at all. */
const results: Readonly<Record<Status, string>> = { ...stigManagerResults, not_reviewed: "notchecked" };

describe.each([
  ...Object.entries(releases).map(([of, benchmark]) => ({ of, benchmark })),
  { of: "a file with hostile texts", benchmark: broughtBenchmark("v2r6") },
])("STIG Manager reads our results of $of", ({ benchmark }) => {
  const assessment = assessmentOf(benchmark);
  const data = xccdfResultsOf(assessment);

  it.each(["never", "commented", "always"] as const)("and takes our statuses and details: unreviewed %s", (mode) => {
    const expected = assessment.findings
      .filter(isOfStig)
      .filter(({ status }) => mode === "always" || status !== "not_reviewed")
      .map((finding) => ({
        ruleId: finding.ruleId,
        result: results[finding.status],
        detail: detailsOf(finding),
        comment: null,
      }));
    const reviews = imported(data, mode).checklists[0]?.reviews ?? [];
    expect(reviews.map(({ ruleId, result, detail, comment }) => ({ ruleId, result, detail, comment }))).toEqual(
      expected,
    );
    expect(reviews.length).toBe(mode === "always" ? benchmark.requirements.length : expected.length);
  });

  it("under our cluster's name, as ours, and ignores no part of it", () => {
    const parsed = imported(data);
    expect(parsed.target.name).toBe("sample");
    for (const { resultEngine } of parsed.checklists[0]?.reviews ?? []) {
      expect(resultEngine).toMatchObject({ product: "plimsoll", version: "0.1.0", time: "2026-11-21T06:02:10.000Z" });
    }
    const assets = [...taskAssets([parsed], "V2R6").values()];
    expect(assets).toHaveLength(1);
    expect(assets.flatMap((asset) => asset.checklistsIgnored)).toEqual([]);
    expect([...(assets[0]?.checklists.keys() ?? [])]).toEqual(["Kubernetes_STIG"]);
  });
});

describe("several checklists", () => {
  it("of several clusters are as many assets", () => {
    const parsed = ["east", "west"].map((cluster) => imported(xccdfResultsOf(sampleAssessment({ cluster }))));
    const assets = taskAssets(parsed, "V2R6");
    expect([...assets.keys()]).toEqual(["east", "west"]);
    for (const { checklists } of assets.values()) expect(checklists.get("Kubernetes_STIG")).toHaveLength(1);
  });

  it.each(checklistScopes)("of one cluster are as many assets, none over the other: --checklist %s", (scope) => {
    const files = reports.xccdf(assessmentOf(releases.v2r6), { scope, emptyNotReviewed: false });
    const assets = taskAssets(
      files.map((file) => imported(textOf(file))),
      "V2R6",
    );
    expect(files.length).toBeGreaterThan(0);
    expect(assets.size).toBe(files.length);
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    for (const { checklists } of assets.values()) {
      for (const [checklist] of checklists.values()) {
        expect((checklist as ParsedResults["checklists"][number]).reviews.length).toBeGreaterThan(0);
      }
    }
  });
});

describe("what a node wrote arrives in STIG Manager as we wrote it", () => {
  const detailOf = (assessment: Assessment): string | undefined =>
    imported(xccdfResultsOf(assessment)).checklists[0]?.reviews[0]?.detail;

  it("in the hostile sample", () => {
    for (const finding of sampleAssessment().findings) {
      expect(detailOf(sampleAssessment({ findings: [finding] }))).toBe(detailsOf(finding));
    }
  });

  it("whatever the text", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("&", "<", ">", "lt;", "#60;", "]]>", "<!--", "-->", "\n", "\t", '"') }),
    );
    fc.assert(
      fc.property(texts, texts, (reason, value) => {
        const seen = [seenInFile("w1", reason, value, { file: value, request: value })];
        const finding = sampleFinding({ groups: [groupOf(["w1"], open(reason, seen))] });
        expect(detailOf(sampleAssessment({ findings: [finding] }))).toBe(detailsOf(finding));
      }),
      { numRuns: 200 },
    );
  });

  it("even where every rule has as much as an import keeps, full of markup", () => {
    const seen = Array.from({ length: 40 }, () => seenInFile("w1", "<".repeat(900), "&lt;".repeat(400)));
    const groups = [groupOf(["w1"], open("<>&", seen))];
    const findings = assessmentOf(broughtBenchmark("v2r6")).findings.map((finding) => ({ ...finding, groups }));
    const reviews = imported(xccdfResultsOf(sampleAssessment({ findings }))).checklists[0]?.reviews ?? [];
    expect(reviews).toHaveLength(92);
    for (const [index, { detail }] of reviews.entries()) {
      const finding = findings[index];
      expect(detail).toBe(finding && detailsOf(finding));
      expect(detail.length).toBeGreaterThan(longestDetails * 0.9);
    }
  });
});

describe("what people said arrives in STIG Manager", () => {
  it("as the result of the rule", () => {
    const data = xccdfResultsOf(sampleAssessment(), (rule) => (rule.finding.id === "V-242410" ? attested(rule) : {}));
    const reviews = imported(data, "never").checklists[0]?.reviews ?? [];
    expect(reviews).toHaveLength(6);
    expect(reviews.find(({ ruleId }) => ruleId === "SV-242410r1043177_rule")?.result).toBe("pass");
  });

  it("as a comment, as long as it may be", () => {
    const comments = `A. said: a < b & c "d" 'e' &lt;\n\n${"x".repeat(40_000)}`.slice(0, 31_900);
    const reviews = imported(xccdfResultsOf(sampleAssessment(), () => ({ comments }))).checklists[0]?.reviews ?? [];
    const arrived = comments.replace("&lt;", "⟨U+0026⟩lt;");
    expect(reviews.map(({ comment }) => comment)).toEqual(Array.from({ length: 6 }, () => arrived));
  });

  it("while a Not Reviewed rule stays what a person made of it there, unless the operator wants otherwise", () => {
    const reviewed = imported(xccdfResultsOf(sampleAssessment()), "commented").checklists[0]?.reviews ?? [];
    expect(reviewed.map(({ ruleId }) => ruleId)).not.toContain("SV-242410r1043177_rule");
  });
});

describe("STIG Manager is really asked", () => {
  const good = xccdfResultsOf(sampleAssessment());
  it.each([
    ["no test-system", / test-system="[^"]*"/, "", TypeError],
    ["no target", /<cdf:target>.*\n/, "", /No Benchmark.TestResult.target element/],
    ["an empty target", /<cdf:target>.*<\/cdf:target>/, "<cdf:target></cdf:target>", /No value for <target>/],
    ["no results", /<cdf:TestResult.*<\/cdf:TestResult>/s, "", /No Benchmark.TestResult element/],
    ["no benchmark", /cdf:Benchmark/g, "cdf:Checklist", /No Benchmark or TestResult element/],
  ])("%s is refused", (_, from, to, why) => {
    const wrong = good.replace(from, to);
    expect(wrong).not.toBe(good);
    expect(() => imported(wrong)).toThrow(why);
  });

  it("a second message costs the details", () => {
    const twice = good.replace(/<cdf:message/, '<cdf:message severity="info">x</cdf:message><cdf:message');
    const [first] = imported(twice).checklists[0]?.reviews ?? [];
    expect(first?.detail).toMatch(/^Result was reported by product "plimsoll" /);
  });

  it("another benchmark's name is not installed", () => {
    const assets = taskAssets([imported(good.replaceAll("Kubernetes_STIG", "kubernetes_stig"))], "V2R6");
    expect([...assets.values()].flatMap(({ checklistsIgnored }) => checklistsIgnored)).toHaveLength(1);
  });
});
