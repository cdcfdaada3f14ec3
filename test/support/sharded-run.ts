import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Reach } from "../../src/collect.ts";
import { collectRun, type RunInput } from "../../src/collect-run.ts";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { Connection, Transport } from "../../src/connect/session.ts";
import { type ApiRecording, recordedAnswer } from "../../src/demo/recorded-answer.ts";
import type { Host, Inventory } from "../../src/inventory/inventory.ts";
import { answeringApi } from "./api-session.ts";
import { sshSettings } from "./ssh-settings.ts";

const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../src/demo/recordings/${name}.json`, import.meta.url), "utf8"));

const host = (name: string, at: number): Host => ({
  name,
  address: `10.0.0.${at + 1}`,
  role: name.startsWith("cp") ? "control-plane" : "worker",
  labels: {},
  ssh: sshSettings(),
});

/** A control-plane node and eight workers, of which one cannot be reached. */
export const shardedInventory: Inventory = {
  cluster: "c",
  api: { inCluster: true },
  hosts: ["w-3", "cp1", "w1", "w2", "w-4", "w-5", "w-6", "gone", "w-8"].map(host),
};

const transport: Omit<Transport, "address"> = {
  port: 22,
  stage: "ready",
  outcome: "connected",
  message: "",
  client: "ssh2",
  viaJump: false,
};

/** A world that answers the same whoever asks; counts who did. */
export function replayedReach() {
  const asked: string[] = [];
  const worker = recorded("w1") as Recording;
  const others: Readonly<Record<string, Recording>> = {
    cp1: recorded("cp1") as Recording,
    w2: recorded("w2") as Recording,
  };
  const recording = recorded("api") as ApiRecording;
  const api = answeringApi((path, form) => {
    asked.push("the API");
    const body = recordedAnswer(
      recording,
      path.split("?")[0] ?? "",
      form === "metadata" ? "as=PartialObjectMetadataList" : "",
    );
    return body === undefined
      ? { state: "failed", cause: "unsupported", message: "404", status: 404 }
      : { state: "answered", body };
  });
  const connect = async ({ name, address }: Host): Promise<Connection> => {
    asked.push(name);
    if (name === "gone") {
      const message = "there is no route to the host";
      return { transport: { ...transport, address, stage: "tcp", outcome: "unreachable", message } };
    }
    return {
      session: replaySession(others[name] ?? worker),
      transport: { ...transport, address },
    };
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
