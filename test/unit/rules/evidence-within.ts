import type { Observed } from "../../../src/evidence/observed.ts";

/** Where within a value a piece of evidence stands. */
export type EvidencePath = readonly string[];

const isObserved = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "state" in value && "source" in value;

function pathsOf(value: unknown, path: EvidencePath): readonly EvidencePath[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
  return isObserved(value) && path.length > 0 ? [path, ...inner] : inner;
}

/** Every piece of evidence of its own within a fact: a file's stat, a walk, what starts next. */
export const evidenceWithin = (fact: Observed<unknown>): readonly EvidencePath[] => pathsOf(fact, []);

function replaced(value: unknown, [key, ...rest]: EvidencePath, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === key ? replaced(part, rest, by) : part));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

/** A fact with one piece of its evidence replaced. */
export const withOneWithin = (fact: Observed<unknown>, path: EvidencePath, by: Observed<never>): Observed<unknown> =>
  replaced(fact, path, by) as Observed<unknown>;

/** A fact with all that it holds of evidence replaced. */
export const withAllWithin = (fact: Observed<unknown>, by: Observed<never>): Observed<unknown> =>
  evidenceWithin(fact)
    .filter(
      (path, _, all) => !all.some((other) => other.length < path.length && other.every((key, at) => path[at] === key)),
    )
    .reduce((changed, path) => withOneWithin(changed, path, by), fact);
