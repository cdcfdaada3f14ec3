import { basename } from "node:path";
import { categories } from "../benchmark/requirement.ts";
import { readNodes } from "../findings/assessment.ts";
import { visible } from "../reports/visible-text.ts";
import { countOf, newlyOpen, type Outcome } from "./outcome.ts";

/** One line of a log, and how weighty it is: severities of syslog(3). */
export type LogLine = { readonly severity: "info" | "warning" | "err"; readonly text: string };

/** What came of an audit, as `name=value` throughout: whatever reads logs can tell the parts apart. */
export function outcomeLine({ assessment, folder, status, seconds, diff }: Outcome): LogLine {
  const { read, all } = readNodes(assessment.coverage);
  const values = {
    cluster: assessment.cluster,
    status,
    complete: assessment.coverage.complete ? "yes" : "no",
    nodes_read: `${read}/${all}`,
    ...Object.fromEntries(
      categories.map((category, index) => [`open_cat${index + 1}`, countOf(assessment, { category, status: "open" })]),
    ),
    waived: countOf(assessment, { status: "waived" }),
    not_reviewed: countOf(assessment, { status: "not_reviewed" }),
    ...(diff && { newly_open: newlyOpen(diff).length, fixed: diff.counts.fixed }),
    seconds: Math.round(seconds),
    run: basename(folder),
  };
  const text = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return { severity: status === 0 ? "info" : "warning", text: visible(`audit ${text.join(" ")}`) };
}

/** That an audit came to nothing, and why: the sentence that is said on standard error. */
export const failureLine = (runs: string, why: string): LogLine => ({
  severity: "err",
  text: visible(`audit failed runs=${runs}: ${why}`),
});
