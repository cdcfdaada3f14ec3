import type { ReportFile } from "../../src/reports/report-file.ts";

/** The whole text of a report. */
export const textOf = ({ content }: ReportFile): string => [...content].join("");
