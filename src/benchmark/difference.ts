import { categoryOf, type StigBenchmark, type StigRequirement } from "./requirement.ts";

/** What may be different of a rule that both releases have, in the order in which it is listed. */
export const aspects = ["check text", "fix text", "discussion", "severity", "title", "CCIs"] as const;
export type Aspect = (typeof aspects)[number];
/** Of prose it is only said that it is another. */
export const proseAspects: readonly Aspect[] = ["check text", "fix text", "discussion"];

/** One thing that is different of a rule; texts are not told, only that they are others. */
export type Changed = { readonly id: string; readonly before: string; readonly now: string };

/** What a release has otherwise than another. */
export type Difference = {
  readonly added: readonly StigRequirement[];
  readonly removed: readonly StigRequirement[];
  /** The same Vuln ID with another Rule ID or STIG ID, or the same STIG ID with another Vuln ID. */
  readonly renumbered: readonly Changed[];
  readonly changed: Readonly<Record<Aspect, readonly Changed[]>>;
  /** How many rules of both have no check text on one side, so that it cannot be compared. */
  readonly uncompared: number;
};

const spaced = (text: string): string => text.split(/\s+/).join(" ").trim();
const proseOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : spaced(text));

/** What tells the two apart; undefined where it is not known. */
const told: Readonly<Record<Aspect, (rule: StigRequirement) => string | undefined>> = {
  "check text": ({ checkText }) => checkText?.sha256,
  "fix text": ({ disa }) => proseOf(disa?.fix),
  discussion: ({ disa }) => proseOf(disa?.discussion),
  severity: ({ severity }) => categoryOf(severity),
  title: ({ title }) => spaced(title),
  CCIs: ({ ccis }) => ccis.toSorted().join(" "),
};

type Pair = readonly [before: StigRequirement, now: StigRequirement];

/** Compares two releases rule by rule, joined by Vuln ID, else by STIG ID. */
export function difference(before: StigBenchmark, now: StigBenchmark): Difference {
  const pairs = pairsOf(before, now);
  const old = new Set(pairs.map(([one]) => one));
  const kept = new Set(pairs.map(([, other]) => other));
  const differing = (aspect: Aspect): readonly Changed[] =>
    pairs.flatMap(([one, other]) => {
      const [was, is] = [told[aspect](one), told[aspect](other)];
      return was === undefined || is === undefined || was === is ? [] : [{ id: other.id, before: was, now: is }];
    });
  const changed = aspects.map((aspect) => [aspect, differing(aspect)] as const);
  return {
    added: now.requirements.filter((rule) => !kept.has(rule)),
    removed: before.requirements.filter((rule) => !old.has(rule)),
    renumbered: pairs.flatMap(renumbered),
    changed: Object.fromEntries(changed) as Difference["changed"],
    uncompared: pairs.filter(([one, other]) => one.checkText === undefined || other.checkText === undefined).length,
  };
}

function pairsOf(before: StigBenchmark, now: StigBenchmark): readonly Pair[] {
  const byId = new Map(before.requirements.map((rule) => [rule.id, rule]));
  const ids = new Set(now.requirements.map(({ id }) => id));
  const gone = before.requirements.filter(({ id, stigId }) => !ids.has(id) && stigId !== "");
  const byStigId = new Map(gone.map((rule) => [rule.stigId, rule]));
  return now.requirements.flatMap((rule): readonly Pair[] => {
    const one = byId.get(rule.id) ?? byStigId.get(rule.stigId);
    return one === undefined ? [] : [[one, rule]];
  });
}

function renumbered([before, now]: Pair): readonly Changed[] {
  const keys = (["id", "stigId", "ruleId"] as const).filter((key) => before[key] !== now[key]);
  const named = (rule: StigRequirement): string => keys.map((key) => rule[key]).join(" ");
  return keys.length === 0 ? [] : [{ id: now.id, before: named(before), now: named(now) }];
}
