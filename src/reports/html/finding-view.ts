import type { Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen, Status, Verdict } from "../../findings/verdict.ts";
import { severityWord } from "../benchmarks.ts";
import { severities } from "../counts.ts";
import { placeOf } from "../place.ts";
import { groupsInReadingOrder } from "../reading-order.ts";
import { groupReadingsDiffer, readingsDiffer, seenOnlyEffectively } from "../readings.ts";
import { answeredBy } from "../responsibility.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleLines, visibleProse } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { countOf } from "./count-of.ts";

/** A status for the page: the key that styles and filters go by, and the word that people read. */
export type StatusView = { readonly key: Status; readonly word: string };

type SeenView = {
  readonly what: string;
  readonly value: string;
  readonly where: string;
  readonly asked: string;
  readonly tall: boolean;
};

type VerdictView = { readonly status: StatusView; readonly reason: string; readonly seen: readonly SeenView[] };

type GroupView = {
  /** Their names; none where there are so many that the configurations stand for them. */
  readonly targets: readonly string[];
  /** `3 targets, identical`; null for a single one. */
  readonly folded: string | null;
  /** Too many names for a heading. */
  readonly many: boolean;
  /** Letters of the configurations of these nodes, whether or not they are shown in place of names. */
  readonly configurations: readonly string[];
  /** Why the status does not count; null where it does. */
  readonly notCounted: string | null;
  readonly literal: VerdictView;
  /** Null where the effective reading says the same. */
  readonly effective: VerdictView | null;
};

/** One rule for the page. Every text is already safe to look at; the template escapes it. */
export type FindingView = {
  readonly id: string;
  readonly benchmark: Finding["benchmark"];
  /** Who answers for it; null without a profile. */
  readonly who: string | null;
  /** What else it is called, and where: `Rule ID`, `Section`; and who answers for it. */
  readonly names: readonly { readonly what: string; readonly name: string }[];
  /** Requirements of the other benchmark, which the page has too. */
  readonly related: readonly string[];
  readonly idWord: string;
  readonly relatedWord: string;
  /** `CAT I`, `high`. */
  readonly severity: string;
  /** `1`, `2`, `3`: what style and filter go by. */
  readonly level: number;
  readonly title: string;
  readonly status: StatusView;
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
  readonly groups: readonly GroupView[];
  /** How many groups are not on the page; null where all are. */
  readonly leftOut: string | null;
};

export const statusView = (key: Status): StatusView => ({ key, word: statusWords[key] });

/** The page shows this many groups of a finding, the worst of them: assessment.json has all. */
const mostGroups = 60;

/** What the page shows of one rule. */
export const findingView = (finding: Finding, letterOf: Configurations["letterOf"]): FindingView => ({
  id: visible(finding.id),
  benchmark: finding.benchmark,
  who: finding.responsibility?.who ?? null,
  names: [...namesOf(finding), ...answeredBy(finding)].map(([what, name]) => ({ what, name: visible(name) })),
  related: finding.related.map(visible),
  idWord: finding.benchmark === "stig" ? "Vuln ID" : "Check",
  relatedWord: finding.benchmark === "stig" ? "NSA/CISA" : "STIG",
  severity: severityWord(finding.benchmark, finding.severity),
  level: severities.indexOf(finding.severity) + 1,
  title: visibleProse(finding.title),
  status: statusView(finding.status),
  effective: statusView(finding.effectiveStatus),
  differs: readingsDiffer(finding),
  manual: !finding.automatic,
  affected: affectedBy(finding),
  summary: visible(finding.summary),
  summaryApart: finding.groups.length !== 1 || finding.groups[0]?.literal.reason !== finding.summary,
  expected: visibleProse(finding.expected),
  check: visibleProse(finding.check),
  fix: visibleProse(finding.fix),
  groups: groupsInReadingOrder(finding.groups)
    .slice(0, mostGroups)
    .map((group) => groupView(group, finding.benchmark, letterOf)),
  leftOut: leftOutOf(finding.groups.length - mostGroups),
});

const leftOutOf = (count: number): string | null =>
  count <= 0
    ? null
    : `${countOf(count, "group")} more of targets, each with something else: assessment.json has them all.`;

function namesOf(finding: Finding): readonly (readonly [what: string, name: string])[] {
  if (finding.benchmark === "stig") {
    const { ruleId, stigId, groupTitle, ccis } = finding;
    return [
      ["Rule ID", ruleId],
      ["STIG ID", stigId],
      ["SRG", groupTitle],
      ["CCI", ccis.join(", ")],
    ];
  }
  const { section, appendices, nist } = finding;
  return [
    ["Section of v1.0", section.v10],
    ...(section.v12 === undefined ? [] : [["Section of v1.2", section.v12] as const]),
    ...(appendices.length === 0 ? [] : [["Appendix", appendices.join(", ")] as const]),
    ["NIST SP 800-53", nist.join(", ")],
  ];
}

/** A row names this many targets at most; beyond them, one stands for all. */
const namedInRow = 3;

function affectedBy({ status, groups }: Finding): string | null {
  if (status !== "open" && status !== "not_reviewed") return null;
  const names = groups
    .filter((group) => !group.beyondText && group.literal.status === status)
    .flatMap((group) => group.targets.map(visible));
  if (names.length === 0) return null;
  return names.length <= namedInRow ? names.join(", ") : `${names[0]} and ${names.length - 1} more`;
}

/** A group names this many targets at most; beyond them the letters of their configurations say which they are. */
const namedInGroup = 40;

const groupView = (
  group: FindingGroup,
  benchmark: Finding["benchmark"],
  letterOf: Configurations["letterOf"],
): GroupView => ({
  targets:
    group.targets.length > namedInGroup && group.targets.every((name) => letterOf.has(name))
      ? []
      : group.targets.map(visible),
  folded: group.targets.length === 1 ? null : `${countOf(group.targets.length, "target")}, identical`,
  many: group.targets.length > namedInRow,
  configurations: [...new Set(group.targets.flatMap((name) => letterOf.get(name) ?? []))],
  notCounted: group.beyondText ? whyNotCounted(group, benchmark) : null,
  literal: verdictView(group.literal, group.literal.seen, group.targets),
  effective: groupReadingsDiffer(group)
    ? verdictView(group.effective, seenOnlyEffectively(group), group.targets)
    : null,
});

function whyNotCounted({ targets }: FindingGroup, benchmark: Finding["benchmark"]): string {
  if (benchmark !== "stig") return "The platform needs some of this itself: shown, not counted.";
  return `The check text does not speak of ${targets.length > 1 ? "these" : "this one"}: shown, not counted.`;
}

const verdictView = ({ status, reason }: Verdict, seen: readonly Seen[], targets: readonly string[]): VerdictView => ({
  status: statusView(status),
  reason: visible(reason),
  seen: seen.map((item) => seenView(item, targets)),
});

/** On the narrowest screen a value as long as this does not fit its box, which then scrolls: the keyboard must reach it. */
const scrollsFrom = 260;
const scrollsFromLine = 12;

function seenView(item: Seen, targets: readonly string[]): SeenView {
  const { host, pid, request } = item.source;
  const place = [placeOf(item), pid === undefined ? undefined : `process ${pid}`].filter((part) => part !== undefined);
  // The heading already says whose it is, where it names one target only.
  const named = targets.length === 1 && targets[0] === host && place.length > 0;
  const value = visibleLines(item.value);
  return {
    what: visible(item.what),
    value,
    tall: value.length > scrollsFrom || value.split("\n").length > scrollsFromLine,
    where: (named ? place : [visible(host), ...place]).join(", "),
    asked: visible(request),
  };
}
