import { chmodSync, lstatSync, mkdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { OutputError, orOutputError } from "./output-error.ts";

const writableByOthers = 0o022;
const writableByAll = 0o002;
const sticky = 0o1000;

const octal = ({ mode }: Stats): string => (mode & 0o7777).toString(8).padStart(4, "0");

/** Why what is written into a folder could be read, or put elsewhere, by somebody else; undefined where it cannot. */
function risk(folder: string, user: number): string | undefined {
  const link = lstatSync(folder);
  if (link.isSymbolicLink() && link.uid !== user) return "it is a link that somebody else made";
  const own = statSync(folder);
  if (!own.isDirectory()) return "it exists and is no folder";
  if (own.uid !== user) return `it belongs to uid ${own.uid}, not to who runs this (uid ${user})`;
  if ((own.mode & writableByOthers) !== 0) return `others may write to it (mode ${octal(own)})`;
  // Who may rename it could put a folder of theirs in its place: any ancestor that all may write to and that is not sticky.
  for (let path = dirname(realpathSync(folder)); ; path = dirname(path)) {
    const { mode } = statSync(path);
    if ((mode & writableByAll) !== 0 && (mode & sticky) === 0) return `anybody may rename what is in ${path}`;
    if (path === dirname(path)) return undefined;
  }
}

/**
 * Makes a folder where it is not there, for its owner only whatever the umask is, and sees that nobody else may meddle
 * with what is written into it.
 * @throws OutputError where it cannot be made, or somebody else may.
 */
export function openPrivateFolder(folder: string): void {
  orOutputError(folder, () => {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) chmodSync(folder, 0o700);
    // Windows has neither user ids nor modes.
    const why = process.geteuid === undefined ? undefined : risk(resolve(folder), process.geteuid());
    if (why !== undefined) throw new OutputError(`cannot write ${folder}: ${why}`);
  });
}

/**
 * Makes the folder of a file within a run, for its owner only. A link is not followed: a run that somebody else handed
 * over may hold one that leads anywhere.
 * @throws OutputError where it cannot be made or is a link.
 */
export function openSubfolder(path: string): void {
  orOutputError(path, () => {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (made !== undefined) chmodSync(path, 0o700);
    if (lstatSync(path).isSymbolicLink()) throw new OutputError(`cannot write ${path}: it is a link`);
  });
}
