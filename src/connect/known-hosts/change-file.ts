import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { codeOf } from "../../error-code.ts";

/**
 * Puts a changed copy in a file's place: the whole of it, or nothing. Links are followed to the file that they lead to; its
 * mode and owner stay; a new file is its owner's alone. `change` is given what is there, and nothing is written where it
 * gives nothing. The copy is the lock: a second writer waits until it has taken the file's name, and reads what came of it.
 * @throws Error as node:fs has it.
 */
export function changeFile(path: string, change: (before: Buffer) => Buffer | undefined): void {
  const target = targetOf(path);
  const there = existsSync(target) ? statSync(target) : undefined;
  if (there?.isFile() === false) throw new Error("it is no regular file");
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const copy = `${target}.plimsoll-new`;
  const file = openAlone(copy);
  let isDone = false;
  try {
    const after = change(existsSync(target) ? readFileSync(target) : Buffer.alloc(0));
    if (after === undefined) return;
    writeFileSync(file, after);
    if (there !== undefined) likeBefore(file, there);
    fsyncSync(file);
    renameSync(copy, target);
    isDone = true;
    syncFolder(dirname(target));
  } finally {
    closeSync(file);
    if (!isDone) rmSync(copy, { force: true });
  }
}

/** The path that links lead to, of a file that need not be there yet. */
function targetOf(path: string): string {
  const folder = existsSync(dirname(path)) ? realpathSync(dirname(path)) : resolve(dirname(path));
  const plain = join(folder, basename(path));
  if (existsSync(plain)) return realpathSync(plain);
  const isLink = lstatSync(plain, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? targetOf(resolve(folder, readlinkSync(plain))) : plain;
}

/** How long a writer is waited for: writing takes milliseconds. */
const patience = { steps: 300, milliseconds: 10 };

function openAlone(copy: string): number {
  for (let step = 0; ; step += 1) {
    try {
      return openSync(copy, "wx", 0o600);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      if (step < patience.steps) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience.milliseconds);
      else throw new Error(`${copy} is there: another plimsoll is writing; remove it where none runs`);
    }
  }
}

function likeBefore(file: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(file);
  if (own.uid !== uid || own.gid !== gid) fchownSync(file, uid, gid);
  fchmodSync(file, mode & 0o7777);
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
