import { z } from "zod";
import type { BaseChain, FilterRule, FilterTable } from "../../evidence/packet-filter.ts";
import { valuesOf } from "./nft-condition.ts";
import { mapElements, type Named, rulesOf, type Statement } from "./nft-rule.ts";

const dump = z.object({ nftables: z.array(z.record(z.string(), z.unknown())) });
const table = z.object({ family: z.string(), name: z.string(), flags: z.unknown().optional() });
const chain = z.object({
  family: z.string(),
  table: z.string(),
  name: z.string(),
  type: z.string().optional(),
  hook: z.string().optional(),
  prio: z.number().optional(),
  policy: z.enum(["accept", "drop"]).optional(),
});
const rule = z.object({ chain: z.string(), expr: z.array(z.record(z.string(), z.unknown())) });
const elements = z.object({
  name: z.string(),
  flags: z.union([z.string(), z.array(z.string())]).optional(),
  elem: z.array(z.unknown()).optional(),
});
const changing = z.object({ set: z.string().optional(), map: z.string().optional() });

/** The objects of a listing, by their kind, in its order. */
export type Listing = (kind: string) => readonly unknown[];

/** Reads what nft prints as JSON. @throws Error where it is no listing. */
export function parseListing(json: string): Listing {
  const byKind = new Map<string, unknown[]>();
  for (const object of dump.parse(JSON.parse(json)).nftables) {
    for (const [kind, value] of Object.entries(object)) {
      const others = byKind.get(kind);
      if (others === undefined) byKind.set(kind, [value]);
      else others.push(value);
    }
  }
  return (kind) => byKind.get(kind) ?? [];
}

function baseChain(seen: z.infer<typeof chain>): readonly BaseChain[] {
  const { family, name, type, hook, prio, policy } = seen;
  if (hook === undefined) return [];
  if (type === undefined || prio === undefined) throw new Error("a chain on a hook without type and priority");
  // Only chains of families without one have no policy.
  return [{ family, table: seen.table, name, type, hook, priority: prio, policy: policy ?? "accept" }];
}

/**
 * The base chains of a listing of chains or of a table.
 * @throws Error where it is no such listing.
 */
export const baseChainsOf = (listing: Listing): readonly BaseChain[] =>
  listing("chain").flatMap((seen) => baseChain(chain.parse(seen)));

const oneKey = (expression: Readonly<Record<string, unknown>>): Statement => {
  const [first, ...others] = Object.entries(expression);
  if (first === undefined || others.length > 0) throw new Error("a statement of several keys");
  return first;
};

type Rule = { readonly chain: string; readonly statements: readonly Statement[] };

/** Sets and maps whose elements stand in the table only: none that packets add to, or that forget. */
function namedIn(objects: Listing, rules: readonly Rule[]): Named {
  const changed = new Set(
    rules
      .flatMap(({ statements }) => statements.filter(([name]) => ["set", "map", "meter"].includes(name)))
      .flatMap(([, value]) => Object.values(changing.safeParse(value).data ?? {})),
  );
  const lasting = (kind: "set" | "map") =>
    objects(kind)
      .map((seen) => elements.parse(seen))
      .filter(({ flags = [] }) => [flags].flat().every((flag) => flag === "interval" || flag === "constant"))
      .map(({ name, elem = [] }) => [`@${name}`, elem] as const)
      .filter(([name]) => !changed.has(name));
  const sets = lasting("set").flatMap(([name, elem]) => {
    const values = valuesOf(elem);
    return values === undefined ? [] : [[name, values] as const];
  });
  const maps = lasting("map").flatMap(([name, elem]) => {
    const read = mapElements(elem);
    return read === undefined ? [] : [[name, read] as const];
  });
  return { sets: new Map(sets), maps: new Map(maps) };
}

// A map of verdicts is as many rules as it has elements, wherever it is named.
const rulesAtMost = 20_000;

/** What the rules of each chain decide. */
function decidedIn(chains: readonly string[], rules: readonly Rule[], named: Named): FilterTable["chains"] {
  const decided = new Map(chains.map((name): [string, FilterRule[]] => [name, []]));
  let count = 0;
  for (const { chain: name, statements } of rules) {
    const found = rulesOf(statements, named);
    count += found.length;
    if (count > rulesAtMost) throw new Error(`more than ${rulesAtMost} rules in a table`);
    decided.get(name)?.push(...found);
  }
  return [...decided].map(([name, found]) => ({ name, rules: found }));
}

/** The sets that rules name. */
function setsOf(chains: FilterTable["chains"], { sets }: Named): FilterTable["sets"] {
  const conditions = chains.flatMap((one) => one.rules.flatMap((decided) => decided.conditions));
  const used = new Set(conditions.flatMap((asked) => ("among" in asked ? asked.among : [])));
  return [...sets].filter(([name]) => used.has(name)).map(([name, among]) => ({ name, among }));
}

/** The chains that packets can come to from those given. */
function reachedFrom(chains: FilterTable["chains"], from: readonly string[]): FilterTable["chains"] {
  const byName = new Map(chains.map((one) => [one.name, one]));
  const reached = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { verdict } of byName.get(name)?.rules ?? []) if ("chain" in verdict) waiting.push(verdict.chain);
  }
  return chains.filter(({ name }) => reached.has(name));
}

/**
 * A table as `nft -j list table` prints it. Any flag of it counts as one that may switch it off: nft 1.0.6 prints other
 * words in their place.
 * @throws Error where it is no such listing.
 */
export function readTable(objects: Listing, state: string): FilterTable {
  const [own, ...others] = objects("table").map((seen) => table.parse(seen));
  if (own === undefined || others.length > 0) throw new Error("not one table");
  const rules = objects("rule").map((seen): Rule => {
    const { chain: name, expr } = rule.parse(seen);
    return { chain: name, statements: expr.map(oneKey) };
  });
  const named = namedIn(objects, rules);
  const names = objects("chain").map((seen) => chain.parse(seen).name);
  const onInput = baseChainsOf(objects).filter(({ hook }) => hook === "input");
  const reached = reachedFrom(
    decidedIn(names, rules, named),
    onInput.map(({ name }) => name),
  );
  return {
    family: own.family,
    name: own.name,
    mayBeDormant: state !== "active" || own.flags !== undefined,
    sets: setsOf(reached, named),
    chains: reached,
  };
}
