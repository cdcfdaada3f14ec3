import type { Assessment } from "../../../src/findings/assessment.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";

export const pageOf = (given: Partial<Assessment> = {}): string => textOf(htmlReport(sampleAssessment(given)));
/** The page as a browser without scripts has it: no head, no script, no drawings. */
export const bodyOf = (page: string): string =>
  page
    .slice(page.indexOf("<body>"))
    .replace(/<script>[\s\S]*?<\/script>/, "")
    .replace(/<svg[\s\S]*?<\/svg>/g, "");
/** Words only, as one line. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
