import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { codeOf } from "../error-code.ts";
import { orOutputError } from "./output-error.ts";
import { RunFolderError } from "./run-folder-error.ts";

/** Who writes the run, while somebody does; relative to its folder. */
export const lockFile = "lock";

/** Who writes a run. `startedAt` tells a process from a later one of the same number; not every system says it. */
const holderSchema = z.strictObject({ process: z.int(), host: z.string(), startedAt: z.string().exactOptional() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Keeps other processes from writing a run, or into a folder of runs, until the function that is returned is called. The
 * lock of a process that is gone counts for nothing. Where there is no such folder there is nothing to be kept.
 * @throws RunFolderError where somebody else writes it.
 */
export function lockRun(folder: string): () => void {
  const path = join(folder, lockFile);
  for (;;) {
    const taken = take(path);
    if (taken !== "held") return taken === "ours" ? () => rmSync(path, { force: true }) : () => undefined;
    const text = textOf(path);
    if (text === undefined) continue;
    const holder = holderOf(text);
    if (holder === undefined || isThere(holder)) throw inUse(folder, path, holder);
    takeAway(folder, path, text);
  }
}

/** Whether another process writes a run, as far as can be told from here. Takes nothing. */
export function isBeingWritten(folder: string): boolean {
  const holder = holderOf(textOf(join(folder, lockFile)) ?? "");
  return holder !== undefined && isThere(holder);
}

function take(path: string): "ours" | "held" | "no folder" {
  const startedAt = startOf(process.pid);
  const holder: Holder = { process: process.pid, host: hostname(), ...(startedAt && { startedAt }) };
  return orOutputError(path, () => {
    try {
      writeLock(path, holder);
      return "ours";
    } catch (error) {
      if (codeOf(error) === "EEXIST") return "held";
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return "no folder";
      throw error;
    }
  });
}

/** On the disk at once: of a lock that a power failure or a full disk left empty nobody could say whose it is. */
function writeLock(path: string, holder: Holder): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(holder)}\n`);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Undefined where it has gone meanwhile. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Of a process elsewhere nothing is known from here. */
function isThere({ process: id, host, startedAt }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(id, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  return startedAt === undefined || startOf(id) === startedAt;
}

/** When a process was started, in clock ticks since boot (proc(5)); undefined where the system does not say. */
function startOf(id: number): string | undefined {
  const text = textOf(`/proc/${id}/stat`);
  // Its second field is the program's name in parentheses, which may hold anything.
  return text
    ?.slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .at(19);
}

/** Takes the lock of a process away that is gone; of two who do so at once one may meet the other's new lock. */
function takeAway(folder: string, path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = textOf(aside) ?? "";
  if (moved !== text) linkSync(aside, path);
  rmSync(aside, { force: true });
  if (moved !== text) throw inUse(folder, path, holderOf(moved));
}

function inUse(folder: string, path: string, holder: Holder | undefined): RunFolderError {
  const who = holder === undefined ? "another process" : `process ${holder.process} on ${holder.host}`;
  return new RunFolderError(`${folder} is in use by ${who}; if that is no plimsoll any more, remove ${path}`);
}
