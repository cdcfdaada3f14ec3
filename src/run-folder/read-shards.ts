import { isDeepStrictEqual } from "node:util";
import { isInShard, shardName } from "../inventory/shard.ts";
import { decisionsCopy, type Manifest, nodeEvidenceFile } from "./manifest.ts";
import { goOnWith, readPartOrWhole } from "./read-run.ts";
import { RunFolderError } from "./run-folder-error.ts";

type ShardManifest = Manifest & Required<Pick<Manifest, "shard">>;

/** The run of a shard, and where it lies. */
export type ShardRun = { readonly folder: string; readonly manifest: ShardManifest };

/** Whether each shard must have been given the same decisions: not where the whole is judged by others. */
type HowToRead = { readonly sameDecisions: boolean };

/**
 * Reads the runs of all shards of one run, and sees that they are: of the same inventory, asked by the same program, each
 * shard once and none missing. Gives them in the order of shards.
 * @throws RunFolderError where they are not, or where one has not ended.
 */
export function readShards(folders: readonly string[], { sameDecisions }: HowToRead): readonly ShardRun[] {
  const runs = folders.map(readShard).sort((one, other) => one.manifest.shard.index - other.manifest.shard.index);
  const [first, ...others] = runs;
  if (first === undefined) throw new RunFolderError("there is no shard to put together");
  for (const other of others) {
    const difference = differenceBetween(first.manifest, other.manifest, sameDecisions);
    if (difference !== undefined) {
      throw new RunFolderError(`${other.folder} and ${first.folder} are not of one run: ${difference}`);
    }
  }
  refuseDouble(runs);
  refuseMissing(runs, first.manifest.shard.of);
  return runs;
}

function readShard(folder: string): ShardRun {
  const manifest = readPartOrWhole(folder);
  const { shard, hosts, state, inventory } = manifest;
  if (shard === undefined) throw new RunFolderError(`${folder} is a whole run, not a shard of one`);
  const name = shardName(shard);
  if (state !== "complete") {
    throw new RunFolderError(`${folder}: shard ${name} was interrupted; ${goOnWith(inventory, folder)}`);
  }
  const its = shard.inventoryHosts.filter((host) => isInShard(host, shard));
  const expected = its.map((host) => ({ name: host, evidence: nodeEvidenceFile(host) }));
  if (!isDeepStrictEqual(hosts, expected)) {
    throw new RunFolderError(`${folder}: its hosts are not those that belong to shard ${name} of its inventory`);
  }
  return { folder, manifest: { ...manifest, shard } };
}

/** Why the runs of two shards are not of one run, the later one named first. */
function differenceBetween(one: ShardManifest, other: ShardManifest, sameDecisions: boolean): string | undefined {
  const differs = (of: (run: ShardManifest) => unknown): boolean => !isDeepStrictEqual(of(one), of(other));
  if (one.cluster !== other.cluster) return `of the cluster ${other.cluster}, and of ${one.cluster}`;
  if (one.inventory.sha256 !== other.inventory.sha256) return "the inventory is not the same file";
  if (one.shard.of !== other.shard.of) return `shard ${shardName(other.shard)}, and ${shardName(one.shard)}`;
  if (one.tool.version !== other.tool.version) return `plimsoll ${other.tool.version}, and ${one.tool.version}`;
  if (one.tool.readerSha256 !== other.tool.readerSha256) return "another reader ran on the hosts";
  if (differs(({ fips }) => fips)) return "one was collected with --fips, the other without";
  if (sameDecisions && differs(({ files }) => files[decisionsCopy])) {
    return "the site's decisions are not the same; say with --decisions which count";
  }
  const rest = ({ shard, profile, apiConfigured }: ShardManifest) => [shard.inventoryHosts, profile, apiConfigured];
  return differs(rest) ? "they do not say the same of the inventory" : undefined;
}

function refuseDouble(runs: readonly ShardRun[]): void {
  for (const [at, { folder, manifest }] of runs.entries()) {
    const before = runs[at - 1];
    if (before?.manifest.shard.index !== manifest.shard.index) continue;
    throw new RunFolderError(`${before.folder} and ${folder} are both shard ${shardName(manifest.shard)}: give one`);
  }
}

const namedAtMost = 5;

function refuseMissing(runs: readonly ShardRun[], of: number): void {
  const there = new Set(runs.map(({ manifest }) => manifest.shard.index));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index));
  if (missing.length === 0) return;
  const named = missing.slice(0, namedAtMost).map((index) => shardName({ index, of }));
  const more = missing.length > namedAtMost ? ` and ${missing.length - namedAtMost} more` : "";
  throw new RunFolderError(
    `the run is not whole: ${missing.length === 1 ? "shard" : "shards"} ${named.join(", ")}${more} ${missing.length === 1 ? "is" : "are"} missing`,
  );
}
