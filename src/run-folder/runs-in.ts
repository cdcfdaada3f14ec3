import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../error-code.ts";
import { hasJournal } from "./journal.ts";
import { isBeingWritten } from "./lock.ts";
import { assessmentFile, manifestFile } from "./manifest.ts";
import { readManifest } from "./read-run.ts";
import { RunFolderError } from "./run-folder-error.ts";

/** A run that ended and was judged, by what its manifest says. */
export type RunPlace = { readonly name: string; readonly folder: string; readonly endedAt: string };

/** What lies beside runs and is none that can be shown: the sentence says which and why. */
export type LeftOut = { readonly name: string; readonly cause: string };

/** The runs in a folder, the one that ended first before others, and what else lies there. */
export type RunsIn = { readonly runs: readonly RunPlace[]; readonly leftOut: readonly LeftOut[] };

/**
 * Looks for runs in a folder itself, not below its folders. A link to a run that lies there too, as `latest` is, is that run;
 * names that begin with a dot are nobody's runs. Only manifests are read.
 * @throws RunFolderError where there is no such folder, or where it is a run itself.
 */
export function runsIn(folder: string): RunsIn {
  if (existsSync(join(folder, manifestFile)) || hasJournal(folder)) {
    throw new RunFolderError(`${folder} is a run itself; give the folder that holds it and others`);
  }
  const found = namesIn(folder).map((name) => lookedInto(folder, name));
  const runs = found.flatMap((one) => ("endedAt" in one ? [one] : []));
  return {
    runs: runs.toSorted((a, b) => Number(a.endedAt > b.endedAt) - Number(a.endedAt < b.endedAt)),
    leftOut: found.flatMap((one) => ("cause" in one ? [one] : [])),
  };
}

/** In the order of their names, links last, and of what several of them lead to the first. */
function namesIn(folder: string): readonly string[] {
  const entries = entriesOf(folder).filter(({ name }) => !name.startsWith("."));
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  const others = entries.filter((entry) => !entry.isSymbolicLink()).map(({ name }) => name);
  const known = new Set<string>();
  return [...others.toSorted(), ...links.toSorted()].filter((name) => {
    const place = placeOf(join(folder, name));
    if (place === undefined) return true;
    const isNew = !known.has(place);
    known.add(place);
    return isNew;
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    const why =
      { ENOENT: "there is no such folder", ENOTDIR: "it is no folder" }[code] ?? `it cannot be read (${code})`;
    throw new RunFolderError(`${folder}: ${why}`);
  }
}

/** Where a path leads to; undefined where it leads nowhere. */
function placeOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function lookedInto(parent: string, name: string): RunPlace | LeftOut {
  const folder = join(parent, name);
  try {
    const cause = whyNone(folder);
    if (cause !== undefined) return { name, cause: `${folder} ${cause}` };
    const { endedAt, files } = readManifest(folder);
    if (assessmentFile in files) return { name, folder, endedAt };
    return { name, cause: `${folder} was collected and not judged; judge it: plimsoll assess ${folder}` };
  } catch (error) {
    if (error instanceof RunFolderError) return { name, cause: error.message };
    throw error;
  }
}

function mayRead(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function whyNone(folder: string): string | undefined {
  if (placeOf(folder) === undefined) return "is a link that leads nowhere";
  if (!statSync(folder).isDirectory()) return "is no folder, so no run";
  if (!mayRead(folder)) return "may not be read by who runs this";
  const hasManifest = existsSync(join(folder, manifestFile));
  if ((hasJournal(folder) || !hasManifest) && isBeingWritten(folder)) return "is being collected just now";
  return hasManifest || hasJournal(folder) ? undefined : `holds no run: it has no ${manifestFile}`;
}
