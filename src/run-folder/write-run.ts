import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
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
  manifestText,
  nodeEvidenceFile,
} from "./manifest.ts";
import { nodeFileText } from "./node-file.ts";
import { orOutputError } from "./output-error.ts";
import { openPrivateFolder, openSubfolder } from "./private-folder.ts";
import { wholeWriter } from "./write-whole.ts";

// Half of the time of zlib's own level, for files of which none is much to a disk: 13 % longer.
const packed = { level: 3 };

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
  /**
   * Writes the manifest with the digests of everything written so far, those of `known` included, and ends the journal.
   * Then all of it survives a power failure.
   */
  readonly writeManifest: (manifest: Omit<Manifest, "files"> & Partial<Pick<Manifest, "files">>) => void;
};

/**
 * Opens a run folder for writing, making it where it is not there. Only its owner can read it: evidence shows how a
 * cluster is configured.
 * @throws OutputError where it cannot be made, or others may write to it.
 */
export function openRun(folder: string, known: Readonly<Record<string, string>> = {}): RunWriter {
  const digests: Record<string, string> = { ...known };
  let inJournal = false;
  const writer = wholeWriter();
  openPrivateFolder(folder);

  /** Where a file lies, in a folder that is there. */
  function placed(path: string): string {
    const target = join(folder, path);
    if (dirname(path) !== ".") openSubfolder(dirname(target));
    return target;
  }

  function wrote(path: string, sha256: string): void {
    digests[path] = sha256;
    if (inJournal) orOutputError(join(folder, path), () => noteWritten(folder, path, sha256));
  }
  function write(path: string, pieces: Iterable<string | Buffer> & object): void {
    wrote(path, writer.write(placed(path), pieces));
  }

  return {
    folder,
    begin(run) {
      writeJournal(folder, run, digests);
      inJournal = true;
    },
    // No time stamp and no operating system in the gzip header: the same evidence gives the same bytes.
    writeNode: (evidence) => write(nodeEvidenceFile(evidence.node), [gzipSync(nodeFileText(evidence), packed)]),
    async writeCluster(evidence) {
      const chunks = jsonChunks(evidence, clusterListDepth);
      wrote(clusterEvidenceFile, await writer.writeGz(placed(clusterEvidenceFile), chunks));
    },
    writeText: write,
    writeBytes: (path, content) => write(path, [content]),
    remove(path) {
      orOutputError(join(folder, path), () => rmSync(join(folder, path), { force: true }));
      delete digests[path];
    },
    writeManifest({ files: _, ...manifest }) {
      const files = Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)));
      writer.writeLast(placed(manifestFile), manifestText({ ...manifest, files }));
      if (inJournal) orOutputError(folder, () => removeJournal(folder));
      inJournal = false;
    },
  };
}
