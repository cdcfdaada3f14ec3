import type { FileStat, FileType, Walk } from "../../evidence/files.ts";
import { oncePerText } from "./once-per-text.ts";

// st_mode's file type (inode(7)). A map, not an object: Biome's formatter has turned octal keys into other numbers.
const fileTypes: ReadonlyMap<number, FileType> = new Map([
  [0o100000, "file"],
  [0o040000, "directory"],
  [0o120000, "symlink"],
]);

// A path ends with a slash that no name can hold, so that a name with a line break cannot pass for a line of its own.
const line = /^([et])\|([0-9a-f]{1,8})\|(\d{1,10})\|(\d{1,10})\|([^|]*)\|([^|]*)\|(\/.*)\/$/;

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
export const parseStatLines = (payload: Buffer, root: string): readonly FileStat[] =>
  // latin1 keeps apart what is not: every byte is a character. No path holds the one between.
  parseBelow(`${root}\0${payload.toString("latin1")}`);

// Owners and modes are those of whoever made the nodes: all have the same, and several facts look at the same file.
const parseBelow = oncePerText((rootAndLines) => {
  const root = rootAndLines.slice(0, rootAndLines.indexOf("\0"));
  const lines = rootAndLines
    .slice(root.length + 1)
    .split("\n")
    .filter((text) => text !== "")
    .map(readLine);
  const start = Buffer.from(root, "utf8").toString("latin1");
  const stray = lines.find(
    ({ stat }) => stat.path !== start && !stat.path.startsWith(start === "/" ? "/" : `${start}/`),
  );
  if (stray !== undefined) throw new Error(`not below ${root}: ${JSON.stringify(stray.stat.path.slice(0, 120))}`);
  const targets = new Map(lines.filter(({ kind }) => kind === "target").map(({ stat }) => [stat.path, named(stat)]));
  const entries = lines.filter(({ kind }) => kind === "entry").map(({ stat }) => stat);
  // A name that begins with a line break makes two lines, the first of which is its directory once more.
  if (new Set(entries.map(({ path }) => path)).size < entries.length) throw new Error("a path is listed twice");
  return entries.map((stat) =>
    stat.type === "symlink" ? { ...named(stat), target: targets.get(stat.path) ?? ("dangling" as const) } : named(stat),
  );
});

const asUtf8 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

/** With its names as people read them; U+FFFD for bytes that are no UTF-8, and nothing is asked about such a path. */
const named = (stat: FileStat): FileStat => ({
  ...stat,
  path: asUtf8(stat.path),
  user: asUtf8(stat.user),
  group: asUtf8(stat.group),
});

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
