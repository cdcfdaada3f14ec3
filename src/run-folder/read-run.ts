import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip, gunzipSync } from "node:zlib";
import { codeOf } from "../error-code.ts";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { sharing } from "../evidence/sharing.ts";
import { type Assessment, assessmentSchema } from "../findings/assessment.ts";
import { shardName } from "../inventory/shard.ts";
import { type JsonReader, jsonReader, parseJson } from "../large-json/read-json.ts";
import { type Journal, readJournal } from "./journal.ts";
import {
  assessmentFile,
  clusterEvidenceFile,
  clusterListDepth,
  decisionsCopy,
  findingDepth,
  type Manifest,
  manifestFile,
  parseManifest,
} from "./manifest.ts";
import { parseNodeFile } from "./node-file.ts";
import { withAllClusterFacts, withAllFacts } from "./older-evidence.ts";
import { RunFolderError } from "./run-folder-error.ts";

const unpackedAtOnce = 256 * 1024;
// A worker's evidence in one piece, most often.
const unpacked = { chunkSize: 32 * 1024 };

/** The evidence of one run, as it was written. */
export type Run = {
  readonly manifest: Manifest;
  /** Read anew each time that they are gone through: thousands of nodes need no more memory than one. */
  readonly nodes: Iterable<NodeEvidence>;
  readonly cluster: ClusterEvidence;
  /** The site's decisions that were kept with it: the copy, its text, and the name of the file that it was made from. */
  readonly decisions?: { readonly copy: string; readonly text: string; readonly file: string };
};

function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): RunFolderError {
  if (error instanceof RunFolderError) return error;
  const why = codeOf(error) === "ENOENT" ? "there is no such file" : "it is damaged or was not written by this version";
  return new RunFolderError(`${path}: ${why}`);
}

/** Reads what a whole run says of itself. @throws RunFolderError as `readPartOrWhole`, and where it is a shard. */
export const readManifest = (folder: string): Manifest => {
  const manifest = readPartOrWhole(folder);
  if (manifest.shard === undefined) return manifest;
  const name = shardName(manifest.shard);
  throw new RunFolderError(
    `${folder} is shard ${name} of a run and says nothing by itself; put all its shards together: plimsoll merge`,
  );
};

/** Reads what a run says of itself. @throws RunFolderError where it does not, or where it has not ended. */
export const readPartOrWhole = (folder: string): Manifest => {
  const begun = reading(folder, () => readJournal(folder));
  if (begun === undefined) return readEndedManifest(folder);
  throw new RunFolderError(`${folder}: the run was ended before it was done; ${goOnWith(begun.run.inventory, folder)}`);
};

/** How a run that ended early, or the shard of one, is gone on with. */
export const goOnWith = ({ file }: Manifest["inventory"], folder: string): string =>
  `go on with it: plimsoll audit -i ${file} --resume ${folder}`;

function readEndedManifest(folder: string): Manifest {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) throw new RunFolderError(`${folder} holds no run: it has no ${manifestFile}`);
  return reading(path, () => parseManifest(readFileSync(path, "utf8")));
}

/**
 * What a run was begun as, and the SHA-256 of the files that it has, be it that it ended or that it was killed.
 * @throws RunFolderError where there is no run.
 */
export function readBegun(folder: string): Journal & { readonly ended: boolean } {
  const journal = reading(folder, () => readJournal(folder));
  if (journal !== undefined) return { ...journal, ended: false };
  const { files, endedAt: _, state: __, ...run } = readEndedManifest(folder);
  return { run, files, ended: true };
}

/**
 * The bytes of one file, whose digest must be the manifest's: evidence that was changed after the run is refused.
 * @throws RunFolderError where it is missing or changed.
 */
export function readVerified(folder: string, path: string, { files }: Pick<Manifest, "files">): Buffer {
  const file = join(folder, path);
  return reading(file, () => {
    const content = readFileSync(file);
    const digest = createHash("sha256").update(content).digest("hex");
    if (files[path] !== digest) throw new RunFolderError(`${file}: its SHA-256 is not the one in ${manifestFile}`);
    return content;
  });
}

/**
 * Reads a run's evidence, that of nodes when it is gone through. Every digest is checked; the evidence was validated when it
 * was made.
 * @throws RunFolderError where a file is missing, damaged or changed; of a node's when that is read.
 */
export async function readRun(folder: string): Promise<Run> {
  const manifest = readManifest(folder);
  return {
    manifest,
    nodes: {
      *[Symbol.iterator]() {
        for (const { evidence } of manifest.hosts) yield withAllFacts(readNode(folder, evidence, manifest));
      },
    },
    cluster: withAllClusterFacts(await readCluster(folder, manifest)),
    ...keptDecisions(folder, manifest),
  };
}

/** Reads JSON of many like entries, `depth` brackets deep: entry by entry, and what is equal in them kept once. */
function sharingReader(depth: number): JsonReader {
  const share = sharing();
  return jsonReader(depth, { element: (text) => share(parseJson(text)), list: (entries) => entries });
}

/** A node's evidence. @throws RunFolderError where it is missing, damaged or changed; of a fact's JSON when it is asked for. */
export function readNode(folder: string, path: string, run: Pick<Manifest, "files">): NodeEvidence {
  const content = readVerified(folder, path, run);
  const file = join(folder, path);
  return reading(file, () =>
    parseNodeFile(gunzipSync(content, unpacked).toString("utf8"), (json) => reading(file, () => JSON.parse(json))),
  );
}

/** The API's evidence, which may be of many thousand pods: unpacked bit by bit. @throws RunFolderError as that of a node. */
export async function readCluster(folder: string, manifest: Pick<Manifest, "files">): Promise<ClusterEvidence> {
  const content = readVerified(folder, clusterEvidenceFile, manifest);
  const reader = sharingReader(clusterListDepth);
  try {
    for await (const chunk of createGunzip({ chunkSize: unpackedAtOnce }).end(content)) reader.push(chunk as Buffer);
    return reader.end() as ClusterEvidence;
  } catch (error) {
    throw unusable(join(folder, clusterEvidenceFile), error);
  }
}

function keptDecisions(folder: string, manifest: Manifest): Pick<Run, "decisions"> {
  if (manifest.decisions === undefined) return {};
  const text = readVerified(folder, decisionsCopy, manifest).toString("utf8");
  return { decisions: { copy: join(folder, decisionsCopy), text, file: manifest.decisions.file } };
}

/** A run, and what it was judged to be. */
export type AssessedRun = { readonly manifest: Manifest; readonly assessment: Assessment };

/** Reads a run's assessment.json. @throws RunFolderError where it is missing, changed, or of another version. */
export function readAssessment(folder: string): AssessedRun {
  const manifest = readManifest(folder);
  const content = readVerified(folder, assessmentFile, manifest);
  return {
    manifest,
    assessment: reading(join(folder, assessmentFile), () => {
      const reader = sharingReader(findingDepth);
      reader.push(content);
      const read = assessmentSchema.safeParse(reader.end());
      if (read.success) return read.data;
      // Its digest is right, so it is whole; the evidence beside it is what another version can make anew.
      const path = join(folder, assessmentFile);
      throw new RunFolderError(`${path}: it was not written by this version; judge the run again with plimsoll assess`);
    }),
  };
}
