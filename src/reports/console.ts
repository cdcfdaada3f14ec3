import { plainTitle } from "../benchmark/requirement.ts";
import type { Assessment } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import { statuses } from "../findings/verdict.ts";
import { type Expired, expiredDecisions } from "../review/expired.ts";
import { type Part, partsOf, severityWord } from "./benchmarks.ts";
import { carriedLine } from "./carried-line.ts";
import { causeLines } from "./cause-lines.ts";
import { changesLine, minuteOf } from "./changes.ts";
import { countBySeverity } from "./counts.ts";
import { apiLine, coverageLine } from "./coverage.ts";
import { decisionsLine } from "./decisions-line.ts";
import { unknownKeysLine } from "./host-keys.ts";
import { fileLine } from "./logic-line.ts";
import { fipsLine } from "./offered-algorithms.ts";
import { peoplesWordLine } from "./peoples-word.ts";
import { inReadingOrder } from "./reading-order.ts";
import { responsibilityLine } from "./responsibility.ts";
import { statusWords } from "./status-words.ts";
import { shorten, visible } from "./visible-text.ts";
import { wrap } from "./wrap.ts";

/** The most severe findings named one by one; the rest is in the report. */
const mostNamed = 10;

/**
 * The end of a run in plain lines: coverage first, because a count means nothing without it. No colours, no control
 * characters, no line wider than `width` columns but for single words (paths stay whole, to be copied).
 * @param files paths of what was written, as the operator would type them.
 */
export function consoleSummary(
  assessment: Assessment,
  files: readonly string[],
  width: number = 80,
): readonly string[] {
  const parts = partsOf(assessment);
  return [
    ...headLines(assessment, parts).flatMap((line) => wrap(line, width)),
    ...parts.flatMap((part) => [
      "",
      ...(parts.length === 1 ? [] : [`${part.title} ${part.release}`]),
      ...countLines(part),
      ...waivedLines(part, width),
      ...said(peoplesWordLine(part.findings)).flatMap((line) => wrap(line, width)),
      ...openAndSevere(part, width),
    ]),
    ...(files.length === 0 ? [] : ["", "Files:", ...files.map((file) => `  ${visible(file)}`)]),
  ];
}

/** What the run was of and how much it saw, then what else its counts depend on. */
function headLines(assessment: Assessment, parts: readonly Part[]): readonly string[] {
  const { cluster, coverage, decisions, comparedWith } = assessment;
  return [
    `Cluster ${visible(cluster)}, ${parts.map(({ short, release }) => `${short} ${release}`).join(", ")}`,
    `${coverage.complete ? "Coverage" : "INCOMPLETE"}: ${coverageLine(coverage)}`,
    apiLine(coverage),
    ...causeLines(coverage),
    ...said(fipsLine(coverage)),
    ...said(unknownKeysLine(coverage)),
    ...said(fileLine(assessment), "Benchmark's file, "),
    ...(decisions ? [`Site decisions, ${visible(decisions.file)}: ${decisionsLine(decisions)}`] : []),
    ...expiredDecisions(assessment).map(expiredLine),
    ...said(carriedLine(assessment), "Earlier checklists, "),
    ...(comparedWith ? [`Since ${visible(minuteOf(comparedWith.collected.to))}: ${changesLine(assessment)}`] : []),
    ...said(responsibilityLine(assessment), "Responsible, "),
  ];
}

/** A line that there may not be, after what it is about. */
const said = (line: string | undefined, about: string = ""): readonly string[] =>
  line === undefined ? [] : [about + line];

function countLines({ name: benchmark, findings }: Part): readonly string[] {
  const head = statuses.map((status) => statusWords[status]);
  const row = (name: string, cells: readonly string[]): string =>
    name.padEnd(8) + cells.map((cell, index) => cell.padStart((head[index]?.length ?? 0) + 3)).join("");
  return [
    row("", head),
    ...countBySeverity(findings).map(({ severity, counts }) =>
      row(
        severityWord(benchmark, severity),
        statuses.map((status) => String(counts[status])),
      ),
    ),
  ];
}

function waivedLines({ findings }: Part, width: number): readonly string[] {
  const waived = inReadingOrder(findings).filter(isWaived);
  if (waived.length === 0) return [];
  return wrap(`Of the open ones ${waived.length} waived: ${waived.map(({ id }) => visible(id)).join(", ")}`, width);
}

const expiredLine = ({ what, expires, rules }: Expired): string =>
  visible(`EXPIRED on ${expires}: ${what}${what.includes(rules[0] ?? "") ? "" : `, for ${rules.join(", ")}`}`);

function openAndSevere({ name: benchmark, findings }: Part, width: number): readonly string[] {
  const open = inReadingOrder(findings).filter(
    (finding) => finding.status === "open" && finding.severity === "high" && !isWaived(finding),
  );
  if (open.length === 0) return [];
  const named = open.slice(0, mostNamed).flatMap((finding) => {
    const line = `${visible(finding.id)}  ${visible(plainTitle(finding))}`;
    return wrap(shorten(line, 400), width - 2, " ".repeat(finding.id.length + 2)).map((part) => `  ${part}`);
  });
  const more = open.length - mostNamed;
  return ["", `Open, ${severityWord(benchmark, "high")}:`, ...named, ...(more > 0 ? [`  and ${more} more`] : [])];
}
