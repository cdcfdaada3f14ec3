import { describe, expect, it } from "vitest";
import { type CollectEvent, collect, type Reach } from "../../src/collect.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { Connection, Failed, HostSession, Transport } from "../../src/connect/session.ts";
import type { NodeEvidence } from "../../src/evidence/node.ts";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { hostOf } from "../support/inventory-host.ts";
import { nodeRecording } from "../support/recordings.ts";
import { connectedTo } from "../support/transport.ts";

const recording = nodeRecording("w1");
const transport = connectedTo("10.0.0.1");
const inventory = (...names: readonly string[]): Inventory => ({
  cluster: "c",
  hosts: names.map((name) => hostOf(name)),
});

async function run(
  connect: Reach["connect"],
  names: readonly string[],
  concurrency = 2,
  signal = new AbortController().signal,
) {
  const nodes: NodeEvidence[] = [];
  const events: CollectEvent[] = [];
  const reach: Reach = { connect, api: undefined, readerSha256: "f00", now: () => new Date(0) };
  const cluster = await collect(inventory(...names), reach, {
    places: { atWork: concurrency, waiting: 8 },
    signal,
    onEvent: (event) => events.push(event),
    onNode: (node) => nodes.push(node),
  });
  return { nodes, events, cluster };
}

const connected = (session: HostSession): Connection => ({ session, transport });

describe("collecting", () => {
  it("reads a node and hands its evidence over as soon as it is there", async () => {
    const { nodes, events } = await run(async () => connected(replaySession(recording)), ["w1"]);
    expect(nodes).toMatchObject([
      { node: "w1", read: { state: "read" }, facts: { "process.kubelet": { state: "present" } } },
    ]);
    expect(events.map(({ kind }) => kind)).toEqual(["host-started", "host-done", "api-done"]);
  });

  it("reads a node by console: no SSH connection was tried, and the file is on record", async () => {
    const console = { file: "w1.sweep", sha256: "abc", takenAt: "2026-11-21T06:00:00Z" };
    const { nodes } = await run(async () => ({ session: replaySession(recording), console }), ["w1"]);
    expect(nodes).toMatchObject([
      {
        read: { state: "read", console },
        facts: { "ssh.transport": { state: "absent" }, "host.sshd": { state: "present" } },
      },
    ]);
  });

  it("calls a node unread whose answers end in a mistake or in more evidence than there is room for, and goes on", async () => {
    const told = (answer: HostSession["ask"]): Connection => connected({ ...replaySession(recording), ask: answer });
    const manifest = `kind: Pod\nspec:\n  containers:\n${`  - {command: [etcd, "${"x".repeat(90_000)}"]}\n`.repeat(5)}`;
    const large = (n: number): string => `e|8180|0|0|root|root|/etc/kubernetes/manifests/${n}.yaml/\n`;
    const many = Array.from({ length: 100 }, (_, n) => large(n)).join("");
    const lists = `e|41ed|0|0|root|root|/etc/kubernetes/manifests/\n${many}`;
    const { nodes } = await run(
      async ({ name }) => {
        if (name === "w1") return connected(replaySession(recording));
        if (name === "w2") return told(() => Promise.reject(new RangeError("too much")));
        return told(async (request) => {
          if (request.argument === "/etc/kubernetes/manifests")
            return { state: "answered", payload: Buffer.from(lists) };
          if (request.argument.startsWith("/etc/kubernetes/manifests/")) {
            return { state: "answered", payload: Buffer.from(manifest) };
          }
          return replaySession(recording).ask(request);
        });
      },
      ["w1", "w2", "w3"],
    );
    const readOf = (name: string) => nodes.find(({ node }) => node === name)?.read;
    expect(readOf("w1")).toEqual({ state: "read" });
    expect(readOf("w2")).toMatchObject({
      state: "unread",
      cause: "unparseable",
      message: expect.stringMatching(/too much$/),
    });
    expect(readOf("w3")).toMatchObject({
      state: "unread",
      cause: "withheld",
      message: expect.stringContaining("32 MiB"),
    });
  });

  it("calls a node unread whose session broke half way, and keeps what came before", async () => {
    const failure: Failed = { state: "failed", cause: "unparseable", message: "other output" };
    let asked = 0;
    const session: HostSession = {
      ...replaySession(recording),
      ask: async (request) => {
        asked += 1;
        return asked > 3 ? failure : replaySession(recording).ask(request);
      },
      failure: () => failure,
    };
    const { nodes } = await run(async () => connected(session), ["w1"]);
    expect(nodes).toMatchObject([
      {
        read: { state: "unread", cause: "unparseable", message: "other output" },
        facts: { "process.kubelet": { state: "present" }, "stat.pki": { state: "unknown", reason: "unparseable" } },
      },
    ]);
  });

  it("makes a host that cannot be reached unknown in every fact but how the attempt ended", async () => {
    const refused: Transport = { ...transport, stage: "tcp", outcome: "refused", message: "refused" };
    const { nodes } = await run(async () => ({ transport: refused }), ["w1"]);
    const { "ssh.transport": attempt, ...others } = nodes[0]?.facts ?? {};
    expect(attempt).toMatchObject({ state: "present", value: { outcome: "refused" } });
    expect(new Set(Object.values(others).map((fact) => fact.state === "unknown" && fact.reason))).toEqual(
      new Set(["refused"]),
    );
  });

  it("has no more hosts in flight than asked for", async () => {
    let inFlight = 0;
    let most = 0;
    const connect: Reach["connect"] = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return { transport: { ...transport, outcome: "timed-out" } };
    };
    const { nodes } = await run(
      connect,
      Array.from({ length: 20 }, (_, index) => `w${index}`),
      3,
    );
    expect([nodes.length, most]).toEqual([20, 3]);
  });

  it("asks no host after an interruption, and says so of each", async () => {
    const { nodes } = await run(
      () => Promise.reject(new Error("must not connect")),
      ["a", "b"],
      1,
      AbortSignal.abort(),
    );
    expect(nodes.map(({ read }) => read)).toMatchObject([{ cause: "interrupted" }, { cause: "interrupted" }]);
  });

  it("says of each what ended the run, where that is known", async () => {
    const connect = () => Promise.reject(new Error("must not connect"));
    const { nodes } = await run(connect, ["a"], 1, AbortSignal.abort("the run's deadline of 30m was reached"));
    const message = "the run's deadline of 30m was reached before this host was asked";
    expect(nodes.map(({ read }) => read)).toEqual([{ state: "unread", cause: "interrupted", message }]);
  });

  it("ends when evidence cannot be kept", async () => {
    const reach: Reach = {
      connect: async () => ({ transport }),
      api: undefined,
      readerSha256: "",
      now: () => new Date(0),
    };
    const onNode = () => {
      throw new Error("disk full");
    };
    const options = {
      places: { atWork: 1, waiting: 1 },
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onNode,
    };
    await expect(collect(inventory("a"), reach, options)).rejects.toThrow("disk full");
  });
});
