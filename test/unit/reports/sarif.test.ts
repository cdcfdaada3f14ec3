import { gzipSync } from "node:zlib";
import type { Log, Result } from "sarif";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment, Finding } from "../../../src/findings/assessment.ts";
import { notReviewed, open, statuses } from "../../../src/findings/verdict.ts";
import { sarifReport } from "../../../src/reports/sarif/sarif.ts";
import { withText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { schemaProblems } from "../../support/published-schemas.ts";
import { textOf } from "../../support/report-text.ts";
import { reviewedAssessment } from "../../support/reviewed-assessment.ts";
import {
  assessmentOf,
  groupOf,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
  seenInFile,
} from "../../support/sample-assessment.ts";
import { manyGroups } from "./many-groups.ts";

const logOf = (assessment: Assessment): Log => JSON.parse(textOf(sarifReport(assessment))) as Log;

const resultsOf = (assessment: Assessment): readonly Result[] =>
  logOf(assessment).runs.flatMap(({ results }) => results ?? []);

const placesOf = (results: readonly Result[]): readonly (string | undefined)[] =>
  results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri);

const rulesOf = (assessment: Assessment) => logOf(assessment).runs.flatMap(({ tool }) => tool.driver.rules ?? []);

const fingerprintsOf = (assessment: Assessment): readonly unknown[] =>
  resultsOf(assessment).map(({ partialFingerprints }) => partialFingerprints?.["primaryLocationLineHash"]);

describe("plimsoll.sarif", () => {
  it("is what SARIF's schema admits, for every rule and whatever a node wrote", () => {
    for (const assessment of [sampleOfBoth(), assessmentOf(kubernetesStigV2R6), reviewedAssessment()])
      expect(schemaProblems("sarif", logOf(assessment))).toEqual([]);
    for (const text of Object.values(hostile)) {
      const given = withText(text);
      const { collected } = sampleAssessment();
      expect(schemaProblems("sarif", logOf({ ...given, collected })), text).toEqual([]);
    }
    const log = logOf(sampleAssessment());
    expect(schemaProblems("sarif", { ...log, version: "2.0.0" })).not.toEqual([]);
  });

  it("has a run for each benchmark, with a category of its own for each cluster", () => {
    const { "nsa-cisa": guidance } = sampleOfBoth().benchmarks;
    const idsOf = (assessment: Assessment) =>
      logOf(assessment).runs.map(({ automationDetails }) => automationDetails?.id);
    expect(idsOf(sampleOfBoth())).toEqual([
      "plimsoll/stig/sample/2026-11-21T06:02:10.000Z",
      "plimsoll/nsa-cisa/sample/2026-11-21T06:02:10.000Z",
    ]);
    const withoutStig = { ...sampleOfBoth(), benchmarks: guidance === undefined ? {} : { "nsa-cisa": guidance } };
    expect(idsOf(withoutStig)).toEqual(["plimsoll/nsa-cisa/sample/2026-11-21T06:02:10.000Z"]);
    expect(idsOf(sampleAssessment({ cluster: "a/b c" }))).toEqual(["plimsoll/stig/a%2Fb%20c/2026-11-21T06:02:10.000Z"]);
  });

  it("shows what is open as failed and what was not reviewed as to be reviewed, and no pass, which GitHub would show as an alert", () => {
    const shown = resultsOf(sampleAssessment()).map(({ ruleId, kind, level }) => [ruleId, kind, level]);
    expect(shown).toEqual([
      ["V-242387", "fail", "error"],
      ["V-242387", "review", "none"],
      ["V-242406", "fail", "warning"],
      ["V-242406", "review", "none"],
      ["V-242410", "review", "none"],
    ]);
  });

  it("counts as many findings of each status as the assessment, in the run and in its rules", () => {
    const assessment = assessmentOf(kubernetesStigV2R6);
    const own = statuses.map((status) => assessment.findings.filter((finding) => finding.status === status).length);
    const rules = rulesOf(assessment).map(({ properties }) => properties?.["status"]);
    expect(statuses.map((status) => rules.filter((rule) => rule === status).length)).toEqual(own);
    expect(logOf(assessment).runs[0]?.properties?.["statuses"]).toEqual(
      Object.fromEntries(statuses.map((status, index) => [status, own[index]])),
    );
  });

  it("has a result for every rule that is open or was not reviewed, also where no target was judged", () => {
    const silent = sampleFinding({ groups: [], status: "not_reviewed", summary: "No node has this role." });
    const [result] = resultsOf(sampleAssessment({ findings: [silent] }));
    expect(result).toMatchObject({
      kind: "review",
      message: { text: "Not Reviewed. No node has this role.\nOn sample." },
    });
    const assessment = assessmentOf(kubernetesStigV2R6);
    const shown = new Set(resultsOf(assessment).map(({ ruleId }) => ruleId));
    const due = assessment.findings.filter(({ status }) => status === "open" || status === "not_reviewed");
    expect([...shown].sort()).toEqual(due.map(({ id }) => id).sort());
  });

  it("gives each result a relative place with a line, and names its targets", () => {
    const [result] = resultsOf(sampleAssessment());
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "sample/nodes/w1/var/lib/kubelet/config.yaml" },
          region: { startLine: 7 },
        },
        logicalLocations: [{ name: "w1", fullyQualifiedName: "sample/w1", kind: "node" }],
      },
    ]);
  });

  it("finds a place for what was seen in no file", () => {
    const on = (target: string, source: { host: string; request: string }): Finding =>
      sampleFinding({ groups: [groupOf([target], open("It is.", [{ what: "it", value: "is", source }]))] });
    const place = (finding: Finding) => placesOf(resultsOf(sampleAssessment({ findings: [finding] })));
    expect(place(on("sample", { host: "https://192.0.2.1", request: "GET /api/v1/pods?limit=500" }))).toEqual([
      "sample/api/api/v1/pods",
    ]);
    expect(place(on("w1", { host: "w1", request: "processes" }))).toEqual(["sample/nodes/w1"]);
    expect(place(on("w1", { host: "w1", request: "stat /etc/x" }))).toEqual(["sample/nodes/w1/etc/x"]);
    expect(place(on("sample", { host: "sample", request: "the hosts of this run" }))).toEqual(["sample"]);
  });

  it("writes no place that leads up, to another host, or is a scheme, whatever a node wrote", () => {
    const paths = [...Object.values(hostile), "/../../etc/passwd", "//evil/x", "javascript:alert(1)", "C:\\x", "."];
    const findings = paths.map((file) =>
      sampleFinding({ groups: [groupOf(["w1"], open("x", [seenInFile("w1", "x", "x", { file })]))] }),
    );
    const places = placesOf(resultsOf(sampleAssessment({ cluster: "javascript:x//..", findings })));
    expect(places).toHaveLength(paths.length);
    for (const place of places) {
      expect(place).toMatch(/^[A-Za-z0-9%._~!'()*/-]+$/);
      expect(place?.split("/")).not.toContain("..");
      expect(place?.split("/")).not.toContain("");
      expect(new URL(place ?? "", "https://here.example/root/").href).toMatch(
        /^https:\/\/here\.example\/root\/javascript%3Ax/,
      );
    }
  });

  it("writes no link into a message, whatever a node wrote", () => {
    const finding = sampleFinding({ groups: [groupOf(["w1"], open("Set [here](https://192.0.2.1)."))] });
    expect(resultsOf(sampleAssessment({ findings: [finding] }))[0]?.message.text).toContain("[here]⟨U+0028⟩https:");
  });

  it("suppresses what a waiver that counts lets be, target by target, and nothing else", () => {
    const shown = resultsOf(reviewedAssessment()).map((result) => [
      result.ruleId,
      result.kind,
      result.locations?.[0]?.logicalLocations?.map(({ name }) => name).join(" "),
      result.suppressions?.map(({ kind, status }) => `${kind} ${status}`).join(),
    ]);
    expect(shown).toEqual([
      ["V-242387", "fail", "w1 w2", "external accepted"],
      ["V-242388", "fail", "cp1 w2", ""],
      ["V-242388", "fail", "w1", "external accepted"],
      ["V-242411", "fail", "sample", ""],
      ["V-242389", "fail", "w1", "external accepted"],
      ["V-242389", "review", "w2", ""],
    ]);
  });

  it("says who waived, why and until when, and where a person's word decides", () => {
    const results = resultsOf(reviewedAssessment());
    const [waived] = results;
    expect(waived?.suppressions?.[0]?.justification).toBe(
      "Replaced in March.; Approved by J. Doe, ISSM; ticket SEC-1; until 2027-03-31",
    );
    expect(results.find(({ ruleId }) => ruleId === "V-242411")?.message.text).toContain(
      "A person's word: Attested by J. Doe.",
    );
  });

  it("knows a result again when nodes are added, and not when the evidence is another", () => {
    const withGroup = (targets: readonly string[], port: string) =>
      sampleAssessment({
        findings: [sampleFinding({ groups: [groupOf(targets, open("Open.", [seenInFile("w1", "port", port)]))] })],
      });
    const [before] = fingerprintsOf(withGroup(["w1"], "10255"));
    expect(before).toMatch(/^[0-9a-f]{32}:1$/);
    expect(fingerprintsOf(withGroup(["w1", "w2"], "10255"))).toEqual([before]);
    expect(fingerprintsOf(withGroup(["w1"], "10256"))).not.toEqual([before]);
    expect(fingerprintsOf({ ...withGroup(["w1"], "10255"), cluster: "other" })).not.toEqual([before]);
  });

  it("never gives two results of a rule the same fingerprint", () => {
    const groups = ["w1", "w2"].map((node) => groupOf([node], notReviewed("Not seen.")));
    const prints = fingerprintsOf(sampleAssessment({ findings: [sampleFinding({ groups })] }));
    expect(new Set(prints).size).toBe(2);
  });

  it("tells what was not read", () => {
    const [invocation] = logOf(sampleAssessment()).runs[0]?.invocations ?? [];
    expect(invocation).toMatchObject({
      executionSuccessful: true,
      startTimeUtc: "2026-11-21T06:00:00.000Z",
      toolExecutionNotifications: [
        {
          descriptor: { id: "node-not-read" },
          message: { text: "w2 was not read (refused): connect ECONNREFUSED 192.0.2.13:22" },
        },
      ],
    });
  });

  it("sorts by a number and tags by controls", () => {
    const [rule] = rulesOf(sampleAssessment({ findings: [sampleFinding()] }));
    expect(rule).toMatchObject({
      id: "V-242387",
      name: "V242387",
      defaultConfiguration: { level: "error" },
      properties: { "security-severity": "8.0", precision: "high", tags: ["security", "CAT I", "AC-3", "CCI-000213"] },
    });
  });

  it("folds groups beyond 50 of a rule, and leaves no target out", () => {
    const groups = Array.from({ length: 100 }, (_, index) => groupOf([`n${index}`], open(`Port is ${index}.`)));
    const results = resultsOf(sampleAssessment({ findings: [sampleFinding({ groups })] }));
    expect(results).toHaveLength(51);
    expect(results.at(-1)?.message.text).toContain("50 further groups of targets");
    expect(results.reduce((sum, { properties }) => sum + Number(properties?.["targets"]), 0)).toBe(100);
  });

  it("stays below what GitHub takes at 5,000 nodes of which no ten are alike in any rule", () => {
    const text = textOf(sarifReport(manyGroups(5000, 500)));
    const log = JSON.parse(text) as Log;
    expect(log.runs.every(({ results = [] }) => results.length <= 5000)).toBe(true);
    expect(text.length).toBeLessThan(30_000_000);
    expect(gzipSync(text).length).toBeLessThan(2_000_000);
  });

  it("is the same twice", () => {
    expect(textOf(sarifReport(sampleOfBoth()))).toBe(textOf(sarifReport(sampleOfBoth())));
  });
});
