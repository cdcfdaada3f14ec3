import type { Assessment } from "../findings/assessment.ts";
import type { ChecklistSettings } from "../findings/checklist-settings.ts";
import { assessmentJson } from "./assessment-json.ts";
import { cklReport } from "./ckl.ts";
import { cklbReport } from "./cklb.ts";
import { csvReport } from "./csv.ts";
import { hdfReport } from "./hdf/hdf.ts";
import { htmlReport } from "./html/report-page.ts";
import { junitReport } from "./junit.ts";
import { oscalReport } from "./oscal/oscal.ts";
import type { ReportFile } from "./report-file.ts";
import type { ReportFormat } from "./report-format.ts";
import { sarifReport } from "./sarif/sarif.ts";
import { xccdfReport } from "./xccdf/xccdf-report.ts";

/** A report is a pure function: the same assessment and settings give the same bytes. */
export type Report = (assessment: Assessment, settings: ChecklistSettings) => readonly ReportFile[];

/** Every report by its format. */
export const reports: Readonly<Record<ReportFormat, Report>> = {
  html: (assessment) => [htmlReport(assessment)],
  ckl: cklReport,
  cklb: cklbReport,
  json: (assessment) => [assessmentJson(assessment)],
  csv: (assessment) => [csvReport(assessment)],
  junit: (assessment) => [junitReport(assessment)],
  xccdf: xccdfReport,
  sarif: (assessment) => [sarifReport(assessment)],
  oscal: (assessment) => [oscalReport(assessment)],
  hdf: hdfReport,
};
