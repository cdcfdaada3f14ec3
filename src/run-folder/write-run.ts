import { createHash } from "node:crypto";
import { closeSync, createWriteStream, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import type { TextPieces } from "../large-json/text-pieces.ts";
import { jsonChunks } from "../large-json/write-json.ts";
import { noteWritten, removeJournal, writeJournal } from "./journal.ts";
import {
  type BegunRun,
  clusterEvidenceFile,
  clusterListDepth,
  type Manifest,
  manifestFile,
  nodeEvidenceFile,
} from "./manifest.ts";

/** A file that could not be written: one sentence with the path and why. What was written before it stays. */
export class OutputError extends Error {}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EACCES: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is no directory",
  EEXIST: "it exists and is no folder",
  ENOENT: "the folder does not exist",
};

/** Does what writes to a path; @throws OutputError where it fails. */
export function orOutputError<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw outputError(path, error);
  }
}

function outputError(path: string, error: unknown): OutputError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new OutputError(`cannot write ${path}: ${why}`);
}

/** A run's files as they are written. Every file appears whole or not at all: a killed run leaves no half of one. */
export type RunWriter = {
  readonly folder: string;
  /** Begins the run's journal: until the manifest is written it knows every file, so that a killed run can be gone on with. */
  readonly begin: (run: BegunRun) => void;
  readonly writeNode: (evidence: NodeEvidence) => void;
  readonly writeCluster: (evidence: ClusterEvidence) => Promise<void>;
  /** Writes text by path relative to the folder. */
  readonly writeText: (path: string, content: TextPieces) => void;
  readonly writeBytes: (path: string, content: Buffer) => void;
  /** Takes a file away, of those known or written before. */
  readonly remove: (path: string) => void;
  /** Writes the manifest with the digests of everything written so far, those of `known` included; ends the journal. */
  readonly writeManifest: (manifest: Omit<Manifest, "files"> & Partial<Pick<Manifest, "files">>) => void;
};

/** Makes a run's folder where it is not there. @throws OutputError where it cannot be made. */
export const makeRunFolder = (folder: string): void => {
  orOutputError(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
};

/**
 * Opens a run folder for writing, making it where it is not there. Only its owner can read it: evidence shows how a
 * cluster is configured.
 * @throws OutputError where it cannot be made.
 */
export function openRun(folder: string, known: Readonly<Record<string, string>> = {}): RunWriter {
  const digests: Record<string, string> = { ...known };
  let inJournal = false;
  makeRunFolder(folder);

  function wrote(path: string, sha256: string): void {
    digests[path] = sha256;
    if (inJournal) orOutputError(join(folder, path), () => noteWritten(folder, path, sha256));
  }
  function write(path: string, pieces: Iterable<string | Buffer> & object): void {
    wrote(path, writePieces(join(folder, path), pieces));
  }

  // No time stamp and no operating system in the gzip header: the same evidence gives the same bytes.
  const writeJsonGz = (path: string, value: unknown): void => write(path, [gzipSync(JSON.stringify(value))]);
  return {
    folder,
    begin(run) {
      orOutputError(folder, () => writeJournal(folder, run, digests));
      inJournal = true;
    },
    writeNode: (evidence) => writeJsonGz(nodeEvidenceFile(evidence.node), evidence),
    async writeCluster(evidence) {
      const chunks = jsonChunks(evidence, clusterListDepth);
      wrote(clusterEvidenceFile, await writeGz(join(folder, clusterEvidenceFile), chunks));
    },
    writeText: write,
    writeBytes: (path, content) => write(path, [content]),
    remove(path) {
      orOutputError(join(folder, path), () => rmSync(join(folder, path), { force: true }));
      delete digests[path];
    },
    // Files come last, as the manifest's schema has them: a manifest that was read and written again has the same bytes.
    writeManifest({ files: _, ...manifest }) {
      const files = Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)));
      writePieces(join(folder, manifestFile), [`${JSON.stringify({ ...manifest, files }, null, 2)}\n`]);
      if (inJournal) orOutputError(folder, () => removeJournal(folder));
      inJournal = false;
    },
  };
}

/** Writes a file piece by piece as they come; gives its digest. */
function writePieces(target: string, pieces: Iterable<string | Buffer>): string {
  const partial = `${target}.part`;
  const digest = createHash("sha256");
  const file = orOutputError(target, () => {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    return openSync(partial, "w", 0o600);
  });
  try {
    try {
      for (const piece of pieces) {
        digest.update(piece);
        orOutputError(target, () => writeFileSync(file, piece));
      }
    } finally {
      closeSync(file);
    }
    orOutputError(target, () => renameSync(partial, target));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return digest.digest("hex");
}

/** Packs text that is too large to be held at once into a file; gives the file's digest. */
async function writeGz(target: string, chunks: Iterable<string>): Promise<string> {
  const partial = `${target}.part`;
  const digest = createHash("sha256");
  async function* counted(packed: AsyncIterable<Buffer>) {
    for await (const chunk of packed) {
      digest.update(chunk);
      yield chunk;
    }
  }
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    await pipeline(Readable.from(chunks), createGzip(), counted, createWriteStream(partial, { mode: 0o600 }));
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw outputError(target, error);
  }
  return digest.digest("hex");
}
