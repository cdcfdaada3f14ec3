import { posix } from "node:path";

/** One entry of a described file system. */
export type DescribedEntry = {
  readonly type: "file" | "directory" | "link";
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  /** Where a link leads to. */
  readonly target: string;
  readonly text: string | undefined;
};

type Texts = Readonly<Record<string, string>>;

/** `/a/{b,c}.{crt,key}`, as a shell would write it out. */
function expandBraces(path: string): readonly string[] {
  const match = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path);
  if (match === null) return [path];
  const [, before = "", words = "", after = ""] = match;
  return words.split(",").flatMap((word) => expandBraces(`${before}${word}${after}`));
}

function readLine(line: string): readonly (readonly [path: string, entry: DescribedEntry])[] {
  const match = /^([0-7]{4}) ([^ :]+):([^ :]+) (\/\S*?)(\/)?(?: -> (\S+))?$/.exec(line);
  if (match === null) throw new Error(`not MODE USER:GROUP PATH: ${line}`);
  const [, mode = "", user = "", group = "", paths = "", slash, target = ""] = match;
  const linkOrFile = target === "" ? "file" : "link";
  const type = slash === undefined ? linkOrFile : "directory";
  return expandBraces(paths).map((path) => [
    path,
    { type, mode: Number.parseInt(mode, 8), user, group, target, text: undefined },
  ]);
}

const plainDirectory: DescribedEntry = {
  type: "directory",
  mode: 0o755,
  user: "root",
  group: "root",
  target: "",
  text: undefined,
};

/**
 * Entries by path. Directories that nothing describes are root's with mode 0755, as `mkdir -p` makes them.
 * @throws Error where a text belongs to no file that is described.
 */
export function describedEntries(lines: readonly string[], texts: Texts): ReadonlyMap<string, DescribedEntry> {
  const entries = new Map(lines.flatMap(readLine));
  for (const [path, text] of Object.entries(texts)) {
    const entry = entries.get(path);
    if (entry?.type !== "file") throw new Error(`a text, but no line in files: ${path}`);
    entries.set(path, { ...entry, text });
  }
  for (const path of [...entries.keys()]) {
    for (let above = posix.dirname(path); above !== "/"; above = posix.dirname(above)) {
      if (!entries.has(above)) entries.set(above, plainDirectory);
    }
  }
  return entries.set("/", plainDirectory);
}

/** A node's files with the roots of its processes below /proc: entries by path, and which path shows another. */
export type FileSystem = {
  readonly entries: ReadonlyMap<string, DescribedEntry>;
  readonly mounts: ReadonlyMap<string, string>;
};

export type Found = { readonly path: string; readonly entry: DescribedEntry };

const linksAtMost = 40;

/** What lstat (or, following, stat) finds at a path, the way the kernel walks there; undefined where nothing is. */
export function find(system: FileSystem, path: string, follow: boolean, links = 0): Found | undefined {
  const names = path.split("/").filter((name) => name !== "");
  let at = "/";
  for (const [index, name] of names.entries()) {
    const next = posix.join(at, name);
    at = system.mounts.get(next) ?? next;
    const entry = system.entries.get(at);
    const isLast = index === names.length - 1;
    if (entry?.type === "link" && (follow || !isLast)) {
      if (links > linksAtMost) return undefined;
      // An absolute target starts at the reader's own root, also below /proc/PID/root.
      const target = posix.resolve(posix.dirname(at), entry.target);
      return find(system, posix.join(target, ...names.slice(index + 1)), follow, links + 1);
    }
    if (entry === undefined || (!isLast && entry.type !== "directory")) return undefined;
  }
  const entry = system.entries.get(at);
  return entry === undefined ? undefined : { path: at, entry };
}

/** Names directly below a directory, sorted. */
export const namesBelow = ({ entries }: FileSystem, directory: string): readonly string[] =>
  [...entries.keys()]
    .filter((path) => path !== "/" && posix.dirname(path) === directory)
    .map((path) => posix.basename(path))
    .sort();
