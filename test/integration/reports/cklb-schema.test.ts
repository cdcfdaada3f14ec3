import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { type ChecklistScope, checklistScopes } from "../../../src/findings/checklist-settings.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { checklistTexts } from "../../support/checklist.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";

const suite = "CKLB against its schema";
const schema = resolve(process.env["PLIMSOLL_CKLB_SCHEMA"] ?? "../shared/stig/CKLB.schema.json");

// Another project's schema, which is not ours to ship.
describe.runIf(requireFile(suite, schema))(suite, () => {
  let validate: ValidateFunction;
  beforeAll(() => {
    validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schema, "utf8")));
  });

  function expectValid(assessment: Assessment, scope: ChecklistScope = "cluster"): void {
    const texts = Object.entries(checklistTexts(assessment, "cklb", { scope }));
    expect(texts).toHaveLength({ cluster: 1, role: 2, node: 3 }[scope]);
    for (const [path, text] of texts) {
      expect(validate(JSON.parse(text)), `${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  }

  it.each(Object.entries(releases))("holds for every rule of %s", (_name, benchmark) => {
    expectValid(assessmentOf(benchmark));
  });

  it("holds for DISA's texts of a file, however hostile", () => {
    expectValid(assessmentOf(broughtBenchmark("v2r6")));
  });

  it.each(checklistScopes)("holds for what a hostile node wrote, in a checklist of each %s", (scope) => {
    expectValid(sampleAssessment({ cluster: "<\u001b&\uD800>" }), scope);
  });

  it("is really asked: null, another status and a size that is no number are refused", () => {
    const [text = ""] = Object.values(checklistTexts(sampleAssessment(), "cklb", {}));
    for (const [from, to] of [
      ['"mac_address": ""', '"mac_address": null'],
      ['"status": "open"', '"status": "Open"'],
      ['"size": 6', '"size": "6"'],
    ] as const) {
      expect(text).toContain(from);
      expect(validate(JSON.parse(text.replace(from, to))), to).toBe(false);
    }
  });
});
