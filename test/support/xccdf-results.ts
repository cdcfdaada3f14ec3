import type { Assessment } from "../../src/findings/assessment.ts";
import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { type Checklist, type ChecklistRule, checklistsOf } from "../../src/reports/checklist/checklist.ts";
import { xccdfContent } from "../../src/reports/xccdf/xccdf-report.ts";

/** The XCCDF results of an assessment's one checklist, with what people changed of its rules. */
export function xccdfResultsOf(
  assessment: Assessment,
  changed: (rule: ChecklistRule) => Partial<ChecklistRule> = () => ({}),
): string {
  const [checklist, ...others] = checklistsOf(assessment, usualChecklists);
  if (checklist === undefined || others.length > 0) throw new Error(`${others.length + 1} checklists`);
  const rules = checklist.rules.map((rule): ChecklistRule => ({ ...rule, ...changed(rule) }));
  return [...xccdfContent({ ...checklist, rules } satisfies Checklist, assessment)].join("");
}

/** A rule that a person of the site attested: the evidence alone says nothing of it. */
export const attested = ({ finding }: ChecklistRule): Partial<ChecklistRule> => ({
  status: "not_a_finding",
  finding: {
    ...finding,
    status: "not_a_finding",
    review: {
      concluded: { status: "not_reviewed", summary: finding.summary },
      attestation: {
        status: "not_a_finding",
        statement: 'Compared with the "PPSM" list & found <equal>.',
        by: "J. Doe, ISSO",
        date: "2026-11-01",
        expires: "2027-11-01",
        counts: true,
      },
    },
  },
});
