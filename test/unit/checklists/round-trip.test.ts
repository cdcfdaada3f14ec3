import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { ChecklistContent } from "../../../src/checklists/checklist-file.ts";
import { cklDocument } from "../../../src/checklists/ckl-document.ts";
import { cklbDocument } from "../../../src/checklists/cklb-document.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { statuses } from "../../../src/findings/verdict.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { cklStatuses } from "../../../src/reports/status-words.ts";
import { codePointMark } from "../../../src/reports/visible-text.ts";
import { textElement } from "../../../src/reports/xml-writer.ts";
import { awkwardTexts } from "../../support/awkward-texts.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { checklistOf } from "../../support/checklist.ts";
import { cklbOf, jsonRule, jsonStig } from "../../support/foreign-checklist.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";

const refusal = (sentence: string) => new Error(sentence);
const ourCkl = (assessment: Assessment): string => textOf(checklistOf(assessment));
const readBack = (text: string): ChecklistContent => cklDocument(text, refusal);

/** The documented mark for what XML lacks; see `src/reports/xml-writer.ts`. */
const carried = (text: string): string =>
  text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|\p{Cs}/gu, (character) => codePointMark(character));

describe("a CKL that plimsoll wrote is read back as it was meant", () => {
  it.each([
    ...Object.entries(releases).map(([name, benchmark]) => [name, assessmentOf(benchmark)] as const),
    ["texts of a hostile benchmark", assessmentOf(broughtBenchmark("v2r6"))] as const,
    ["a hostile sample", sampleAssessment()] as const,
  ])("%s", (_name, assessment) => {
    const [model] = checklistsOf(assessment, usualChecklists);
    const { asset, stig, others } = readBack(ourCkl(assessment));
    expect(asset).toMatchObject({ hostName: model?.asset.hostName, targetComment: model?.asset.comment });
    expect(stig).toMatchObject({ id: "Kubernetes_STIG", releaseInfo: model?.stig.releaseInfo });
    const expected = model?.rules.map(({ finding, status, details, comments }) => ({
      vulnId: finding.id,
      ruleId: finding.ruleId,
      stigId: finding.stigId,
      severity: finding.severity,
      status,
      details,
      comments,
    }));
    expect(stig?.rules.map(({ checkText: _text, ...rule }) => rule)).toEqual(expected);
    expect(others).toEqual([]);
  });

  it("whatever people wrote into it", () => {
    const { findings } = sampleAssessment();
    const ours = ourCkl(sampleAssessment({ findings: findings.slice(0, 2) }));
    const first = readBack(ours).stig?.rules[0];
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        awkwardTexts,
        awkwardTexts,
        awkwardTexts,
        fc.boolean(),
        (status, details, comments, reason, isWindows) => {
          const edited = ours
            .replace(/<STATUS>.*<\/STATUS>/, () => textElement(0, "STATUS", cklStatuses[status]))
            .replace(/<FINDING_DETAILS>[^<]*<\/FINDING_DETAILS>/, () => textElement(0, "FINDING_DETAILS", details))
            .replace("<COMMENTS></COMMENTS>", () => textElement(0, "COMMENTS", comments))
            .replace("<SEVERITY_OVERRIDE></SEVERITY_OVERRIDE>", "<SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>")
            .replace("<SEVERITY_JUSTIFICATION></SEVERITY_JUSTIFICATION>", () =>
              textElement(0, "SEVERITY_JUSTIFICATION", reason),
            );
          const read = readBack(isWindows ? edited.replaceAll("\n", "\r\n") : edited);
          expect(read.stig?.rules[0]).toEqual({
            ...first,
            status,
            details: carried(details),
            comments: carried(comments),
            override: { severity: "low", justification: carried(reason) },
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a CKLB", () => {
  it("is read back as JSON has it, whatever people wrote into it", () => {
    const line = (text: string): string => text.replace(/\r\n?/g, "\n");
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        awkwardTexts,
        awkwardTexts,
        awkwardTexts,
        (status, details, comments, reason) => {
          const overrides = { severity: { severity: "high", reason } };
          const rule = jsonRule({ status, finding_details: details, comments, overrides });
          expect(cklbDocument(cklbOf([jsonStig([rule])]), refusal).stig?.rules[0]).toMatchObject({
            status,
            details: line(details),
            comments: line(comments),
            override: { severity: "high", justification: line(reason) },
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
