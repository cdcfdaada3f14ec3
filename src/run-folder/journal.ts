import { closeSync, constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type BegunRun, begunSchema } from "./manifest.ts";
import { wholeWriter } from "./write-whole.ts";

/** Lies in a run's folder from its first question until its manifest is written: one that stays tells of a killed run. */
export const journalFile = "journal.jsonl";

const entrySchema = z.strictObject({ path: z.string(), sha256: z.string() });

/** What a run's journal says: what the run was begun as, and the SHA-256 of each file that was whole when it was noted. */
export type Journal = { readonly run: BegunRun; readonly files: Readonly<Record<string, string>> };

const entry = (path: string, sha256: string): string => `${JSON.stringify({ path, sha256 })}\n`;

/** Writes a journal in place of an earlier one: there whole, or not at all. @throws OutputError */
export function writeJournal(folder: string, run: BegunRun, files: Journal["files"]): void {
  const noted = Object.entries(files).map(([path, sha256]) => entry(path, sha256));
  wholeWriter().writeLast(join(folder, journalFile), [`${JSON.stringify(run)}\n`, ...noted].join(""));
}

/** Notes a file that is whole now. */
export function noteWritten(folder: string, path: string, sha256: string): void {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;
  const file = openSync(join(folder, journalFile), flags);
  try {
    writeFileSync(file, entry(path, sha256));
  } finally {
    closeSync(file);
  }
}

/** Ends the journal of a run, which has a manifest by now. */
export const removeJournal = (folder: string): void => rmSync(join(folder, journalFile), { force: true });

/** Whether a run was begun here and has not ended. */
export const hasJournal = (folder: string): boolean => existsSync(join(folder, journalFile));

/** Reads a run's journal; undefined where there is none. @throws z.ZodError or SyntaxError where its first line is none. */
export function readJournal(folder: string): Journal | undefined {
  if (!hasJournal(folder)) return undefined;
  const [first = "", ...lines] = readFileSync(join(folder, journalFile), "utf8").split("\n");
  const files: Record<string, string> = {};
  for (const line of lines) {
    const noted = readEntry(line);
    if (noted !== undefined) files[noted.path] = noted.sha256;
  }
  return { run: begunSchema.parse(JSON.parse(first)), files };
}

/** What was cut off when the disk was full or the machine went down notes nothing: that file is made again. */
function readEntry(line: string): z.infer<typeof entrySchema> | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
