import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "./manifest.ts";

/** Where a run keeps the earlier checklists that it carried people's words over from, as they were given. */
export const keptFolder = "previous/";

/** Where a run's own checklists lie. */
export const checklistsFolder = "checklists/";

/** Paths of the earlier checklists that a run keeps, relative to it. */
export const keptChecklists = ({ files }: Pick<Manifest, "files">): readonly string[] =>
  Object.keys(files).filter((path) => path.startsWith(keptFolder));

/** A checklist in a run's folder; changed: since plimsoll wrote it, or put there by somebody else. */
export type ChecklistOfRun = { readonly path: string; readonly changed: boolean };

/**
 * The checklists that lie in a run's folder now, people's changes included; where it has none of its own, those that it
 * carried words over from.
 */
export function checklistsInRun(folder: string, { files }: Pick<Manifest, "files">): readonly ChecklistOfRun[] {
  const below = join(folder, checklistsFolder);
  const own = existsSync(below) ? readdirSync(below).filter((name) => /\.cklb?$/i.test(name)) : [];
  const paths = own.length > 0 ? own.sort().map((name) => checklistsFolder + name) : keptChecklists({ files });
  return paths.map((path) => ({ path, changed: digestOf(folder, path) !== files[path] }));
}

/** The SHA-256 of a run's file as it is now; undefined where it cannot be read. */
export function digestOf(folder: string, path: string): string | undefined {
  try {
    return createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex");
  } catch {
    return undefined;
  }
}

/** Where copies of files lie in a run: by their names, made different where two have the same. */
export function keptPaths(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = name.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._-]+/, "") || "checklist";
    let path = `${keptFolder}${safe}`;
    for (let number = 2; taken.has(path.toLowerCase()); number += 1) path = `${keptFolder}${number}-${safe}`;
    taken.add(path.toLowerCase());
    return path;
  });
}
