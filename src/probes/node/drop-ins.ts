import { baseName } from "../../evidence/base-name.ts";
import type { Walk } from "../../evidence/files.ts";
import { type Observed, type Unknown, unknown, valuesSeen } from "../../evidence/observed.ts";

/**
 * Where systemd's daemons look for a configuration file and its drop-ins: the first main file that is there counts, and
 * of drop-ins with one name the first directory's (journald.conf(5), journal-upload.conf(5)).
 */
export const configurationPlaces = ["/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd"];

/** A file with its text. */
export type ReadFile = { readonly file: string; readonly text: string };

/**
 * The drop-ins of directories that were listed, in their order, by name; of two with the same the first directory's counts.
 * systemd looks into no directory below.
 */
export function dropIns(walks: readonly Observed<Walk>[]): readonly string[] {
  const found = valuesSeen(walks).flatMap(({ root, entries }) =>
    entries.flatMap(({ path, type }) =>
      type !== "directory" && /^[^/]+\.conf$/.test(path.slice(root.length + 1)) ? [path] : [],
    ),
  );
  const byName = new Map(found.toReversed().map((path) => [baseName(path), path]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** That a file is gone which was listed: what it said is not known. */
export function goneMeanwhile(read: readonly Observed<unknown>[]): Unknown | undefined {
  const gone = read.find(({ state }) => state === "absent");
  return gone && unknown("not-collected", "a file that was listed is not there", gone.source);
}
