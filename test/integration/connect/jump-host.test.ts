import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import { acceptNew } from "../../../src/connect/known-hosts/accept-new.ts";
import { type LoginRun, startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { type JumpHost, transports } from "../../../src/inventory/inventory.ts";
import { connectTo, hostAt, identityAt, jumpAt, knows, sessionOf, textOf } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(!canRunSshd("jump hosts"))("through a jump host", () => {
  describe.each(transports)("with %s", (transport) => {
    const workshop = createWorkshop();
    let bastion: Sshd;
    let closedBastion: Sshd;
    let node: Sshd;
    let bastionKey: Identity;
    let nodeKey: Identity;
    let run: LoginRun;

    beforeEach(() => {
      run = startLoginRun();
    });
    afterEach(() => run.close());

    beforeAll(async () => {
      const bastionPublic = makeKey(workshop.path("bastion-key"));
      const nodePublic = makeKey(workshop.path("node-key"));
      bastionKey = await identityAt(workshop.path("bastion-key"));
      nodeKey = await identityAt(workshop.path("node-key"));
      bastion = await startSshd(workshop, { name: "bastion", authorized: [bastionPublic] });
      closedBastion = await startSshd(workshop, {
        name: "closed",
        authorized: [bastionPublic],
        config: ["AllowTcpForwarding no"],
      });
      node = await startSshd(workshop, { name: "node", authorized: [nodePublic] });
    });

    afterAll(async () => {
      await Promise.all([bastion, closedBastion, node].map((sshd) => sshd?.stop()));
      workshop.remove();
    });

    const jump = (port: number) => jumpAt(port, bastionKey.path);
    const connect = (
      port: number,
      through: JumpHost,
      knownHosts = `${knows(bastion)}${knows(closedBastion)}${knows(node)}`,
    ) =>
      connectTo(hostAt(port, { transport, identityFile: nodeKey.path, jumps: [through] }), {
        knownHosts,
        identities: [bastionKey, nodeKey],
        run,
      });

    it("asks the node behind it", async () => {
      const connection = await connect(node.port, jump(bastion.port));
      expect(connection.transport).toMatchObject({
        port: node.port,
        outcome: "connected",
        viaJump: true,
        banner: expect.stringMatching(/^SSH-2\.0-OpenSSH_/),
      });
      const session = sessionOf(connection);
      expect(textOf(await session.ask({ verb: "read", argument: workshop.path("node.conf") }))).toContain(
        `Port ${node.port}`,
      );
      session.close();
      run.close();
      await node.logged(/Disconnected from user|Connection (closed|reset) by/);
      await bastion.logged(/Disconnected from user|Connection (closed|reset) by/);
    });

    it("tells a node where nothing listens from a jump host where nothing listens", async () => {
      const port = await freePort();
      const behind = await connect(port, jump(bastion.port));
      expect(behind.transport).toMatchObject({ stage: "tcp", outcome: "refused", viaJump: true });
      const before = await connect(node.port, jump(port));
      expect(before.transport).toMatchObject({
        stage: "tcp",
        outcome: "unreachable",
        message: `the jump host 127.0.0.1:${port} failed: the connection was refused`,
      });
    });

    it("tells a jump host that forbids forwarding", async () => {
      const { transport: went } = await connect(node.port, jump(closedBastion.port));
      expect(went).toMatchObject({
        stage: "tcp",
        outcome: "unreachable",
        message: expect.stringMatching(/jump host says: /),
      });
    });

    it("verifies both by their own entries", async () => {
      const unknownBastion = await connect(node.port, jump(bastion.port), knows(node));
      expect(unknownBastion.transport).toMatchObject({
        outcome: "host-key-unknown",
        message: expect.stringContaining("jump host"),
      });
      expect(unknownBastion.transport.hostKey).toBeUndefined();
      const unknownNode = await connect(node.port, jump(bastion.port), knows(bastion));
      expect(unknownNode.transport).toMatchObject({ stage: "host-key", outcome: "host-key-unknown" });
      const swapped = knows({ port: node.port, hostKeys: bastion.hostKeys });
      const changedNode = await connect(node.port, jump(bastion.port), `${knows(bastion)}${swapped}`);
      expect(changedNode.transport).toMatchObject({ stage: "host-key", outcome: "host-key-changed" });
    });

    it("believes a new key of the node where that is allowed, and none of the jump host", async () => {
      const accepting = (knownHosts: string, port = node.port) => {
        const ssh = { transport, identityFile: nodeKey.path, strictHostKeyChecking: "accept-new" } as const;
        return connectTo(hostAt(port, { ...ssh, jumps: [jump(bastion.port)] }), {
          knownHosts,
          identities: [bastionKey, nodeKey],
          run,
          believe: acceptNew().believe,
        });
      };
      const { transport: went } = await accepting(`# nobody is known\n`);
      expect(went).toMatchObject({ outcome: "host-key-unknown", message: expect.stringContaining("jump host") });
      const behindItself = await accepting(`# nobody is known here either\n`, bastion.port);
      expect(behindItself.transport).toMatchObject({ outcome: "host-key-unknown", stage: "tcp" });
      const believed = await accepting(`# the bastion is known\n${knows(bastion)}`);
      expect(believed.transport).toMatchObject({ outcome: "connected", hostKeyTrust: "accepted-new" });
      believed.session?.close();
    });

    it("is turned away by the jump host", async () => {
      const { transport: went } = await connect(node.port, jumpAt(bastion.port, nodeKey.path));
      expect(went).toMatchObject({
        stage: "tcp",
        outcome: "auth-failed",
        message: expect.stringContaining("jump host"),
      });
    });
  });
});
