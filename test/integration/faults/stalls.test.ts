import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { Answer, Connection, Deadlines } from "../../../src/connect/session.ts";
import { type FaultProxy, startFaultProxy } from "../../support/fault-proxy.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { connectTo, hostAt, identityAt, knows, patient, sessionOf } from "../connect/connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, startSshd } from "../connect/sshd.ts";
import { points, type ReplayedNode, startReplayedNode } from "./replayed-node.ts";

const canRun = canRunSshd("links that stall") && requireTools("stalls", [{ command: "perl", package: "perl-base" }]);

describe.skipIf(!canRun)("a link on which nothing moves any more", () => {
  const workshop = createWorkshop();
  let identity: Identity;
  let node: ReplayedNode;
  let proxy: FaultProxy;

  beforeAll(async () => {
    const authorized = makeKey(workshop.path("key"));
    identity = await identityAt(workshop.path("key"));
    node = await startReplayedNode(workshop, { name: "node", recording: "w1", authorized });
    proxy = await startFaultProxy(node.sshd.port);
  });
  afterEach(() => {
    proxy.set({});
    node.stopAt(undefined);
    node.letGo();
  });
  afterAll(async () => {
    await proxy?.close();
    await node?.stop();
    workshop.remove();
  });

  const connect = (deadlines: Partial<Deadlines>): Promise<Connection> =>
    connectTo(hostAt(proxy.port, { identityFile: identity.path }), {
      knownHosts: knows({ port: proxy.port, hostKeys: node.sshd.hostKeys }),
      identities: [identity],
      deadlines: { ...patient, ...deadlines },
    });

  it.each([
    ["accepted", "banner", { connect: 300 }],
    ["identified", "handshake", { authentication: 300 }],
    ["key-exchange", "handshake", { authentication: 300 }],
    ["encrypted", "authentication", { authentication: 300 }],
  ] as const)("since it was %s has timed out at the %s, and is not tried again", async (at, stage, deadlines) => {
    proxy.set({ when: { at, how: "stall" } });
    const before = proxy.connections();
    const { transport } = await connect(deadlines);
    expect(transport).toMatchObject({ stage, outcome: "timed-out" });
    expect(proxy.connections()).toBe(before + 1);
  });

  it.each(["exec", "upload"] as const)("since the node was at its %s has timed out there", async (point) => {
    node.stopAt(point);
    void node.reached().then(proxy.stall);
    const { transport } = await connect({ request: 1_000 });
    expect(transport).toMatchObject({ stage: "exec", outcome: "timed-out" });
  });

  it.each(points.slice(2))("since the node was at its %s leaves what is asked unanswered", async (point) => {
    node.stopAt(point);
    void node.reached().then(proxy.stall);
    const session = sessionOf(await connect({ request: 3_000 }));
    const answers: Answer[] = [];
    for (let round = 1; round <= 2; round += 1) {
      const asked = Array.from({ length: 4 }, () => session.ask({ verb: "stat", argument: "/etc/kubernetes" }));
      answers.push(...(await Promise.all(asked)));
    }
    expect(answers.at(-1)).toMatchObject({ state: "failed", cause: "timed-out" });
    expect(session.failure()).toEqual(answers.at(-1));
    session.close();
  });
});

describe.skipIf(!canRun)("a server that lets few in at once (MaxStartups)", () => {
  const workshop = createWorkshop();
  let sshd: Sshd;
  afterAll(async () => {
    await sshd?.stop();
    workshop.remove();
  });

  it("is entered at the second attempt, or says that it closed", async () => {
    const authorized = makeKey(workshop.path("key"));
    const identity = await identityAt(workshop.path("key"));
    sshd = await startSshd(workshop, { name: "busy", authorized: [authorized], config: ["MaxStartups 2:100:3"] });
    const options = { knownHosts: knows(sshd), identities: [identity], random: Math.random };
    const host = hostAt(sshd.port, { identityFile: identity.path });
    const connections = await Promise.all(Array.from({ length: 30 }, () => connectTo(host, options)));
    const failed = connections.filter(({ session }) => session === undefined).map(({ transport }) => transport);
    const entered = connections.length - failed.length;
    for (const { session } of connections) session?.close();
    expect(entered).toBeGreaterThan(0);
    for (const { outcome, stage, message } of failed) {
      expect([outcome, ["tcp", "banner", "handshake"].includes(stage)]).toEqual(["unreachable", true]);
      expect(message).toMatch(/closed the connection before|was reset/);
    }
    // Nobody had to show the key twice: who was dropped had not come so far.
    expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(entered);
  });
});
