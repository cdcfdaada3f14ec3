import { rmSync } from "node:fs";
import { join } from "node:path";
import { clusterEvidenceFile, decisionsCopy, evidenceFolder, type Manifest } from "./manifest.ts";
import { readVerified } from "./read-run.ts";
import type { ShardRun } from "./read-shards.ts";
import { openRun, type RunWriter } from "./write-run.ts";

/** What the whole run is given that no shard was. */
export type MergeOptions = {
  /** Whether the shards' decisions become the run's; not where it is judged by others. */
  readonly keepDecisions: boolean;
  /** What `--previous` named. */
  readonly previous?: readonly string[];
};

/**
 * Writes the run that a single machine would have made of the same answers: the evidence of all shards, byte for byte.
 * @throws RunFolderError where evidence is missing or was changed; then nothing of it stays in the folder, which had none.
 */
export function mergeShards(runs: readonly ShardRun[], folder: string, options: MergeOptions): void {
  const run = openRun(folder);
  try {
    for (const shard of runs) for (const { evidence } of shard.manifest.hosts) copy(shard, evidence, run);
    const [first] = runs;
    if (first === undefined) return;
    // The first shard asked the API server.
    copy(first, clusterEvidenceFile, run);
    const { decisions, ...manifest } = wholeManifest(first, runs, options.previous);
    const kept = options.keepDecisions ? decisions : undefined;
    if (kept !== undefined) copy(first, decisionsCopy, run);
    run.writeManifest({ ...manifest, ...(kept && { decisions: kept }) });
  } catch (error) {
    for (const path of [evidenceFolder, decisionsCopy]) rmSync(join(folder, path), { recursive: true, force: true });
    throw error;
  }
}

const copy = ({ folder, manifest }: ShardRun, path: string, run: RunWriter): void =>
  run.writeBytes(path, readVerified(folder, path, manifest));

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

function wholeManifest(
  { manifest: first }: ShardRun,
  runs: readonly ShardRun[],
  previous: MergeOptions["previous"],
): Omit<Manifest, "files"> {
  const all = runs.map(({ manifest }) => manifest);
  const evidence = new Map(all.flatMap(({ hosts }) => hosts.map((host) => [host.name, host] as const)));
  const resumed = sorted(all.flatMap((shard) => shard.resumed ?? []));
  const from = sorted(all.flatMap(({ given }) => given?.from ?? []));
  const given = { ...(from.length > 0 && { from }), ...(previous && { previous }) };
  const { shard, files: _, resumed: __, given: ___, ...same } = first;
  return {
    ...same,
    startedAt: sorted(all.map(({ startedAt }) => startedAt)).at(0) ?? first.startedAt,
    endedAt: sorted(all.map(({ endedAt }) => endedAt)).at(-1) ?? first.endedAt,
    ...(resumed.length > 0 && { resumed }),
    ...(Object.keys(given).length > 0 && { given }),
    hosts: shard.inventoryHosts.flatMap((name) => evidence.get(name) ?? []),
  };
}
