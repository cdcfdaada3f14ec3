import { severities } from "../benchmark/requirement.ts";
import type { Assessment, Finding } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import type { ClusterTrend, HistoryFinding, Sighted } from "../findings/run-history.ts";
import { type Sightings, standingOf, standings } from "../findings/sightings.ts";
import { folded } from "./folded.ts";
import { type Looked, lookedAt, sightOfObject, targetOf } from "./looked-at.ts";
import { type Sight, sighted, sights } from "./sighted.ts";
import { comparableBy, findingsOf, type JudgedBy, judgedBy, trendRun } from "./trend-run.ts";

/** A run, and the name of its folder. */
export type NamedRun = { readonly folder: string; readonly assessment: Assessment };

type TrendOfRuns = {
  readonly cluster: string;
  readonly by: JudgedBy;
  runs: ClusterTrend["runs"];
  readonly rules: Rules;
};
type Rules = Map<string, Rule>;

/** What is kept of a requirement: of its targets only those that were ever open. */
type Rule = {
  finding: Pick<Finding, "id" | "title" | "severity">;
  sight: Sight | undefined;
  own: Sightings | undefined;
  /** As the newest run saw them, open or not. */
  looked: ReadonlyMap<string, Looked>;
  readonly targets: Map<string, Target>;
};
type Target = { own: Sightings; readonly objects: Map<string, Sightings> };

/**
 * Trends over runs, oldest first: one for each cluster, release and choice of its requirements. Runs are gone through once
 * and forgotten. A run that is in its trends already, as a copy is, is told of and left out.
 */
export function trendsOver(
  runs: Iterable<NamedRun>,
  leaveOut: (name: string, sameAs: string) => void,
): readonly ClusterTrend[] {
  const trends = new Map<string, TrendOfRuns>();
  for (const { folder, assessment } of runs) {
    const own = judgedBy(assessment).map((by) => trendOf(trends, assessment, by));
    const doubles = own.map(({ runs: known }) => known.find((run) => isSame(run.collected, assessment.collected)));
    for (const [index, trend] of own.entries()) if (doubles[index] === undefined) add(trend, folder, assessment);
    const [double] = doubles;
    if (double !== undefined && !doubles.includes(undefined)) leaveOut(folder, double.folder);
  }
  return [...trends.values()].toSorted(byNewest).map(told);
}

const byNewest = (a: TrendOfRuns, b: TrendOfRuns): number =>
  Number(newest(a) > newest(b)) - Number(newest(a) < newest(b));
const newest = ({ runs }: TrendOfRuns): string => runs.at(-1)?.collected.to ?? "";

const isSame = (one: Assessment["collected"], other: Assessment["collected"]): boolean =>
  one.from === other.from && one.to === other.to;

function trendOf(trends: Map<string, TrendOfRuns>, assessment: Assessment, by: JudgedBy): TrendOfRuns {
  const key = comparableBy(assessment, by);
  const found = trends.get(key) ?? { cluster: assessment.cluster, by, runs: [], rules: new Map() };
  trends.set(key, found);
  return found;
}

function add(trend: TrendOfRuns, folder: string, assessment: Assessment): void {
  const { benchmark } = trend.by;
  const at = assessment.collected.to;
  for (const finding of findingsOf(assessment, benchmark)) addFinding(trend.rules, finding, at);
  const run = trendRun(assessment, benchmark, ({ id }) => trend.rules.get(id)?.own);
  trend.runs = [...trend.runs, { folder, ...run }];
}

function addFinding(rules: Rules, finding: Finding, at: string): void {
  const rule = rules.get(finding.id) ?? ruleOf(finding);
  rules.set(finding.id, rule);
  const sight = sights[evidenceStatus(finding)];
  rule.own = sighted(rule.own, { sight, at, before: rule.sight });
  const before = rule.looked;
  rule.sight = sight;
  rule.finding = ruleOf(finding).finding;
  rule.looked = lookedAt(finding);
  const next = sightedOnce(at);
  for (const key of new Set([...rule.targets.keys(), ...rule.looked.keys()])) {
    addTarget(rule, key, before.get(key), next);
  }
}

const ruleOf = ({ id, title, severity }: Finding): Rule => ({
  finding: { id, title, severity },
  sight: undefined,
  own: undefined,
  looked: new Map(),
  targets: new Map(),
});

type Next = (known: Sightings | undefined, sight: Sight, before: Sight | undefined) => Sightings | undefined;

/** What is seen alike of many targets that were seen alike is kept once: thousands of nodes have few histories. */
function sightedOnce(at: string): Next {
  const found = new Map<string, Map<Sightings | undefined, Sightings | undefined>>();
  return (known, sight, before) => {
    const key = `${sight} ${before}`;
    const ofSight = found.get(key) ?? new Map<Sightings | undefined, Sightings | undefined>();
    found.set(key, ofSight);
    if (!ofSight.has(known)) ofSight.set(known, sighted(known, { sight, at, before }));
    return ofSight.get(known);
  };
}

function addTarget({ targets, looked }: Rule, key: string, before: Looked | undefined, next: Next): void {
  const now = looked.get(key);
  const known = targets.get(key);
  const own = next(known?.own, now?.sight ?? "unseen", before?.sight);
  if (own === undefined) return;
  const objects = known?.objects ?? new Map<string, Sightings>();
  for (const object of new Set([...objects.keys(), ...(now?.objects ?? [])])) {
    const was = before && sightOfObject(before, object);
    const seen = next(objects.get(object), sightOfObject(now, object), was);
    if (seen !== undefined) objects.set(object, seen);
  }
  if (known === undefined) targets.set(key, { own, objects });
  else known.own = own;
}

const told = ({ cluster, by, runs, rules }: TrendOfRuns): ClusterTrend => ({
  cluster,
  ...by,
  rules: rules.size,
  runs,
  findings: [...rules.values()]
    .flatMap(findingTold)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1)),
});

const findingTold = ({ finding, own, targets }: Rule): readonly HistoryFinding[] =>
  own === undefined ? [] : [{ ...finding, sightings: own, seen: seenOf(targets) }];

/** What is open first, then what was not seen, and of each what is open longest. */
function seenOf(targets: Rule["targets"]): readonly Sighted[] {
  const own = folded(targets.keys(), (key) => saidOf(key, targets.get(key)?.own));
  const objects = [...targets].flatMap(([key, target]) =>
    folded(target.objects.keys(), (name) => saidOf(key, target.objects.get(name))).map(
      ({ targets: names, ...said }) => ({
        ...said,
        targets: [key],
        objects: names.toSorted(),
      }),
    ),
  );
  return [...own, ...objects]
    .map((said) => ({ ...said, targets: said.targets.map((key) => targetOf(key).name) }))
    .toSorted(
      (a, b) =>
        standings.indexOf(a.standing) - standings.indexOf(b.standing) ||
        Number(a.since > b.since) - Number(a.since < b.since),
    );
}

function saidOf(key: string, sightings: Sightings | undefined): Omit<Sighted, "targets"> | undefined {
  if (sightings === undefined) return undefined;
  return { standing: standingOf(sightings), ...sightings, ...(targetOf(key).ofCluster && { ofCluster: true }) };
}
