import { createHmac } from "node:crypto";
import { namedBy } from "./host-patterns.ts";
import type { KnownHostsLine } from "./known-hosts-line.ts";

/** A hashed name: HMAC-SHA1 of it, keyed with the salt (hostfile.c, host_hash). */
type HashedLine = { readonly line: KnownHostsLine; readonly salt: Buffer; readonly hash: string };

/** The lines of a file by what has to be compared to find those of a name. */
type Index = {
  /** By each name that a line has in full. */
  readonly plain: ReadonlyMap<string, readonly KnownHostsLine[]>;
  readonly patterns: readonly { readonly line: KnownHostsLine; readonly among: readonly string[] }[];
  /** Those that no name has been found for yet: a line is of one name, so every name that is found leaves fewer. */
  hashed: readonly HashedLine[];
  /** Hashed lines by the names that were looked for in all of them. */
  readonly unhashed: Map<string, KnownHostsLine[]>;
  /** What was found before. */
  readonly found: Map<string, readonly KnownHostsLine[]>;
};

const indexes = new WeakMap<readonly KnownHostsLine[], Index>();

/**
 * The lines that speak of a name, as the file has it, in the file's order. Each host of a run asks several times, and a
 * file may have as many lines as there are hosts: it is gone through once, and its hashed lines once for each name.
 */
export function linesFor(lines: readonly KnownHostsLine[], name: string): readonly KnownHostsLine[] {
  const index = indexOf(lines);
  const found = index.found.get(name) ?? find(index, name);
  index.found.set(name, found);
  return found;
}

/** Milliseconds after which others have their turn. */
const aTurn = 20;

/**
 * Finds out which of these names each hashed line is of, so that they are not looked for line by line. Files mostly have
 * hosts in some order, which is that of the inventory or near it: the name of the next line is looked for around that of
 * the last one. Then a line costs a hash or two, and not one for each name.
 */
export async function unhash(lines: readonly KnownHostsLine[], names: readonly string[]): Promise<void> {
  const index = indexOf(lines);
  const wanted = [...new Set(names)].filter((name) => !index.unhashed.has(name));
  if (index.hashed.length === 0 || wanted.length === 0) return;
  for (const name of wanted) index.unhashed.set(name, []);
  const others: HashedLine[] = [];
  let last = 0;
  let since = performance.now();
  for (const one of index.hashed) {
    const at = nameOfLine(one, wanted, last);
    if (at === undefined) others.push(one);
    else add(index.unhashed, wanted[at] ?? "", one.line);
    last = at ?? last;
    if (performance.now() - since < aTurn) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
  index.hashed = others;
}

/** Where the name of a line stands among those given; the nearest to a place are tried first. */
function nameOfLine(line: HashedLine, names: readonly string[], start: number): number | undefined {
  for (const place of around(start, names.length)) if (isOf(line, names[place] ?? "")) return place;
  return undefined;
}

/** All places of a list, the nearest to one of them first. */
function* around(start: number, length: number): Generator<number> {
  for (let distance = 0; distance < length; distance += 1) {
    if (start + distance < length) yield start + distance;
    if (distance > 0 && start - distance >= 0) yield start - distance;
  }
}

function indexOf(lines: readonly KnownHostsLine[]): Index {
  const index = indexes.get(lines) ?? makeIndex(lines);
  indexes.set(lines, index);
  return index;
}

function makeIndex(lines: readonly KnownHostsLine[]): Index {
  const plain = new Map<string, KnownHostsLine[]>();
  const hashed: HashedLine[] = [];
  const patterns: Index["patterns"][number][] = [];
  for (const line of lines) {
    if (line.hosts.startsWith("|")) {
      const [, algorithm, salt, hash] = line.hosts.split("|");
      if (algorithm !== "1" || salt === undefined || hash === undefined) continue;
      hashed.push({ line, salt: Buffer.from(salt, "base64"), hash });
      continue;
    }
    const among = line.hosts.toLowerCase().split(",");
    if (/[*?!]/.test(line.hosts)) patterns.push({ line, among });
    else for (const name of new Set(among)) add(plain, name, line);
  }
  return { plain, patterns, hashed, unhashed: new Map(), found: new Map() };
}

function add(lines: Map<string, KnownHostsLine[]>, name: string, line: KnownHostsLine): void {
  const others = lines.get(name);
  if (others === undefined) lines.set(name, [line]);
  else others.push(line);
}

function find(index: Index, name: string): readonly KnownHostsLine[] {
  return [
    ...(index.plain.get(name) ?? []),
    ...index.patterns.filter(({ among }) => namedBy(among, name)).map(({ line }) => line),
    ...(index.unhashed.get(name) ?? findHashed(index, name)),
  ].sort((one, other) => one.line - other.line);
}

function findHashed(index: Index, name: string): readonly KnownHostsLine[] {
  const found = index.hashed.filter((one) => isOf(one, name));
  if (found.length > 0) index.hashed = index.hashed.filter((one) => !found.includes(one));
  return found.map(({ line }) => line);
}

const isOf = ({ salt, hash }: HashedLine, name: string): boolean =>
  createHmac("sha1", salt).update(name).digest("base64") === hash;
