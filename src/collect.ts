import { whyEnded } from "./connect/limits.ts";
import type { ApiSession, Connection, ConsoleSession, HostSession } from "./connect/session.ts";
import type { Slot } from "./connect/slot.ts";
import type { ClusterEvidence } from "./evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence, NodeRead } from "./evidence/node.ts";
import { unreadFacts } from "./evidence/unread.ts";
import type { Host, Inventory } from "./inventory/inventory.ts";
import { isLongerAsJson } from "./large-json/json-size.ts";
import { unreadCluster } from "./probes/cluster/unread-cluster.ts";
import { collectNode } from "./probes/node/collect-node.ts";
import { openSlots, type Places } from "./slots.ts";

/** The world that collecting reaches: everything that differs between an audit, a demo and a test. */
export type Reach = {
  /** Connects to a host, or gives what was taken at its console; a failure is part of the answer, never an exception. */
  readonly connect: (host: Host, signal: AbortSignal, slot: Slot) => Promise<Connection | ConsoleSession>;
  /** The API server of the inventory; undefined where none is configured. */
  readonly api: ApiSession | undefined;
  readonly readerSha256: string;
  readonly now: () => Date;
};

/** What happens while hosts are asked, for whoever shows it. */
export type CollectEvent =
  | { readonly kind: "host-started"; readonly host: string }
  | { readonly kind: "host-done"; readonly host: string; readonly read: NodeRead }
  | { readonly kind: "api-done"; readonly evidence: ClusterEvidence };

/** What an earlier session of the run has read, the API's evidence only where that is whole: it is not asked for again. */
export type ReadBefore = { readonly hosts: ReadonlySet<string>; readonly cluster?: ClusterEvidence };

/** How hosts are asked, and who hears of it. */
export type CollectOptions = {
  readonly places: Places;
  readonly readBefore?: ReadBefore;
  /** Aborted when the run is to end early: hosts not yet asked become unread evidence. Its reason, a text, says why. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: CollectEvent) => void;
  /** Takes each node's evidence as soon as it is there; may throw, which ends the run. */
  readonly onNode: (evidence: NodeEvidence) => void;
};

// A control-plane node has a tenth of one megabyte.
const mostEvidence = 32 * 1024 * 1024;
const tooMuch = "its answers amount to more than 32 MiB of evidence";

/** Whether all was asked: a session that broke half way leaves the node unread, whatever it had answered before. */
function readState(session: HostSession, { ssh }: Host): NodeRead {
  const failure = session.failure();
  if (failure === undefined) return { state: "read" };
  const { cause } = failure;
  // Seen from here a node that is gone and a way that is gone are the same.
  const isLost = ssh.jumps.length > 0 && (cause === "truncated" || cause === "timed-out");
  const way = ssh.jumps.map(({ address, port }) => `${address}:${port}`).join(" and ");
  return { state: "unread", cause, message: isLost ? `${failure.message}, by way of ${way}` : failure.message };
}

async function collectHost(host: Host, reach: Reach, slot: Slot, signal: AbortSignal): Promise<NodeEvidence> {
  const evidence = (facts: CollectedFacts, read: NodeRead): NodeEvidence => ({
    node: host.name,
    address: host.address,
    declaredRole: host.role,
    labels: host.labels,
    read,
    collectedAt: reach.now().toISOString(),
    readerSha256: reach.readerSha256,
    facts,
  });
  const unread = (
    cause: Exclude<NodeRead, { state: "read" }>["cause"],
    message: string,
    transport?: Connection["transport"],
  ) => evidence(unreadFacts(host.name, cause, message, transport), { state: "unread", cause, message });

  if (signal.aborted) return unread("interrupted", `${whyEnded(signal)} before this host was asked`);
  const reached = await reach.connect(host, signal, slot);
  const { session } = reached;
  const transport = "console" in reached ? undefined : reached.transport;
  if (session === undefined) {
    const cause = transport?.outcome === "connected" ? "unparseable" : (transport?.outcome ?? "not-collected");
    return unread(cause, transport?.message ?? "", transport);
  }
  try {
    const facts = await collectNode(session, host.name, transport);
    if (isLongerAsJson(facts, mostEvidence)) return unread("withheld", tooMuch, transport);
    return evidence(
      facts,
      "console" in reached ? { state: "read", console: reached.console } : readState(session, host),
    );
  } catch (error) {
    // Whatever one host answers is its own affair: the others are audited.
    const why = error instanceof Error ? error.message : String(error);
    return unread("unparseable", `its answers could not be worked through: ${why}`, transport);
  } finally {
    session.close();
  }
}

/**
 * Asks every host and the API server for what was not read before; hands each node's evidence over as it comes and returns
 * the API's. Where evidence cannot be kept, nobody else is asked: it rejects once all connections are closed.
 */
export async function collect(inventory: Inventory, reach: Reach, options: CollectOptions): Promise<ClusterEvidence> {
  const { readBefore, onEvent, onNode } = options;
  const whenPlaced = openSlots(options.places);
  const ending = new AbortController();
  const end = (): void => ending.abort(options.signal.reason);
  options.signal.addEventListener("abort", end);
  if (options.signal.aborted) end();
  let broken = false;
  const ask = async (host: Host, slot: Slot): Promise<void> => {
    if (broken) return;
    onEvent({ kind: "host-started", host: host.name });
    const evidence = await collectHost(host, reach, slot, ending.signal);
    if (broken) return;
    try {
      onNode(evidence);
    } catch (error) {
      broken = true;
      end();
      throw error;
    }
    onEvent({ kind: "host-done", host: host.name, read: evidence.read });
  };
  const missing = inventory.hosts.filter(({ name }) => !readBefore?.hosts.has(name));
  const hosts = missing.map((host) => whenPlaced((slot) => ask(host, slot)));
  const api = readBefore?.cluster ?? collectApi(inventory, reach, ending.signal);
  const ended = await Promise.allSettled([api, ...hosts]);
  options.signal.removeEventListener("abort", end);
  for (const outcome of ended) if (outcome.status === "rejected") throw outcome.reason;
  const cluster = await api;
  if (readBefore?.cluster === undefined) onEvent({ kind: "api-done", evidence: cluster });
  return cluster;
}

async function collectApi(
  { cluster, api: access }: Inventory,
  { api, now }: Reach,
  signal: AbortSignal,
): Promise<ClusterEvidence> {
  if (api === undefined) {
    return unreadCluster(cluster, "", "not-collected", "the inventory gives no access to the API server", now);
  }
  // What is still asked after that is answered at once: the run is ended.
  const cut = (): void => api.close(whyEnded(signal));
  signal.addEventListener("abort", cut);
  if (signal.aborted) cut();
  try {
    // Loaded only where there is an API server.
    const { collectCluster } = await import("./probes/cluster/collect-cluster.ts");
    return await collectCluster(api, cluster, now, access);
  } finally {
    signal.removeEventListener("abort", cut);
  }
}
