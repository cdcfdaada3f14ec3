import type { ReportingDescriptor, Result } from "sarif";
import { plainTitle, type Severity } from "../../benchmark/requirement.ts";
import { type Finding, isOfStig } from "../../findings/assessment.ts";
import { severityWord } from "../benchmarks.ts";
import { markdownProse } from "../markdown-text.ts";
import { shorten, visible, visibleProse } from "../visible-text.ts";

/** SARIF's levels of what fails; what is Not Reviewed has none. */
export const levels: Readonly<Record<Severity, Result.level>> = { high: "error", medium: "warning", low: "note" };

/**
 * GitHub sorts by a number from 0 to 10: high from 7.0, medium from 4.0, low below. The middle of each; no score of
 * anybody's.
 */
const securitySeverities: Readonly<Record<Severity, string>> = { high: "8.0", medium: "5.5", low: "2.0" };

/** UTF-16 units. GitHub keeps 1,024 of a description; the help is for whoever opens one alert. */
const longest = { description: 1000, help: 6000 };

/** GitHub takes 20 tags a rule and shows ten. */
const mostTags = 20;

/** What a run says of one requirement: also, beyond what it asks for, what became of it. */
export function ruleOf(finding: Finding): ReportingDescriptor {
  const title = visible(plainTitle(finding));
  const full = `${title} Expected: ${visible(finding.expected)}`;
  const { check, fix } = (isOfStig(finding) && finding.disa) || finding;
  return {
    id: visible(finding.id),
    name: nameOf(finding),
    shortDescription: { text: shorten(title, longest.description) },
    fullDescription: { text: shorten(full, longest.description) },
    help: {
      text: shorten(`Check: ${visibleProse(check)}\n\nFix: ${visibleProse(fix)}`, longest.help),
      markdown: shorten(`**Check**\n\n${markdownProse(check)}\n\n**Fix**\n\n${markdownProse(fix)}`, longest.help),
    },
    defaultConfiguration: { level: levels[finding.severity] },
    properties: {
      tags: tagsOf(finding),
      precision: finding.automatic ? "high" : "medium",
      "security-severity": securitySeverities[finding.severity],
      status: finding.status,
      effectiveStatus: finding.effectiveStatus,
      ...namesOf(finding),
    },
  };
}

/** One word without signs, as SARIF wants it: `V242387`, `KubeletAccess`. */
const nameOf = ({ id }: Finding): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");

function tagsOf(finding: Finding): string[] {
  const ccis = isOfStig(finding) ? finding.ccis : [];
  const tags = ["security", severityWord(finding.benchmark, finding.severity), ...finding.nist, ...ccis];
  return [...new Set(tags.map(visible))].slice(0, mostTags);
}

/** What its benchmark calls it, for who looks it up there. */
const namesOf = (finding: Finding): Readonly<Record<string, unknown>> =>
  isOfStig(finding)
    ? {
        ruleId: visible(finding.ruleId),
        stigId: visible(finding.stigId),
        category: finding.category,
        ccis: finding.ccis.map(visible),
        nist: finding.nist.map(visible),
      }
    : { section: visible(finding.section.v12 ?? finding.section.v10), nist: finding.nist.map(visible) };
