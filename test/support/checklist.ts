import type { Assessment } from "../../src/findings/assessment.ts";
import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { cklReport } from "../../src/reports/ckl.ts";
import type { ReportFile } from "../../src/reports/report-file.ts";

/** The one checklist of an assessment by the STIG, of its whole cluster. */
export function checklistOf(assessment: Assessment): ReportFile {
  const [only, ...others] = cklReport(assessment, usualChecklists);
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} checklists`);
  return only;
}
