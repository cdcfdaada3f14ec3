import type { Finding } from "../../findings/assessment.ts";
import { evidenceStatus } from "../../findings/evidence-status.ts";
import { isWaived } from "../../findings/review.ts";
import { changeWords, minuteOf } from "../changes.ts";
import { componentWords } from "../component-words.ts";
import { countOf } from "../count-of.ts";
import { logicLine } from "../logic-line.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { readingsDiffer } from "../readings.ts";
import { answeredBy } from "../responsibility.ts";
import { reviewLines } from "../review-lines.ts";
import { sightingsLine } from "../sightings-line.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleProse } from "../visible-text.ts";
import { movedLines } from "./changes-view.ts";
import type { Configurations } from "./configurations.ts";
import { type DisaView, disaView } from "./disa-view.ts";
import { type EarlierView, earlierView } from "./earlier-view.ts";
import { type FixView, fixesView } from "./fixes-view.ts";
import { type GroupView, groupView, namedInRow } from "./group-view.ts";
import { type RuleHead, ruleHead } from "./rule-head.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** One rule for the page. Every text is already safe to look at; the template escapes it. */
export type FindingView = RuleHead & {
  readonly benchmark: Finding["benchmark"];
  readonly component: Finding["component"];
  /** Who answers for it; null without a profile. */
  readonly who: string | null;
  /** What else it is called, and where: `Rule ID`, `Section`; and who answers for it. */
  readonly names: readonly { readonly what: string; readonly name: string }[];
  /** Requirements of the other benchmark, which the page has too. */
  readonly related: readonly string[];
  readonly idWord: string;
  readonly relatedWord: string;
  readonly status: StatusView;
  /** What the check text says of what was seen: the status, but where that is people's word. */
  readonly literal: StatusView;
  readonly effective: StatusView;
  readonly differs: boolean;
  readonly manual: boolean;
  /** Whom the status holds for, shortened for the row; null where the row is not to draw attention. */
  readonly affected: string | null;
  readonly summary: string;
  /** False where the only group says the same sentence. */
  readonly summaryApart: boolean;
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
  /** DISA's own, where the user brought its file. */
  readonly disa: DisaView;
  /** Which release's logic judged it, where the check text is another; null else. */
  readonly logic: string | null;
  /** How that is made on the distributions that it is open on. */
  readonly fixes: readonly FixView[];
  readonly groups: readonly GroupView[];
  /** What the site decided that the verdict may rest on. */
  readonly decided: readonly string[];
  /** What people said of the finding: waivers, attestation, and what the evidence says where the status is their word. */
  readonly said: readonly string[];
  /** All that is open is let be. */
  readonly waived: boolean;
  /** Since when the status holds, what it was before, and which targets moved; null without an earlier run. */
  readonly history: { readonly line: string; readonly moved: readonly string[] } | null;
  /** What people wrote of it in earlier checklists. */
  readonly earlier: readonly EarlierView[];
  /** How many groups are not on the page; null where all are. */
  readonly leftOut: string | null;
};

/** The page shows this many groups of a finding, the worst of them: assessment.json has all. */
const mostGroups = 60;

/** What the page shows of one rule. */
export const findingView = (
  finding: Finding,
  configurations: Configurations,
  decisions: ReadonlyMap<string, readonly string[]>,
): FindingView => ({
  ...ruleHead(finding),
  benchmark: finding.benchmark,
  component: finding.component,
  who: finding.responsibility?.who ?? null,
  names: [...namesOf(finding), ...fingerprintOf(finding), ...answeredBy(finding)].map(([what, name]) => ({
    what,
    name: visible(name),
  })),
  related: finding.related.map(visible),
  idWord: finding.benchmark === "stig" ? "Vuln ID" : "Check",
  relatedWord: finding.benchmark === "stig" ? "NSA/CISA" : "STIG",
  status: statusView(finding.status),
  literal: statusView(evidenceStatus(finding)),
  effective: statusView(finding.effectiveStatus),
  differs: readingsDiffer(finding),
  manual: !finding.automatic,
  affected: affectedBy(finding),
  summary: visible(finding.summary),
  summaryApart: finding.groups.length !== 1 || finding.groups[0]?.literal.reason !== finding.summary,
  expected: visibleProse(finding.expected),
  check: visibleProse(finding.check),
  fix: visibleProse(finding.fix),
  disa: disaView(finding),
  logic: logicLine(finding) ?? null,
  fixes: fixesView(finding),
  groups: groupsInReadingOrder(finding.groups)
    .slice(0, mostGroups)
    .map((group) => groupView(group, finding.benchmark, configurations)),
  decided: decisions.get(finding.id) ?? [],
  said: reviewLines(finding).map(visible),
  waived: isWaived(finding),
  history: historyOf(finding),
  earlier: earlierView(finding),
  leftOut: leftOutOf(finding.groups.length - mostGroups),
});

function historyOf(finding: Finding): FindingView["history"] {
  const { history } = finding;
  if (history === undefined) return null;
  const status = evidenceStatus(finding);
  const { before, since, change, open } = history;
  const now = `${statusWords[status]} since ${minuteOf(since)}`;
  const then = before === undefined || before.status === status ? "" : `, ${statusWords[before.status]} before`;
  const isTold = open === undefined || (status === "open" && open.reopened === undefined);
  const seen = isTold ? "" : ` Seen ${sightingsLine(open)}.`;
  return { line: visible(`${now}${then}: ${changeWords[change]}.${seen}`), moved: movedLines(finding) };
}

const leftOutOf = (count: number): string | null =>
  count <= 0
    ? null
    : `${countOf(count, "more group")} of targets, each with something else: assessment.json has them all.`;

function namesOf(finding: Finding): readonly (readonly [what: string, name: string])[] {
  const component = ["Component", componentWords[finding.component]] as const;
  if (finding.benchmark === "stig") {
    const { ruleId, stigId, groupTitle, ccis, nist } = finding;
    return [
      ["Rule ID", ruleId],
      ["STIG ID", stigId],
      ["SRG", groupTitle],
      ["CCI", ccis.join(", ")],
      ...(nist.length === 0 ? [] : [["NIST SP 800-53 rev. 5", nist.join(", ")] as const]),
      component,
    ];
  }
  const { section, appendices, nist } = finding;
  return [
    ["Section of v1.0", section.v10],
    ...(section.v12 === undefined ? [] : [["Section of v1.2", section.v12] as const]),
    ...(appendices.length === 0 ? [] : [["Appendix", appendices.join(", ")] as const]),
    ["NIST SP 800-53", nist.join(", ")],
    component,
  ];
}

/** What a waiver or an attestation names the finding by. */
const fingerprintOf = ({ fingerprint }: Finding): readonly (readonly [what: string, name: string])[] =>
  fingerprint === undefined ? [] : [["Fingerprint", fingerprint]];

function affectedBy({ status, groups }: Finding): string | null {
  if (status !== "open" && status !== "not_reviewed") return null;
  const names = groups
    .filter((group) => !group.beyondText && group.literal.status === status)
    .flatMap((group) => group.targets.map(visible));
  if (names.length === 0) return null;
  return names.length <= namedInRow ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}
