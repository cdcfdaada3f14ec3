import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { Knock } from "../../../src/connect/knock.ts";
import { startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { knockHost } from "../../../src/connect/open-host.ts";
import { type Host, type SshSettings, transports } from "../../../src/inventory/inventory.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { hostAt, identityAt, jumpAt, knows, reachable } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(!canRunSshd("knocking at hosts"))("knocking at a host", () => {
  describe.each(transports)("with %s", (transport) => {
    const workshop = createWorkshop();
    const servers: Server[] = [];
    let node: Sshd;
    let bastion: Sshd;
    let key: Identity;
    let run = startLoginRun();

    beforeAll(async () => {
      const authorized = [makeKey(workshop.path("key"))];
      key = await identityAt(workshop.path("key"));
      // Each packet that comes is a line of this log.
      node = await startSshd(workshop, { name: "node", authorized, config: ["LogLevel DEBUG3"] });
      bastion = await startSshd(workshop, { name: "bastion", authorized });
    });

    afterAll(async () => {
      run.close();
      for (const server of servers) server.close();
      await Promise.all([node, bastion].map((sshd) => sshd?.stop()));
      workshop.remove();
    });

    // No service is asked for (5), no user named (50). `ssh` may come that far before it is ended, without a key.
    const asksToEnter =
      transport === "ssh2" ? /receive packet: type (5|50) / : /method publickey|Failed|Accepted|Invalid user/;
    const at = (port: number, ssh: Partial<SshSettings> = {}): Host =>
      hostAt(port, { transport, identityFile: "/none", ...ssh });
    const knockAt = async (
      host: Host,
      knownHosts = knows(node),
      identities: readonly Identity[] = [],
    ): Promise<Knock> => knockHost(...(await reachable(host, { knownHosts, identities, run })));

    /** A server that is none of SSH's. */
    function sayingPort(said: string): Promise<number> {
      const server = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.end(said);
      });
      servers.push(server);
      return listeningPort(server);
    }

    it("proves its key by one connection that asks for no login", async () => {
      const before = node.log().length;
      const knocked = await knockAt(at(node.port));
      expect(knocked).toEqual({
        banner: expect.stringMatching(/^SSH-2\.0-OpenSSH_/),
        hostKey: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
        hostKeyTrust: "known",
        algorithms: expect.objectContaining({ hostKey: "ssh-ed25519" }),
      });
      await node.logged(/(Disconnected from|Connection (closed|reset) by) [^\n]*127\.0\.0\.1[^\n]*\[preauth\]/);
      const log = node.log().slice(before);
      expect(log.match(/^Connection from /gm)).toHaveLength(1);
      expect(log).not.toMatch(asksToEnter);
      if (transport === "openssh") return;
      // Keys were exchanged to their end, and then goodbye.
      expect(log).toMatch(/receive packet: type 21 /);
      expect(log).toMatch(/receive packet: type 1 /);
    });

    it.each([
      ["nobody knows", () => "", "host-key-unknown"],
      ["is another", () => knows({ port: node.port, hostKeys: bastion.hostKeys }), "host-key-changed"],
    ])("tells a key that %s, with its fingerprint", async (_what, knownHosts, cause) => {
      const knocked = await knockAt(at(node.port), knownHosts());
      expect(knocked.failure).toMatchObject({ stage: "host-key", cause });
      expect(knocked.failure?.message).toContain(knocked.hostKey);
      expect(node.log()).not.toMatch(asksToEnter);
    });

    it("does not believe a server that shows a key and cannot sign with it", async () => {
      makeKey(workshop.path("impostor"));
      // An ed25519 key file holds the public half beside the seed that signs: this one shows the node's.
      const publicHalf = (line = "") => Buffer.from(line.split(" ")[1] ?? "", "base64").subarray(-32);
      const own = publicHalf(readFileSync(workshop.path("impostor.pub"), "utf8")).toString("latin1");
      const [begin = "", ...lines] = readFileSync(workshop.path("impostor"), "utf8").trim().split("\n");
      const body = Buffer.from(lines.slice(0, -1).join(""), "base64").toString("latin1");
      const swapped = body.replaceAll(own, publicHalf(node.hostKeys[0]).toString("latin1"));
      const hostKey = [begin, Buffer.from(swapped, "latin1").toString("base64"), lines.at(-1), ""].join("\n");
      const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => client.on("error", () => undefined));
      const port = await listeningPort(server);
      const knocked = await knockAt(at(port), knows({ port, hostKeys: node.hostKeys }));
      server.close();
      expect(knocked.failure).toMatchObject({
        stage: "handshake",
        message: expect.stringMatching(/signature verification failed|incorrect signature/),
      });
    });

    it("comes through a jump host, and logs in at that one only", async () => {
      const host = at(node.port, { jumps: [jumpAt(bastion.port, key.path)] });
      const both = knows(node) + knows(bastion);
      expect((await knockAt(host, both, [key])).failure).toBeUndefined();
      run.close();
      await bastion.logged(/Disconnected from user/);
      run = startLoginRun();
      expect(bastion.log().match(/^Accepted publickey/gm)).toHaveLength(1);
      expect(node.log()).not.toMatch(asksToEnter);
      expect((await knockAt(host, knows(node), [key])).failure).toMatchObject({
        cause: "host-key-unknown",
        message: expect.stringContaining("jump host"),
      });
      const locked = at(node.port, { jumps: [jumpAt(bastion.port, "/none")] });
      expect((await knockAt(locked, both)).failure).toMatchObject({ cause: "auth-failed" });
    });

    it("tells where nothing listens, and what is no SSH server", async () => {
      expect((await knockAt(at(await freePort()))).failure).toMatchObject({ stage: "tcp", cause: "refused" });
      const web = await knockAt(at(await sayingPort("HTTP/1.1 400 Bad Request\r\n\r\n")));
      expect(web.failure).toMatchObject({ stage: "banner", message: expect.stringContaining("HTTP/1.1 400") });
      expect((await knockAt(at(await sayingPort("")))).failure).toMatchObject({
        stage: "banner",
        cause: "unreachable",
      });
    });

    it("waits no longer than it is told", async () => {
      const server = createServer((socket) => socket.on("error", () => undefined));
      servers.push(server);
      const knocked = await knockAt(at(await listeningPort(server), { connectTimeout: 0.05 }));
      expect(knocked.failure).toMatchObject({ stage: "banner", cause: "timed-out" });
    });
  });
});
