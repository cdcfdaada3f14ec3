import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  createWriteStream,
  fchmodSync,
  fsync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type OutputError, orOutputError, outputError } from "./output-error.ts";

/** Files that have their names but may not be on the disk yet: with more than this many the next one waits. */
const unsettledAtMost = 64;

/** Writes files so that each is there whole or not at all; gives their SHA-256. */
export type WholeWriter = {
  readonly write: (target: string, pieces: Iterable<string | Buffer>) => string;
  /** Packs text that is too large to be held at once. */
  readonly writeGz: (target: string, chunks: Iterable<string>) => Promise<string>;
  /** Writes the file that vouches for all others: it has its name once they, and it, are on the disk. */
  readonly writeLast: (target: string, content: string) => void;
};

/** Whether a name is that of a file that was being written, which a killed process leaves. */
export const isPartial = (name: string): boolean => /\.[0-9a-f]{16}\.part$/.test(name);

/** A file that is being written beside its place, and open. */
type Partial = { readonly target: string; readonly path: string; readonly file: number };

/** A new file. Nobody can know its name, and what is there already is not opened. */
function openPartial(target: string, mode: number): Partial {
  const path = `${target}.${randomBytes(8).toString("hex")}.part`;
  const file = orOutputError(target, () => openSync(path, "wx", mode));
  // A umask may take from the owner too.
  orOutputError(target, () => fchmodSync(file, mode));
  return { target, path, file };
}

function abandon({ path, file }: Partial): void {
  closeSync(file);
  rmSync(path, { force: true });
}

/** Gives a file its place once it is written; leaves nothing of it where that fails. */
function rename(partial: Partial): void {
  try {
    renameSync(partial.path, partial.target);
  } catch (error) {
    abandon(partial);
    throw outputError(partial.target, error);
  }
}

function writePieces(partial: Partial, pieces: Iterable<string | Buffer>): string {
  const digest = createHash("sha256");
  try {
    for (const piece of pieces) {
      digest.update(piece);
      orOutputError(partial.target, () => writeFileSync(partial.file, piece));
    }
  } catch (error) {
    abandon(partial);
    throw error;
  }
  return digest.digest("hex");
}

async function writePacked(partial: Partial, chunks: Iterable<string>): Promise<string> {
  const digest = createHash("sha256");
  async function* counted(packed: AsyncIterable<Buffer>) {
    for await (const chunk of packed) {
      digest.update(chunk);
      yield chunk;
    }
  }
  try {
    const output = createWriteStream(partial.path, { fd: partial.file, autoClose: false });
    await pipeline(Readable.from(chunks), createGzip(), counted, output);
  } catch (error) {
    abandon(partial);
    throw outputError(partial.target, error);
  }
  return digest.digest("hex");
}

/** What is on its way to the disk; the program does not stand still for it. */
type Settlement = {
  /** Closes a file that has its place, once the disk has it. */
  readonly later: (partial: Partial) => void;
  /** Waits for all of them. @throws OutputError where one did not get there. */
  readonly now: () => void;
};

function settlement(): Settlement {
  const unsettled = new Set<Partial>();
  const folders = new Set<string>();
  let failure: OutputError | undefined;
  function settle(partial: Partial): void {
    unsettled.delete(partial);
    orOutputError(partial.target, () => fsyncSync(partial.file));
  }
  return {
    later(partial) {
      folders.add(dirname(partial.target));
      unsettled.add(partial);
      fsync(partial.file, (error) => {
        if (error && unsettled.has(partial)) failure ??= outputError(partial.target, error);
        unsettled.delete(partial);
        closeSync(partial.file);
      });
      const [oldest] = unsettled;
      if (unsettled.size > unsettledAtMost && oldest !== undefined) settle(oldest);
    },
    now() {
      for (const partial of unsettled) settle(partial);
      for (const folder of folders) settleFolder(folder);
      folders.clear();
      if (failure !== undefined) throw failure;
    },
  };
}

/**
 * A writer whose files survive a power failure, which does not wait for the disk at each: the files of 5,000 nodes would
 * stand still for half a minute in all, or for minutes on a slow disk. `mode`: for their owner only without it.
 */
export function wholeWriter(mode = 0o600): WholeWriter {
  const { later, now } = settlement();
  return {
    write(target, pieces) {
      const partial = openPartial(target, mode);
      const digest = writePieces(partial, pieces);
      rename(partial);
      later(partial);
      return digest;
    },
    async writeGz(target, chunks) {
      const partial = openPartial(target, mode);
      const digest = await writePacked(partial, chunks);
      rename(partial);
      later(partial);
      return digest;
    },
    writeLast(target, content) {
      now();
      const partial = openPartial(target, mode);
      writePieces(partial, [content]);
      orOutputError(target, () => fsyncSync(partial.file));
      rename(partial);
      closeSync(partial.file);
      settleFolder(dirname(target));
    },
  };
}

/** That a file has its name is on the disk once its folder is. Windows opens no folder. */
function settleFolder(folder: string): void {
  if (process.platform === "win32") return;
  orOutputError(folder, () => {
    const file = openSync(folder, "r");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}
