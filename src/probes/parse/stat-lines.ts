import type { FileStat, FileType, Walk } from "../../evidence/files.ts";

// st_mode's file type (inode(7)). A map, not an object: Biome's formatter has turned octal keys into other numbers.
const fileTypes: ReadonlyMap<number, FileType> = new Map([
  [0o100000, "file"],
  [0o040000, "directory"],
  [0o120000, "symlink"],
]);

// A path ends with a slash that no name can hold, so that a name with a line break cannot pass for a line of its own.
const line = /^([et])\|([0-9a-f]+)\|(\d+)\|(\d+)\|([^|]*)\|([^|]*)\|(\/.*)\/$/;

type Entry = { readonly kind: "entry" | "target"; readonly stat: FileStat };

function readLine(text: string): Entry {
  const [, kind, mode = "", uid, gid, user = "", group = "", path = ""] = line.exec(text) ?? [];
  if (kind === undefined) throw new Error(`not a stat line: ${JSON.stringify(text.slice(0, 120))}`);
  const bits = Number.parseInt(mode, 16);
  const type = fileTypes.get(bits & 0o170000) ?? "other";
  const stat = {
    path: path === "" ? "/" : path,
    type,
    mode: bits & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    user,
    group,
  };
  return { kind: kind === "e" ? "entry" : "target", stat };
}

/**
 * Reads what `stat` and `list` answer: an `e` line an entry, and a `t` line for what a link leads to. A link without
 * one dangles.
 * @throws Error at a line of another form, or outside `root`.
 */
export function parseStatLines(payload: Buffer, root: string): readonly FileStat[] {
  // latin1 keeps every byte of a name that is no UTF-8; names of interest are ASCII.
  const lines = payload
    .toString("latin1")
    .split("\n")
    .filter((text) => text !== "")
    .map(readLine);
  const stray = lines.find(({ stat }) => stat.path !== root && !stat.path.startsWith(root === "/" ? "/" : `${root}/`));
  if (stray !== undefined) throw new Error(`not below ${root}: ${JSON.stringify(stray.stat.path.slice(0, 120))}`);
  const targets = new Map(lines.filter(({ kind }) => kind === "target").map(({ stat }) => [stat.path, stat]));
  const entries = lines.filter(({ kind }) => kind === "entry").map(({ stat }) => stat);
  return entries.map((stat) =>
    stat.type === "symlink" ? { ...stat, target: targets.get(stat.path) ?? ("dangling" as const) } : stat,
  );
}

/** One file. @throws Error where the answer is not exactly one entry. */
export function parseStat(payload: Buffer, path: string): FileStat {
  const [only, ...more] = parseStatLines(payload, path);
  if (only === undefined || more.length > 0) throw new Error(`expected one entry for ${path}`);
  return only;
}

/** A directory and everything below it, sorted by path so that two runs agree. */
export function parseWalk(payload: Buffer, root: string): Walk {
  const entries = [...parseStatLines(payload, root)].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (entries[0]?.path !== root) throw new Error(`the answer does not start at ${root}`);
  return { root, entries };
}
