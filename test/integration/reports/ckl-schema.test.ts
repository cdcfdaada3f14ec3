import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { checklistScopes } from "../../../src/findings/checklist-settings.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { checklistOf, checklistTexts } from "../../support/checklist.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { requireFile, requireTools } from "../../support/lab-requirements.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";

const suite = "CKL against STIG Viewer's schema";
const xsd = resolve(process.env["PLIMSOLL_CKL_XSD"] ?? "../shared/stig/U_Checklist_Schema_V2.xsd");

// DISA's schema is not ours to ship.
const runnable = requireTools(suite, [{ command: "xmllint", package: "libxml2-utils" }]) && requireFile(suite, xsd);

describe.runIf(runnable)(suite, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-ckl-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const validate = (name: string, content: string): void => {
    const file = join(folder, `${name}.ckl`);
    writeFileSync(file, content);
    execFileSync("xmllint", ["--noout", "--nonet", "--schema", xsd, file], { stdio: "pipe" });
  };

  it.each(Object.entries(releases))("holds for every rule of %s", (name, benchmark) => {
    expect(() => validate(name, textOf(checklistOf(assessmentOf(benchmark))))).not.toThrow();
  });

  it("holds for DISA's texts of a file, however hostile", () => {
    expect(() => validate("brought", textOf(checklistOf(assessmentOf(broughtBenchmark("v2r6")))))).not.toThrow();
  });

  it("holds for what a hostile node wrote", () => {
    expect(() =>
      validate("hostile", textOf(checklistOf(sampleAssessment({ cluster: "<\u001b&\uD800>" })))),
    ).not.toThrow();
  });

  it.each(checklistScopes)("holds for a checklist of each %s, and of hostile nodes", (scope) => {
    const { coverage } = sampleAssessment();
    const nodes = Object.values(hostile).map((text) => ({
      name: text,
      address: text,
      role: text,
      state: "read" as const,
    }));
    const of = sampleAssessment({ coverage: { ...coverage, nodes: [...coverage.nodes, ...nodes] } });
    const texts = Object.entries(checklistTexts(of, "ckl", { scope }));
    expect(texts).toHaveLength({ cluster: 1, role: 2, node: 3 + nodes.length }[scope]);
    for (const [path, text] of texts) expect(() => validate("one", text), path).not.toThrow();
  });

  it("refuses what STIG Manager takes: a control character, an unknown status, values of closed lists", () => {
    const ours = textOf(checklistOf(sampleAssessment()));
    expect(() => validate("escape", ours.replace("<COMMENTS>", "<COMMENTS>\u001b"))).toThrow(/xmlParseCharData|PCDATA/);
    expect(() => validate("status", ours.replace("<STATUS>Open", "<STATUS>Profile_Error"))).toThrow(/STATUS/);
    expect(() => validate("area", ours.replace("<TECH_AREA>", "<TECH_AREA>None"))).toThrow(/TECH_AREA/);
    expect(() => validate("role", ours.replace("<ROLE>None", "<ROLE>"))).toThrow(/ROLE/);
  });

  it("is really asked: a wrong order is refused", () => {
    const wrong = textOf(checklistOf(sampleAssessment())).replace(/(\t\t<ROLE>.*\n)(\t\t<ASSET_TYPE>.*\n)/, "$2$1");
    expect(() => validate("wrong", wrong)).toThrow(/ASSET_TYPE/);
  });
});
