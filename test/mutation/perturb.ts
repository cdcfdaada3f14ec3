import { createHash } from "node:crypto";
import type { Asked } from "./corpus.ts";

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A question's own seed: further questions in the corpus do not change what becomes of the others. */
export const seedOf = (asked: Asked): number =>
  createHash("sha256").update(JSON.stringify(asked)).digest().readUInt32BE();

type Path = readonly (string | number)[];
type Leaf = { readonly path: Path; readonly value: unknown };
/** Where a value stands, without positions in lists: values at the same kind of place may stand for each other. */
const placeOf = (path: Path): string => path.map((part) => (typeof part === "number" ? "*" : part)).join("/");

/** All values of a JSON value, the whole first; lists and objects too. */
function nodesOf(whole: unknown): readonly Leaf[] {
  const found: Leaf[] = [{ path: [], value: whole }];
  for (const { path, value } of found) {
    if (typeof value !== "object" || value === null) continue;
    const isList = Array.isArray(value);
    for (const [key, part] of Object.entries(value))
      found.push({ path: [...path, isList ? Number(key) : key], value: part });
  }
  return found;
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((part, index) => (index === key ? replaced(part, rest, by) : part));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

const unseen = {
  state: "unknown",
  reason: "permission-denied",
  message: "Permission denied",
  source: { host: "n1", request: "x" },
};
const gone = { state: "absent", source: { host: "n1", request: "x" } };

const isObserved = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "state" in value && "source" in value;

/** Values that other questions of the corpus hold at the same place. */
export type Seen = ReadonlyMap<string, readonly unknown[]>;

export function valuesSeen(corpus: readonly Asked[]): Seen {
  const seen = new Map<string, Map<string, unknown>>();
  for (const asked of corpus) {
    for (const { path, value } of nodesOf(asked)) {
      const place = placeOf(path);
      const here = seen.get(place) ?? new Map<string, unknown>();
      seen.set(place, here.set(JSON.stringify(value), value));
    }
  }
  return new Map([...seen].map(([place, values]) => [place, [...values.values()]]));
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;

/** Another value for one place: unseen, gone, a bit flipped, a member less, or what stands there elsewhere. */
function another({ path, value }: Leaf, seen: Seen, random: () => number): unknown {
  const dice = random();
  if (isObserved(value) && dice < 0.4) return dice < 0.25 ? unseen : gone;
  if (typeof value === "number" && dice < 0.7) return value ^ (1 << Math.floor(random() * 12));
  if (typeof value === "boolean") return !value;
  // A component without a command line is absent: no probe says that it is there with none.
  const least = /\/(manifest|process)\.[a-z-]+\/value$/.test(placeOf(path)) ? 1 : 0;
  if (Array.isArray(value) && value.length > least && dice < 0.5) {
    const left = Math.floor(random() * value.length);
    return value.filter((_, index) => index !== left);
  }
  return pick(seen.get(placeOf(path)) ?? [value], random);
}

// Where it comes from decides nothing. What is known of a fact goes with its value, a walk's root is where its entries
// are, and a link alone has a target.
const wholes = ["state", "root", "type"];
const isFixed = (path: Path): boolean => path.includes("source") || wholes.includes(String(path.at(-1)));

/** A question with one or two of its values changed: nobody wrote down what the answer should be. */
export function perturbed(asked: Asked, seen: Seen, random: () => number): Asked {
  const changes = random() < 0.6 ? 1 : 2;
  let now: unknown = asked;
  for (let change = 0; change < changes; change += 1) {
    const nodes = nodesOf(now).filter(({ path }) => path[0] === "given" && path.length > 2 && !isFixed(path));
    if (nodes.length === 0) return now as Asked;
    const node = pick(nodes, random);
    now = replaced(now, node.path, another(node, seen, random));
  }
  return now as Asked;
}
