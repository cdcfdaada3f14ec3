import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Reach } from "../../src/collect.ts";
import { collectRun, type RunInput } from "../../src/collect-run.ts";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { ApiSession, Connection } from "../../src/connect/session.ts";
import type { Host, Inventory } from "../../src/inventory/inventory.ts";
import { replayedApi } from "./api-session.ts";
import { hostOf } from "./inventory-host.ts";
import { nodeRecording } from "./recordings.ts";
import { connectedTo } from "./transport.ts";

const host = (name: string, at: number): Host =>
  hostOf(name, { address: `10.0.0.${at + 1}`, role: name.startsWith("cp") ? "control-plane" : "worker" });

/** A control-plane node and eight workers, of which one cannot be reached. */
export const shardedInventory: Inventory = {
  cluster: "c",
  api: { inCluster: true },
  hosts: ["w-3", "cp1", "w1", "w2", "w-4", "w-5", "w-6", "gone", "w-8"].map(host),
};

/** A world that answers the same whoever asks; counts who did. */
export function replayedReach() {
  const asked: string[] = [];
  const worker = nodeRecording("w1");
  const others: Readonly<Record<string, Recording>> = { cp1: nodeRecording("cp1"), w2: nodeRecording("w2") };
  const recorded = replayedApi();
  const api: ApiSession = {
    ...recorded,
    get(...given) {
      asked.push("the API");
      return recorded.get(...given);
    },
  };
  const connect = async ({ name, address }: Host): Promise<Connection> => {
    asked.push(name);
    if (name === "gone") {
      const message = "there is no route to the host";
      return { transport: { ...connectedTo(address), stage: "tcp", outcome: "unreachable", message } };
    }
    return { session: replaySession(others[name] ?? worker), transport: connectedTo(address) };
  };
  const reach: Reach = { connect, api, readerSha256: "f00", now: () => new Date("2026-11-21T06:00:00Z") };
  return { reach, asked };
}

/** Collects that inventory, or a shard of it, into a folder. */
export const collectSharded = (folder: string, reach: Reach, more: Partial<RunInput> = {}): Promise<void> =>
  collectRun(
    {
      inventory: shardedInventory,
      inventoryFile: { file: "/inventory.yaml", sha256: "1".repeat(64) },
      given: {},
      folder,
      toolVersion: "1",
      places: { atWork: 4, waiting: 1 },
      signal: new AbortController().signal,
      onEvent: () => undefined,
      ...more,
    },
    reach,
  );

/** Every file below a folder, with what is in it. */
export const filesBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "latin1")]),
  );
