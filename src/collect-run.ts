import { type CollectEvent, collect, type Reach, type ReadBefore } from "./collect.ts";
import type { DecisionsFile } from "./decisions/load.ts";
import type { ClusterEvidence } from "./evidence/cluster.ts";
import { afterAnotherSession, apiAfterAnotherSession } from "./evidence/left-open.ts";
import type { NodeEvidence } from "./evidence/node.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { asksApi, hostsToAsk, type Shard } from "./inventory/shard.ts";
import { unreadCluster } from "./probes/cluster/unread-cluster.ts";
import { clearForAnotherSession, type EarlierSessions, readEarlierNode } from "./run-folder/earlier-sessions.ts";
import { type BegunRun, decisionsCopy, nodeEvidenceFile } from "./run-folder/manifest.ts";
import { openRun } from "./run-folder/write-run.ts";
import type { Places } from "./slots.ts";

/** What a run is made of besides the world it reaches. */
export type RunInput = {
  readonly inventory: Inventory;
  /** The inventory file as given, and its digest: printed in the manifest. */
  readonly inventoryFile: BegunRun["inventory"];
  /** What the site decided: kept with the evidence, for whoever judges it. */
  readonly decisions?: DecisionsFile;
  /** Other files that the command line gave. */
  readonly given: NonNullable<BegunRun["given"]>;
  readonly folder: string;
  /** Only this part of the inventory is asked; the others are others' runs. */
  readonly shard?: Shard;
  /** The run is gone on with: what it has already. */
  readonly earlier?: EarlierSessions;
  readonly toolVersion: string;
  /** Only approved algorithms are on offer, to hosts and API server. */
  readonly fips?: boolean;
  readonly places: Places;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
};

/** Whether a run lacks nothing that it could still be given. */
const isWhole = ({ run, ended, hosts, api }: EarlierSessions): boolean =>
  ended && api && run.hosts.every(({ name }) => hosts.has(name));

/**
 * Asks every host and the API, and leaves their evidence in the run folder; of a run that is gone on with, only what it
 * lacks. A run that lacks nothing stays as it is.
 * @throws OutputError where the folder cannot be written; what was written before stays.
 */
export async function collectRun(input: RunInput, reach: Reach): Promise<void> {
  const { decisions, folder, earlier } = input;
  if (earlier !== undefined && isWhole(earlier)) return;
  const begun = begunRun(input, reach);
  if (earlier !== undefined) clearForAnotherSession(folder);
  const run = openRun(folder, earlier?.files);
  run.begin(begun);
  // First, so that a run that is gone on with is judged by them.
  if (decisions !== undefined) run.writeText(decisionsCopy, [decisions.text]);
  const cluster = await collect({ ...input.inventory, hosts: hostsToAsk(input.inventory, input.shard) }, reach, {
    places: input.places,
    readBefore: readBefore(input, reach),
    signal: input.signal,
    onEvent: input.onEvent,
    onNode: (evidence) => run.writeNode(withEarlier(input, evidence)),
  });
  const before = earlier?.cluster;
  if (cluster !== before) await run.writeCluster(before ? apiAfterAnotherSession(before, cluster) : cluster);
  const now = reach.now().toISOString();
  run.writeManifest({
    ...begun,
    // A clock that was set back meanwhile does not end a run before it began.
    endedAt: now > begun.startedAt ? now : begun.startedAt,
    state: input.signal.aborted ? "interrupted" : "complete",
  });
}

function readBefore({ earlier, shard, inventory }: RunInput, { now }: Reach): ReadBefore {
  const cluster = asksApi(shard) ? earlier?.api && earlier.cluster : (earlier?.cluster ?? leftToFirst(inventory, now));
  return { hosts: earlier?.hosts ?? new Set(), ...(cluster && { cluster }) };
}

/** What a shard has of the API server, which another asks. */
const leftToFirst = ({ cluster }: Inventory, now: Reach["now"]): ClusterEvidence =>
  unreadCluster(cluster, "", "not-collected", "the first shard of the run asks the API server", now);

function begunRun({ inventory, earlier, shard, ...input }: RunInput, reach: Reach): BegunRun {
  const { decisions, given } = input;
  const now = reach.now().toISOString();
  return {
    schemaVersion: 1,
    tool: { name: "plimsoll", version: input.toolVersion, readerSha256: reach.readerSha256 },
    cluster: inventory.cluster,
    inventory: input.inventoryFile,
    ...(decisions === undefined ? {} : { decisions: { file: decisions.file } }),
    ...(inventory.profile && { profile: inventory.profile }),
    apiConfigured: inventory.api !== undefined,
    ...(input.fips === true && { fips: true as const }),
    startedAt: earlier?.run.startedAt ?? now,
    ...(earlier && { resumed: [...(earlier.run.resumed ?? []), now] }),
    ...(shard && { shard: { ...shard, inventoryHosts: inventory.hosts.map(({ name }) => name) } }),
    hosts: hostsToAsk(inventory, shard).map(({ name }) => ({ name, evidence: nodeEvidenceFile(name) })),
    ...(Object.keys(given).length > 0 && { given }),
    ...(earlier?.run.checklists && { checklists: earlier.run.checklists }),
  };
}

function withEarlier({ folder, earlier }: RunInput, now: NodeEvidence): NodeEvidence {
  const before = earlier && readEarlierNode(folder, nodeEvidenceFile(now.node), earlier.files);
  return before === undefined ? now : afterAnotherSession(before, now);
}
