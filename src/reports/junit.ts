import { plainTitle } from "../benchmark/requirement.ts";
import type { Assessment, Finding } from "../findings/assessment.ts";
import { isWaived } from "../findings/review.ts";
import { type Part, partsOf, severityWord } from "./benchmarks.ts";
import { findingDetails } from "./checklist/finding-details.ts";
import { countStatuses, countWaived } from "./counts.ts";
import type { ReportFile } from "./report-file.ts";
import { reviewLines } from "./review-lines.ts";
import { statusWords } from "./status-words.ts";
import { visible } from "./visible-text.ts";
import { escapeAttribute, escapeText } from "./xml-writer.ts";

const attributes = (pairs: Readonly<Record<string, string | number>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => ` ${name}="${escapeAttribute(visible(String(value)))}"`)
    .join("");

/**
 * A finding fails; what was not reviewed, what does not apply and what is waived is skipped: no test runner knows more
 * words, and a build that fails for what the site let be would be let be itself.
 */
function outcome(finding: Finding): string {
  const word = `${statusWords[finding.status]}${isWaived(finding) ? ", waived" : ""}`;
  const message = attributes({ message: [`${word}. ${finding.summary}`, ...reviewLines(finding)].join(" ") });
  if (finding.status === "not_a_finding") return "";
  if (finding.status !== "open" || isWaived(finding)) return `<skipped${message}/>`;
  const type = attributes({ type: severityWord(finding.benchmark, finding.severity) });
  return `<failure${message}${type}>${escapeText(findingDetails(finding))}</failure>`;
}

function* suite(part: Part, cluster: string): Generator<string> {
  const { findings, title, release } = part;
  const counts = countStatuses(findings);
  const waived = countWaived(findings);
  const skipped = counts.not_reviewed + counts.not_applicable + waived;
  yield `<testsuite${attributes({ name: `${title} ${release}`, tests: findings.length, failures: counts.open - waived, errors: 0, skipped })}>\n`;
  for (const finding of findings) {
    const name = `${finding.id} ${plainTitle(finding)}`;
    yield `<testcase${attributes({ classname: `${cluster}.${part.name}`, name })}>${outcome(finding)}</testcase>\n`;
  }
  yield "</testsuite>\n";
}

/** `junit.xml`, for build servers: a suite for each benchmark, a test case for each finding. */
export const junitReport = (assessment: Assessment): ReportFile => ({ path: "junit.xml", content: suites(assessment) });

function* suites(assessment: Assessment): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: `plimsoll ${assessment.cluster}` })}>\n`;
  for (const part of partsOf(assessment)) yield* suite(part, assessment.cluster);
  yield "</testsuites>\n";
}
