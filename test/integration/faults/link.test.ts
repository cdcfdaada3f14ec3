import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { Connection, Deadlines } from "../../../src/connect/session.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { connectTo, hostAt, identityAt, patient, sessionOf } from "../connect/connect.ts";
import { canRunSshd, createWorkshop, makeKey } from "../connect/sshd.ts";
import { type FarNetwork, type LinkEnd, layLink } from "./far-node.ts";
import { type ReplayedNode, startReplayedNode } from "./replayed-node.ts";

const suite = "a network that is cut";
const canRun =
  canRunSshd(suite) &&
  requireRoot(suite) &&
  requireTools(suite, [
    { command: "ip", package: "iproute2" },
    { command: "perl", package: "perl-base" },
  ]);

const ends = ["far", "near"] as const satisfies readonly LinkEnd[];

describe.skipIf(!canRun)("a link that goes down", () => {
  const workshop = createWorkshop();
  let identity: Identity;
  let network: FarNetwork;
  let node: ReplayedNode;

  beforeAll(async () => {
    const authorized = makeKey(workshop.path("key"));
    identity = await identityAt(workshop.path("key"));
    network = layLink();
    const { inside, address } = network;
    const config = [`ListenAddress ${address}`];
    node = await startReplayedNode(workshop, { name: "node", recording: "w1", authorized, config, inside });
    // It listens on loopback too, which may come first.
    await node.sshd.logged(/Server listening on 198\.18\./);
  });
  afterEach(() => {
    for (const end of ends) network.set(end, "up");
    node.stopAt(undefined);
    node.letGo();
  });
  afterAll(async () => {
    await node?.stop();
    network?.remove();
    workshop.remove();
  });

  const connect = (deadlines: Partial<Deadlines> = {}): Promise<Connection> => {
    const { address } = network;
    const { port, hostKeys } = node.sshd;
    return connectTo(
      { ...hostAt(port, { identityFile: identity.path }), address },
      {
        knownHosts: hostKeys.map((key) => `[${address}]:${port} ${key}\n`).join(""),
        identities: [identity],
        deadlines: { ...patient, ...deadlines },
      },
    );
  };

  /** A session whose node has come to the middle of its answers, and its eight questions. */
  async function halfAnswered(deadlines: Partial<Deadlines>) {
    node.stopAt("in a frame");
    const session = sessionOf(await connect(deadlines));
    const ask = () => session.ask({ verb: "stat", argument: "/etc/kubernetes" });
    const first = Array.from({ length: 4 }, ask);
    await Promise.all(first);
    // The first round has arrived, and the node is within the second.
    const second = Array.from({ length: 4 }, ask);
    await node.reached();
    return { session, asked: [...first, ...second] };
  }

  it.each([
    ["far", { request: 2_000 }, "no answer within 2 s"],
    ["near", { request: 2_000 }, "no answer within 2 s"],
    ["far", { host: 2_000 }, "the host was not done after 2 s"],
  ] as const)(
    "at its %s end leaves the host timed out (%j), and free to be asked anew when it is up",
    async (end, deadlines, message) => {
      const { session, asked } = await halfAnswered(deadlines);
      network.set(end, "down");
      // The node goes on: what it says does not arrive.
      node.stopAt(undefined);
      node.letGo();
      const answers = await Promise.all(asked);
      expect(answers.map(({ state }) => state)).toEqual([...Array(4).fill("answered"), ...Array(4).fill("failed")]);
      expect(session.failure()).toMatchObject({ cause: "timed-out", message: expect.stringContaining(message) });
      session.close();

      network.set(end, "up");
      const anew = sessionOf(await connect());
      expect(await anew.ask({ verb: "stat", argument: "/etc/kubernetes" })).toMatchObject({ state: "answered" });
      anew.close();
    },
  );

  it("before anybody came is a host that has timed out at its TCP connection", async () => {
    network.set("far", "down");
    const { transport } = await connect({ connect: 300 });
    expect(transport).toMatchObject({ stage: "tcp", outcome: "timed-out" });
  });
});
