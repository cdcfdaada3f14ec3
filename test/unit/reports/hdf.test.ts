import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { open } from "../../../src/findings/verdict.ts";
import type { Control } from "../../../src/reports/hdf/exec-json.ts";
import { hdfReport } from "../../../src/reports/hdf/hdf.ts";
import { reports } from "../../../src/reports/report.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { withText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { mixedFindings, reviewedFindings } from "../../support/reviewed-findings.ts";
import {
  assessmentOf,
  groupOf,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
  seenInFile,
} from "../../support/sample-assessment.ts";

const filesOf = (assessment: Assessment) => hdfReport(assessment).map((file) => JSON.parse(textOf(file)));
const controlsOf = (assessment: Assessment): readonly Control[] =>
  filesOf(assessment).flatMap(({ profiles }) => profiles.flatMap((one: { controls: Control[] }) => one.controls));
const controlOf = (findings: Assessment["findings"], id: string): Control => {
  const control = controlsOf(sampleAssessment({ findings })).find((one) => one.id === id);
  if (control === undefined) throw new Error(`no ${id}`);
  return control;
};
const mixed = (id: string): readonly string[] => controlOf(mixedFindings, id).results.map(({ status }) => status);
const reviewed = (id: string): Control => controlOf(reviewedFindings, id);

/** Every text of a file, wherever it stands. */
const textsOf = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(textsOf);

describe("an HDF file", () => {
  it("is written for each benchmark, under the cluster's name", () => {
    expect(hdfReport(sampleOfBoth()).map(({ path }) => path)).toEqual([
      "hdf/sample-stig.hdf.json",
      "hdf/sample-nsa-cisa.hdf.json",
    ]);
    expect(filesOf(sampleOfBoth()).map(({ profiles }) => profiles.map((one: { name: string }) => one.name))).toEqual([
      ["Kubernetes_STIG"],
      ["nsa-cisa"],
    ]);
  });

  it("has the same bytes whatever checklists the run has", () => {
    const [first] = hdfReport(sampleAssessment()).map(textOf);
    expect(
      reports.hdf(sampleAssessment(), { ...usualChecklists, scope: "node", emptyNotReviewed: true }).map(textOf),
    ).toEqual([first]);
  });

  it("has all texts as those who show them as HTML leave them, however hostile", () => {
    const hostileFile = assessmentOf(broughtBenchmark("v2r6"));
    const reviews = sampleAssessment({ findings: [...reviewedFindings, ...mixedFindings] });
    for (const assessment of [sampleOfBoth(), hostileFile, reviews, withText(Object.values(hostile).join(" "))])
      for (const { profiles } of filesOf(assessment))
        for (const text of textsOf(profiles)) expect(text).not.toMatch(/<[A-Za-z/!?]|&[#A-Za-z0-9]|[\0-\x08\x0b-\x1f]/);
  });

  it("says what a converter needs for a checklist, of the STIG only", () => {
    const [stig, guidance] = filesOf(sampleOfBoth());
    expect(stig.passthrough.metadata).toMatchObject({
      hostname: "sample",
      hostfqdn: "",
      profiles: [{ name: "Kubernetes_STIG", version: 2, releasenumber: 6, releasedate: "01 Apr 2026" }],
    });
    expect(guidance.passthrough).not.toHaveProperty("metadata");
  });

  it("leaves out what a file of the user's has in place of numbers and a date: the converter would refuse all of it", () => {
    const { stig } = sampleAssessment().benchmarks;
    const odd = stig && { ...stig, version: "two", release: "", releaseInfo: "Release: 6 Benchmark Date: soon" };
    const [file] = filesOf(sampleAssessment({ benchmarks: { ...(odd && { stig: odd }) } }));
    expect(file.passthrough.metadata.profiles).toEqual([{ name: "Kubernetes_STIG", title: stig?.title }]);
  });

  it("has a digest that is the same for another cluster, and another where the texts are", () => {
    const digest = (assessment: Assessment): string => filesOf(assessment)[0].profiles[0].sha256;
    const finding = sampleFinding();
    const same = sampleFinding({ groups: [groupOf(["w9"], open("Otherwise."))] });
    const other = sampleFinding({ check: "Look elsewhere." });
    const ofOne = (one: typeof finding) => digest(sampleAssessment({ findings: [one] }));
    expect(ofOne(same)).toBe(ofOne(finding));
    expect(ofOne(other)).not.toBe(ofOne(finding));
  });
});

describe("results of a control", () => {
  it("are one for each group of targets, the worst first; what does not count is skipped", () => {
    expect(mixed("V-1")).toEqual(["failed", "skipped", "passed", "skipped", "skipped"]);
  });

  it("hold no pass where a target was not seen, for readers count one as a pass of all", () => {
    expect(mixed("V-2")).toEqual(["skipped", "skipped", "skipped", "skipped"]);
    const passing = controlOf(mixedFindings, "V-2").results.find(({ code_desc }) => code_desc.includes("cp1"));
    expect(passing?.code_desc).toMatch(/^Not a Finding: cp1\./);
    expect(passing?.skip_message).toContain("Shown as skipped because the whole rule is Not Reviewed.");
  });

  it("are never none", () => {
    const each = ["V-6", "V-7", "V-8", "V-9", "V-10"].map(mixed);
    expect(each).toEqual([["skipped"], ["skipped"], ["skipped"], ["passed"], ["failed"]]);
  });

  it("are all found at the time of the run", () => {
    const times = controlsOf(sampleOfBoth()).flatMap(({ results }) => results.map(({ start_time }) => start_time));
    expect(new Set(times)).toEqual(new Set([sampleAssessment().collected.from]));
  });

  it("say what the running configuration is where that differs", () => {
    const [result] = controlOf(sampleAssessment().findings, "V-242390").results;
    expect(result?.message).toContain("Running configuration: Open. Unset means true.");
  });

  it("are as many as a checklist made of them has room for, and one that counts the rest", () => {
    for (const [id, decides] of [
      ["V-11", "failed"],
      ["V-12", "passed"],
    ] as const) {
      const { results } = controlOf(mixedFindings, id);
      expect(results[0]?.status).toBe(decides);
      expect(results.at(-1)?.code_desc).toMatch(/^37\d more groups of targets: 37\d Not a Finding$/);
      const converted = results.map(
        (one) => `${one.status} :: TEST ${one.code_desc} :: SKIP_MESSAGE ${one.message ?? one.skip_message}`,
      );
      expect(converted.join(`\n${"-".repeat(32)}\n`).length).toBeLessThanOrEqual(32_000);
    }
  });

  it("have their targets even where a node filled everything with markup", () => {
    const reason = "<b>".repeat(9000);
    const groups = [groupOf(["w1"], open(reason, [seenInFile("w1", reason, reason)]))];
    const [result] = controlOf([sampleFinding({ groups })], "V-242387").results;
    expect(result?.code_desc).toMatch(/^Open: w1\. /);
  });
});

describe("what people say of a finding", () => {
  it("lets a waived one fail, with the waiver beside it", () => {
    const { impact, results, waiver_data, descriptions } = reviewed("V-20");
    expect([impact, results.map(({ status }) => status)]).toEqual([0.7, ["failed", "passed"]]);
    expect(waiver_data).toMatchObject({ expiration_date: "2027-01-31", run: true, skipped_due_to_waiver: false });
    const justification = descriptions.find(({ label }) => label === "justification")?.data;
    expect(justification).toBe(
      "Waived by A. Uthority (ticket RISK-1; until 2027-01-31; for w1): Behind a firewall & ⟨U+003C⟩watched>.\nSee :: the ticket",
    );
    expect(waiver_data?.justification).toBe(justification);
  });

  it("names a waiver that does not count, and nothing takes it for one", () => {
    expect(reviewed("V-21")).not.toHaveProperty("waiver_data");
    expect(reviewed("V-21").descriptions.find(({ label }) => label === "justification")?.data).toMatch(
      /^Waived by A\. Uthority .*, does not count, expired: /,
    );
  });

  it("is the first result where the status is their word, with what the evidence says", () => {
    const [first, ...others] = reviewed("V-23").results;
    expect(first).toMatchObject({ status: "passed", message: expect.stringContaining("The evidence alone: Open.") });
    expect(others.map(({ status }) => status)).toEqual(["skipped", "passed"]);
    expect(reviewed("V-22").waiver_data?.skipped_due_to_waiver).toBe(true);
  });

  it("is an attestation where it counts and HDF has a word for it", () => {
    expect(reviewed("V-25").attestation_data).toMatchObject({ status: "passed", updated_by: "A. Dministrator" });
    expect(reviewed("V-26").attestation_data).toMatchObject({ status: "failed" });
    expect(reviewed("V-27")).not.toHaveProperty("attestation_data");
    expect(reviewed("V-28")).not.toHaveProperty("attestation_data");
  });
});

describe("a control of the STIG", () => {
  it("has DISA's identifiers, severity and controls as tags", () => {
    for (const benchmark of Object.values(releases)) {
      const controls = controlsOf(assessmentOf(benchmark));
      expect(controls.map(({ id, tags }) => [id, tags["rid"], tags["stig_id"], tags["severity"], tags["cci"]])).toEqual(
        benchmark.requirements.map((rule) => [rule.id, rule.ruleId, rule.stigId, rule.severity, rule.ccis]),
      );
    }
  });

  it("has DISA's words where the user brought them", () => {
    const [control] = controlsOf(assessmentOf(broughtBenchmark("v2r6")));
    expect(control?.desc).toMatch(/^Why\. /);
    expect(control?.tags).toMatchObject({ weight: "5.0", Mitigations: "⟨U+003C⟩Some> & more." });
  });
});
