import { plainTitle } from "../benchmark/requirement.ts";
import type { Assessment, Finding, FindingGroup } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import { severityWord } from "./benchmarks.ts";
import { groupsInReadingOrder } from "./reading-order.ts";
import type { ReportFile } from "./report-file.ts";
import { partyWords } from "./responsibility.ts";
import { reviewLines } from "./review-lines.ts";
import { statusWords } from "./status-words.ts";
import { shorten, visible } from "./visible-text.ts";

const columns = [
  "Benchmark",
  "ID",
  "Severity",
  "Title",
  "Status",
  "Effective status",
  "Targets",
  "Target status",
  "Counts",
  "Reason",
  "Related",
  "Responsible",
  "Waived",
  "Said by people",
] as const;

/** A spreadsheet's cell holds no more (Excel: 32,767 characters). */
const longestCell = 32_000;

/** RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe: text of a node may begin with `=`. */
function cell(text: string): string {
  const shown = shorten(visible(text), longestCell);
  const safe = /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

const rowOf = (finding: Finding, group: FindingGroup | undefined): readonly string[] => [
  finding.benchmark,
  finding.id,
  severityWord(finding.benchmark, finding.severity),
  plainTitle(finding),
  statusWords[finding.status],
  statusWords[finding.effectiveStatus],
  group?.targets.join(" ") ?? "",
  group === undefined ? "" : statusWords[group.literal.status],
  group?.beyondText === true ? "no" : "yes",
  group?.literal.reason ?? finding.summary,
  finding.related.join(" "),
  finding.responsibility === undefined ? "" : partyWords[finding.responsibility.who],
  isWaived(finding) ? "yes" : "",
  reviewLines(finding).join(" "),
];

/** `findings.csv`: a row for every group of targets of every finding, of a finding without any one row. */
export const csvReport = (assessment: Assessment): ReportFile => ({ path: "findings.csv", content: rows(assessment) });

function* rows({ findings }: Assessment): Generator<string> {
  yield line(columns);
  for (const finding of findings) {
    const groups = finding.groups.length === 0 ? [undefined] : groupsInReadingOrder(finding.groups);
    for (const group of groups) yield line(rowOf(finding, group));
  }
}
