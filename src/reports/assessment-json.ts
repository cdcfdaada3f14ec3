import type { Assessment } from "../findings/assessment.ts";
import type { ReportFile } from "./report-file.ts";

/** `assessment.json`: the assessment itself, as every other report read it. */
export const assessmentJson = (assessment: Assessment): ReportFile => ({
  path: "assessment.json",
  content: `${JSON.stringify(assessment, null, 2)}\n`,
});
