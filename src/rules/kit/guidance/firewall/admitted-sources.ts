import type { BaseChain, FilterRule, FilterTable } from "../../../../evidence/packet-filter.ts";
import { complement, everyAddress, intersection, isNarrow, noAddress, type Ranges, union } from "./address-ranges.ts";
import { type Knock, matchAll, type SetValues } from "./filter-match.ts";

/** Which sources a base chain may let through to a port: never fewer than it does. */
export type Admitted = {
  readonly sources: Ranges;
  /** The rules that let so many through that no source is named by them. */
  readonly by: readonly { readonly chain: string; readonly rule: FilterRule }[];
};

/** What becomes of packets in a chain: let through, or handed back at its end. */
type Passage = Admitted & { readonly on: Ranges };

// The kernel's own limit of jumps within jumps (NFT_JUMP_STACK_SIZE).
const jumpsAtMost = 16;
// Rules, and values and ranges that they are compared with. Rulesets in use take some thousands; one whose chains call the
// next one twice takes more than there is time.
const comparisonsAtMost = 50_000;

type Walk = {
  readonly knock: Knock;
  readonly rulesOf: ReadonlyMap<string, readonly FilterRule[]>;
  readonly sets: SetValues;
  comparisons: number;
};

/** How much there is to compare where a rule is tried. */
const effortOf = ({ conditions }: FilterRule, alive: Ranges, { sets }: Walk): number =>
  conditions
    .flatMap((condition) => ("among" in condition ? condition.among : []))
    .reduce((sum, value) => sum + (sets.get(value)?.length ?? 1), 1 + alive.length);

const minus = (from: Ranges, taken: Ranges, walk: Walk): Ranges =>
  intersection(from, complement(taken, walk.knock.family));

/** What a rule that lets packets through adds. */
const letThrough = (sources: Ranges, chain: string, rule: FilterRule, walk: Walk): Admitted => ({
  sources,
  by: isNarrow(sources, walk.knock.family) ? [] : [{ chain, rule }],
});

const both = (a: Admitted, b: Admitted): Admitted => ({ sources: union(a.sources, b.sources), by: [...a.by, ...b.by] });

const nobody: Admitted = { sources: noAddress, by: [] };

/** What one rule does with packets of which some may meet it: whom it admits, and who goes on to the next or leaves. */
function tryRule(rule: FilterRule, chain: string, alive: Ranges, callers: readonly string[], walk: Walk) {
  const { may, must } = matchAll(rule.conditions, walk.knock, walk.sets);
  const hit = intersection(alive, may);
  const { verdict } = rule;
  if (hit.length === 0) return { admitted: nobody, next: alive, left: noAddress };
  const missed = minus(alive, must, walk);
  switch (verdict.kind) {
    case "accept":
      return { admitted: letThrough(hit, chain, rule, walk), next: missed, left: noAddress };
    case "unknown":
      return { admitted: letThrough(hit, chain, rule, walk), next: alive, left: noAddress };
    case "drop":
      return { admitted: nobody, next: missed, left: noAddress };
    case "return":
      return { admitted: nobody, next: missed, left: hit };
    case "jump":
    case "goto": {
      const called = walkChain(verdict.chain, hit, [...callers, chain], walk, rule);
      return verdict.kind === "jump"
        ? { admitted: called, next: union(missed, called.on), left: noAddress }
        : { admitted: called, next: missed, left: called.on };
    }
  }
}

function walkChain(name: string, entering: Ranges, callers: readonly string[], walk: Walk, by?: FilterRule): Passage {
  const rules = walk.rulesOf.get(name);
  if (
    rules === undefined ||
    callers.includes(name) ||
    callers.length > jumpsAtMost ||
    walk.comparisons > comparisonsAtMost
  ) {
    return { sources: entering, by: by === undefined ? [] : [{ chain: callers.at(-1) ?? "", rule: by }], on: entering };
  }
  let [alive, left, admitted] = [entering, noAddress, nobody];
  for (const rule of rules) {
    walk.comparisons += effortOf(rule, alive, walk);
    const tried = tryRule(rule, name, alive, callers, walk);
    if (tried.admitted !== nobody) admitted = both(admitted, tried.admitted);
    if (tried.left.length > 0) left = union(left, tried.left);
    alive = tried.next;
    if (alive.length === 0) break;
  }
  return { ...admitted, on: union(left, alive) };
}

/**
 * Which sources a base chain may let through to a port. Whatever is not understood counts as letting through, and as
 * dropping nothing.
 */
export function admittedBy(chain: BaseChain, table: FilterTable, knock: Knock): Admitted {
  const rulesOf = new Map(table.chains.map(({ name, rules }) => [name, rules]));
  const sets = new Map(table.sets.map(({ name, among }) => [name, among]));
  const walk: Walk = { knock, rulesOf, sets, comparisons: 0 };
  const { sources, by, on } = walkChain(chain.name, everyAddress(knock.family), [], walk);
  return { sources: chain.policy === "drop" && rulesOf.has(chain.name) ? sources : union(sources, on), by };
}
