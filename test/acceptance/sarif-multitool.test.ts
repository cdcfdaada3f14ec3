import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { sarifReport } from "../../src/reports/sarif/sarif.ts";
import { withText } from "../support/hostile-assessment.ts";
import { hostile } from "../support/hostile-texts.ts";
import { requireFile } from "../support/lab-requirements.ts";
import { textOf } from "../support/report-text.ts";
import { reviewedAssessment } from "../support/reviewed-assessment.ts";
import { assessmentOf, sampleAssessment, sampleOfBoth } from "../support/sample-assessment.ts";

const suite = "SARIF against Microsoft's validator";
const program = resolve(
  process.env["PLIMSOLL_SARIF_MULTITOOL"] ??
    "test/acceptance/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool",
);

/** plimsoll has no home page that it could name. */
const accepted = "SARIF2005 Warning_ProvideToolnformationUri";

describe.runIf(requireFile(suite, program))(suite, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-sarif-"));
    // npm leaves it so where it runs no scripts.
    chmodSync(program, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Its errors and warnings by SARIF's own rules and GitHub's, each once. */
  function problems(text: string): readonly string[] {
    const [input, output] = [join(folder, "given.sarif"), join(folder, "said.sarif")];
    writeFileSync(input, text);
    const rules = ["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", "--kind", "Fail"];
    try {
      execFileSync(program, ["validate", input, ...rules, "--log", "ForceOverwrite", "-o", output], { stdio: "pipe" });
    } catch {
      // Its status says that it found something; the file says what.
    }
    const said = JSON.parse(readFileSync(output, "utf8").replace(/^\uFEFF/, "")) as Log;
    rmSync(output);
    const results = said.runs.flatMap((run) => run.results ?? []);
    return [...new Set(results.map(({ ruleId, message }) => `${ruleId} ${message.id}`))];
  }

  const { collected } = sampleAssessment();
  const cases: Readonly<Record<string, Assessment>> = {
    "both benchmarks": sampleOfBoth(),
    "every rule": assessmentOf(kubernetesStigV2R6),
    "what people say of findings": reviewedAssessment(),
    "hostile text": { ...withText(Object.values(hostile).join(" ")), collected },
  };

  it.each(Object.entries(cases))("has no other problem than the missing home page: %s", (_, assessment) => {
    expect(problems(textOf(sarifReport(assessment)))).toEqual([accepted]);
  });

  it("is really asked: a line 0 is refused", () => {
    const wrong = textOf(sarifReport(sampleAssessment())).replace('"startLine": 7', '"startLine": 0');
    expect(problems(wrong).length).toBeGreaterThan(1);
  });
});
