import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";
import { attested, xccdfResultsOf } from "../../support/xccdf-results.ts";

const suite = "XCCDF results against NIST's schema and schematron";

const runnable = requireTools(suite, [
  { command: "oscap", package: "openscap-scanner" },
  { command: "xmllint", package: "libxml2-utils" },
]);

/** All that the schematron may say of our documents: DISA's STIG names no platform either. */
const noPlatform = /^Warning: The 'Benchmark' element has no platform specified/;

describe.runIf(runnable)(suite, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-xccdf-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (command: string, args: readonly string[], content: string) => {
    const file = join(folder, "results.xml");
    writeFileSync(file, content);
    return spawnSync(command, [...args, file], { encoding: "utf8" });
  };
  const validate = (content: string, ...options: readonly string[]) => {
    expect(run("xmllint", ["--noout", "--nonet"], content).stderr).toBe("");
    const { status, stdout, stderr } = run("oscap", ["xccdf", "validate", ...options], content);
    const said = stdout.split("\n").filter((line) => /^(?:Error|Warning)/.test(line) && !noPlatform.test(line));
    return { status, said, stderr };
  };
  const valid = { status: 0, said: [], stderr: "" };

  it.each(Object.entries(releases))("holds for every rule of %s", (_, benchmark) => {
    expect(validate(xccdfResultsOf(assessmentOf(benchmark)))).toEqual(valid);
  });

  it("holds for DISA's texts of a file, however hostile", () => {
    expect(validate(xccdfResultsOf(assessmentOf(broughtBenchmark("v2r6"))))).toEqual(valid);
  });

  it("holds for ids and titles of a file that XML or importers would not take", () => {
    const odd = broughtBenchmark("v2r6", (rule) => ({
      ruleId: `${rule.ruleId} ${hostile.script}${hostile.surrogate}`,
      title: hostile.xml,
      groupTitle: hostile.escape,
      stigId: hostile.handler,
      ccis: [hostile.foreign],
    }));
    const { requirements, name: _, ...identity } = odd;
    const stig = { ...identity, releaseInfo: hostile.document, targetKey: hostile.bidi, fileName: hostile.address };
    const assessment = assessmentOf({ ...odd, requirements });
    expect(validate(xccdfResultsOf({ ...assessment, benchmarks: { stig } }))).toEqual(valid);
  });

  it("holds for what a hostile node wrote", () => {
    const cluster = Object.values(hostile).join(" ");
    expect(validate(xccdfResultsOf(sampleAssessment({ cluster })))).toEqual(valid);
  });

  it("holds for comments and severities of people", () => {
    const changed = { comments: Object.values(hostile).join("\n") };
    const override = { severity: "low", justification: Object.values(hostile).join("\n") } as const;
    expect(validate(xccdfResultsOf(assessmentOf(releases.v2r6), () => ({ ...changed, override })))).toEqual(valid);
  });

  it("holds where a person gave some rules their status", () => {
    const some = xccdfResultsOf(sampleAssessment(), (rule) => (rule.finding.id === "V-242410" ? attested(rule) : {}));
    expect(some).not.toBe(xccdfResultsOf(sampleAssessment()));
    expect(validate(some)).toEqual(valid);
  });

  const good = xccdfResultsOf(sampleAssessment());
  it.each([
    ["a rule that is not in the benchmark", /(<cdf:rule-result idref="[^"]*)/, "$1x", /keyref|No match found/],
    ["no target", /<cdf:target>.*\n/, "", /Expected is one of .*target/],
    ["a status of another format", "<cdf:result>pass", "<cdf:result>NotAFinding", /NotAFinding/],
    ["no end", / end-time="[^"]*"/, "", /end-time/],
    ["a weight that is no number", / weight="10.0"/, ' weight="heavy"', /heavy/],
    ["no score", /\t*<cdf:score.*\n/, "", /score/],
  ])("is really asked: %s is refused", (_, from, to, why) => {
    const wrong = good.replace(from, to);
    expect(wrong).not.toBe(good);
    const { status, stderr } = validate(wrong);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(why);
  });

  it("and its schematron too: it misses a test-system", () => {
    const { said } = validate(good.replace(/ test-system="[^"]*"/, ""));
    expect(said.join()).toContain("should have a @test-system attribute");
  });

  it("is read by OpenSCAP's report, with our counts and our score", () => {
    const { status, stdout } = run(
      "oscap",
      ["xccdf", "generate", "report"],
      xccdfResultsOf(assessmentOf(releases.v2r6)),
    );
    const words = stdout
      .replace(/<(script|style).*?<\/\1>/gs, "")
      .replace(/<[^>]*>|\s+/g, " ")
      .replace(/ +/g, " ");
    expect(status).toBe(0);
    expect(words).toContain("Evaluation target sample");
    expect(words).toContain("23 passed 23 failed 23 other");
    expect(words).toContain("33.33 100 33.33%");
  });
});
