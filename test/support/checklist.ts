import type { Assessment, Finding } from "../../src/findings/assessment.ts";
import { type ChecklistSettings, usualChecklists } from "../../src/findings/checklist-settings.ts";
import { longestEvidence, writeDetails } from "../../src/reports/checklist/evidence-block.ts";
import { findingDetails } from "../../src/reports/checklist/finding-details.ts";
import { reports } from "../../src/reports/report.ts";
import type { ReportFile } from "../../src/reports/report-file.ts";
import { textOf } from "./report-text.ts";

/** The formats of checklists that importers take as files of a viewer. */
export type ChecklistFormat = "ckl" | "cklb";

/** The one checklist of an assessment by the STIG, of its whole cluster. */
export function checklistOf(assessment: Assessment, format: ChecklistFormat = "ckl"): ReportFile {
  const [only, ...others] = reports[format](assessment, usualChecklists);
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} checklists`);
  return only;
}

/** The texts of the checklists of an assessment, by their paths. */
export const checklistTexts = (
  assessment: Assessment,
  format: ChecklistFormat,
  settings: Partial<ChecklistSettings>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    reports[format](assessment, { ...usualChecklists, ...settings }).map((file) => [file.path, textOf(file)]),
  );

/** The finding details of a rule that nobody wrote of, in a checklist of the whole cluster. */
export const detailsOf = (finding: Finding): string =>
  writeDetails({ own: "", evidence: findingDetails(finding, longestEvidence("")), again: false });
