import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { checklistScopes } from "../../../src/findings/checklist-settings.ts";
import { open } from "../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { longestDetails } from "../../../src/reports/checklist/importable-text.ts";
import { awkwardTexts } from "../../support/awkward-texts.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { type ChecklistFormat, checklistOf, checklistTexts, detailsOf } from "../../support/checklist.ts";
import { largeFleet } from "../../support/large-fleet.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { imported, stigManagerResults, taskAssets } from "../../support/stig-manager.ts";

const formats = ["ckl", "cklb"] as const;
const importedOf = (format: ChecklistFormat, assessment: Assessment) =>
  imported(format, textOf(checklistOf(assessment, format)));

/** Every checklist of an assessment: what we say of whom, and what STIG Manager reads of it. */
function bothSides(assessment: Assessment, format: ChecklistFormat, scope: (typeof checklistScopes)[number]) {
  const texts = checklistTexts(assessment, format, { scope });
  return checklistsOf(assessment, { scope, emptyNotReviewed: false }).map(({ asset, rules }) => ({
    asset,
    ours: rules.map(({ finding: { ruleId }, status, details }) => ({
      ...{ ruleId, result: stigManagerResults[status], detail: details, comment: null },
    })),
    parsed: imported(format, texts[`checklists/${asset.fileName}.${format}`] ?? ""),
  }));
}

function expectAllTaken(
  assessment: Assessment,
  format: ChecklistFormat,
  scope: (typeof checklistScopes)[number],
  checklists: number,
) {
  const revision = `V${assessment.benchmarks.stig?.version}R${assessment.benchmarks.stig?.release}`;
  const found = bothSides(assessment, format, scope);
  expect(found).toHaveLength(checklists);
  for (const { asset, ours, parsed } of found) {
    expect(parsed.errors ?? []).toEqual([]);
    expect(parsed.target.name).toBe(asset.hostName);
    expect(parsed.checklists).toHaveLength(1);
    expect(parsed.checklists[0]).toMatchObject({ benchmarkId: "Kubernetes_STIG", revisionStr: revision });
    const reviews = parsed.checklists[0]?.reviews ?? [];
    expect(reviews.map(({ ruleId, result, detail, comment }) => ({ ruleId, result, detail, comment }))).toEqual(ours);
    expect(ours).toHaveLength(assessment.findings.filter(({ benchmark }) => benchmark === "stig").length);
  }
  const assets = taskAssets(
    found.map(({ parsed }) => parsed),
    revision,
  );
  expect([...assets.keys()]).toEqual(found.map(({ asset }) => asset.hostName.toLowerCase()));
  for (const { checklists, checklistsIgnored } of assets.values()) {
    expect(checklistsIgnored).toEqual([]);
    expect([...checklists.values()].map((each) => each.length)).toEqual([1]);
  }
}

describe.each(formats)("STIG Manager takes every rule with our status and our details, of our %s", (format) => {
  const benchmarks = [...Object.entries(releases), ["a file with hostile texts", broughtBenchmark("v2r6")] as const];
  it.each(benchmarks)("of %s", (_name, benchmark) => {
    expectAllTaken(assessmentOf(benchmark), format, "cluster", 1);
  });

  it.each(checklistScopes)("in the hostile sample, a checklist for each %s", (scope) => {
    expectAllTaken(sampleAssessment(), format, scope, { cluster: 1, role: 2, node: 3 }[scope]);
  });
});

describe("STIG Manager takes the checklists of a fleet", () => {
  let fleet: Assessment;
  beforeAll(async () => {
    fleet = await largeFleet(12, 6);
  });

  it.each(formats.flatMap((format) => checklistScopes.map((scope) => [format, scope] as const)))(
    "as %s for each %s",
    (format, scope) => {
      expectAllTaken(fleet, format, scope, { cluster: 1, role: 2, node: 12 }[scope]);
    },
  );

  it.each(formats)(
    "as %s with addresses and full names, and what was read as description where it takes one",
    (format) => {
      const [first] = bothSides(fleet, format, "node");
      expect(first?.parsed.target).toMatchObject({
        ...{ name: "cp-0000.rack-0.example.com", ip: "10.0.0.0", fqdn: "cp-0000.rack-0.example.com" },
        description: format === "ckl" ? null : first?.asset.comment,
      });
    },
  );
});

describe.each(formats)("what a node wrote arrives in STIG Manager as we wrote it, in a %s", (format) => {
  const detailOf = (assessment: Assessment): string | undefined =>
    importedOf(format, assessment).checklists[0]?.reviews[0]?.detail;

  it("whatever the text", () => {
    fc.assert(
      fc.property(awkwardTexts, awkwardTexts, (reason, value) => {
        const seen = [seenInFile("w1", reason, value, { file: value, request: value })];
        const finding = sampleFinding({ groups: [groupOf(["w1"], open(reason, seen))] });
        expect(detailOf(sampleAssessment({ findings: [finding] }))).toBe(detailsOf(finding));
      }),
      { numRuns: 300 },
    );
  });

  it("and a cluster's name too", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("&", "amp;", "lt", ";", " ", "a", "\u001b", "\uD800", "<", "😀") }),
        (name) => {
          const assessment = sampleAssessment({ cluster: name });
          const [checklist] = checklistsOf(assessment, { scope: "cluster", emptyNotReviewed: false });
          expect(importedOf(format, assessment).target.name).toBe(checklist?.asset.hostName);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("even where every rule is full of markup: the file stays below the entities that an import may have", () => {
    const seen = Array.from({ length: 40 }, () => seenInFile("w1", "<".repeat(900), "&lt;".repeat(400)));
    const groups = [groupOf(["w1"], open("<>&", seen))];
    const findings = assessmentOf(releases.v1r11).findings.map((finding) => ({ ...finding, groups }));
    const reviews = importedOf(format, sampleAssessment({ findings })).checklists[0]?.reviews ?? [];
    expect(reviews).toHaveLength(findings.length);
    for (const { detail } of reviews) expect(detail.length).toBeLessThanOrEqual(longestDetails);
  });
});
