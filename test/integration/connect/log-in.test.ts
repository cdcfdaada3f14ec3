import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import { type SshSettings, transports } from "../../../src/inventory/inventory.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { type Agent, startAgent } from "./agent.ts";
import { connectTo, hostAt, identityAt, knows, sessionOf, textOf } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd } from "./sshd.ts";

// sudo without a password: root's own right; a developer's account may lack it.
const canRunSudo =
  requireTools("the reader through sudo", [{ command: "sudo", package: "sudo" }]) && process.getuid?.() === 0;

describe.skipIf(!canRunSshd("logging in"))("logging in", () => {
  describe.each(transports)("with %s", (transport) => {
    const workshop = createWorkshop();
    let sshd: Sshd;
    let identity: Identity;
    let stranger: Identity;

    beforeAll(async () => {
      const authorized = [makeKey(workshop.path("key")), makeKey(workshop.path("rsa"), "rsa", "", "-b", "3072")];
      makeKey(workshop.path("stranger"));
      writeFileSync(workshop.path("banner"), "Authorized use only.\n");
      sshd = await startSshd(workshop, {
        name: "node",
        authorized,
        hostKeyTypes: ["ed25519", "rsa", "ecdsa"],
        config: [`Banner ${workshop.path("banner")}`],
      });
      identity = await identityAt(workshop.path("key"));
      stranger = await identityAt(workshop.path("stranger"));
    });

    afterAll(async () => {
      await sshd?.stop();
      workshop.remove();
    });

    const at = (port: number, ssh: Partial<SshSettings>) => hostAt(port, { transport, ...ssh });
    const host = () => at(sshd.port, { identityFile: identity.path });

    it("asks a node in batches and closes", async () => {
      const connection = await connectTo(host(), { knownHosts: knows(sshd), identities: [identity] });
      expect(connection.transport).toMatchObject({
        stage: "ready",
        outcome: "connected",
        message: "",
        viaJump: false,
        banner: expect.stringMatching(/^SSH-2\.0-OpenSSH_/),
        hostKey: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
        hostKeyTrust: "known",
        client: transport,
        algorithms: {
          kex: expect.stringMatching(/^(sntrup|mlkem|curve25519|ecdh)/),
          hostKey: expect.stringMatching(/^(ssh-ed25519|ecdsa-sha2-nistp256|rsa-sha2-512)$/),
          cipher: expect.stringMatching(/^(aes|chacha20)/),
          mac: expect.stringMatching(/^(implicit|hmac|umac)/),
        },
      });
      const session = sessionOf(connection);
      const answers = await Promise.all([
        session.ask({ verb: "stat", argument: "/" }),
        session.ask({ verb: "read", argument: "/none" }),
        session.ask({ verb: "read", argument: workshop.path("banner") }),
        session.ask({ verb: "read", argument: "/a\nb" }),
      ]);
      expect(answers.map(({ state }) => state)).toEqual(["answered", "absent", "answered", "failed"]);
      expect(answers[2] && textOf(answers[2])).toBe("Authorized use only.\n");
      expect(textOf(await session.ask({ verb: "stat", argument: "/" }))).toMatch(/^e\|4/);
      session.close();
      expect(await session.ask({ verb: "stat", argument: "/" })).toMatchObject({
        state: "failed",
        cause: "interrupted",
      });
    });

    it("enters with an RSA key", async () => {
      const key = await identityAt(workshop.path("rsa"));
      const connection = await connectTo(at(sshd.port, { identityFile: key.path }), {
        knownHosts: knows(sshd),
        identities: [key],
      });
      expect(connection.transport.outcome).toBe("connected");
      connection.session?.close();
    });

    it.skipIf(!canRunSudo)("runs the reader through sudo", async () => {
      const connection = await connectTo(at(sshd.port, { identityFile: identity.path, privilege: "sudo" }), {
        knownHosts: knows(sshd),
        identities: [identity],
      });
      expect(connection.transport).toMatchObject({ outcome: "connected", message: "" });
      expect(textOf(await sessionOf(connection).ask({ verb: "processes", argument: "" }))).toMatch(/^complete\|yes\n/);
      connection.session?.close();
    });

    it("asks for the host key of the type that is known", async () => {
      for (const hostKey of sshd.hostKeys) {
        const knownHosts = knows({ port: sshd.port, hostKeys: [hostKey] });
        const connection = await connectTo(host(), { knownHosts, identities: [identity] });
        expect(connection.transport.outcome, hostKey).toBe("connected");
        connection.session?.close();
      }
    });

    it("knows hashed names", async () => {
      writeFileSync(workshop.path("hashed"), knows(sshd));
      execFileSync("ssh-keygen", ["-q", "-H", "-f", workshop.path("hashed")], { stdio: "ignore" });
      const knownHosts = readFileSync(workshop.path("hashed"), "utf8");
      expect(knownHosts).toContain("|1|");
      const connection = await connectTo(host(), { knownHosts, identities: [identity] });
      expect(connection.transport.outcome).toBe("connected");
      connection.session?.close();
    });

    it("sends nothing to a host whose key is not known", async () => {
      const before = sshd.log().length;
      const { session, transport: went } = await connectTo(host(), { knownHosts: "", identities: [identity] });
      expect(session).toBeUndefined();
      expect(went).toMatchObject({ stage: "host-key", outcome: "host-key-unknown" });
      expect(went.message).toContain(went.hostKey);
      // sshd names the user here once a login has been tried.
      await sshd.logged(/(disconnect|Disconnected|closed)[^\n]*\[preauth\]/);
      expect(sshd.log().slice(before)).not.toContain("authenticating user");
    });

    it("refuses the key of another port", async () => {
      const knownHosts = knows({ port: sshd.port + 1, hostKeys: sshd.hostKeys });
      const { transport: went } = await connectTo(host(), { knownHosts, identities: [identity] });
      expect(went).toMatchObject({ stage: "host-key", outcome: "host-key-unknown" });
    });

    it("refuses a changed key", async () => {
      const other = makeKey(workshop.path("other-host"));
      const knownHosts = knows({ port: sshd.port, hostKeys: [other] });
      const { transport: went } = await connectTo(host(), { knownHosts, identities: [identity] });
      expect(went).toMatchObject({ stage: "host-key", outcome: "host-key-changed" });
    });

    it("refuses every key where known_hosts cannot be read", async () => {
      const knownHosts = { state: "unreadable", path: "/known_hosts", message: "no such file" } as const;
      const { transport: went } = await connectTo(host(), { knownHosts, identities: [identity] });
      expect(went).toMatchObject({ outcome: "host-key-unknown", message: expect.stringContaining("/known_hosts") });
    });

    it("is turned away with a wrong key, once", async () => {
      const { transport: went } = await connectTo(at(sshd.port, { identityFile: stranger.path }), {
        knownHosts: knows(sshd),
        identities: [stranger],
      });
      expect(went).toMatchObject({
        stage: "authentication",
        outcome: "auth-failed",
        message: expect.stringContaining(`in with the key ${stranger.path}`),
      });
      await sshd.logged(/Failed publickey/);
      await sshd.logged(/closed by authenticating user/);
      expect(sshd.log().match(/Failed publickey/g)).toHaveLength(1);
    });

    it("says that nothing opens the door where neither key nor agent is there", async () => {
      const { identityFile: _, ...ssh } = host().ssh;
      const { transport: went } = await connectTo({ ...host(), ssh }, { knownHosts: knows(sshd), identities: [] });
      expect(went).toMatchObject({ outcome: "auth-failed", message: "no identity file is named and no agent runs" });
    });

    describe("with an agent", () => {
      const socket = workshop.path("agent.sock");
      let agent: Agent;
      const { identityFile: _, ...keyless } = hostAt(0, { transport }).ssh;
      const enter = (agentSocket = socket) =>
        connectTo(
          { ...host(), ssh: { ...keyless, port: sshd.port } },
          { knownHosts: knows(sshd), identities: [], agentSocket },
        );

      // Not at once: the body of a suite runs where it is skipped, too.
      beforeAll(async () => {
        agent = await startAgent(socket);
      });
      afterAll(() => agent?.stop());

      it("says that it holds no key", async () => {
        expect((await enter()).transport).toMatchObject({
          outcome: "auth-failed",
          message: expect.stringContaining("holds no key"),
        });
      });

      it("enters with its key", async () => {
        agent.add([workshop.path("stranger"), workshop.path("key")]);
        const { session, transport: went } = await enter();
        expect(went).toMatchObject({ outcome: "connected" });
        session?.close();
      });

      it("says that an agent does not answer", async () => {
        const { transport: went } = await enter(workshop.path("no-agent.sock"));
        expect(went).toMatchObject({
          stage: "authentication",
          outcome: "auth-failed",
          message: expect.stringContaining("does not answer"),
        });
      });
    });

    it("tells a port where nothing listens", async () => {
      const port = await freePort();
      const { transport: went } = await connectTo(at(port, { identityFile: identity.path }), {
        knownHosts: "",
        identities: [identity],
      });
      expect(went).toMatchObject({ stage: "tcp", outcome: "refused", message: "the connection was refused" });
      expect(went.banner).toBeUndefined();
    });

    it("tells a name that does not resolve", async () => {
      const { transport: went } = await connectTo(
        { ...host(), address: "node.invalid" },
        { knownHosts: "", identities: [identity] },
      );
      expect(went).toMatchObject({ stage: "dns", outcome: "unreachable" });
    });

    it("is interrupted before and during a session", async () => {
      const before = new AbortController();
      before.abort();
      const refused = await connectTo(host(), {
        knownHosts: knows(sshd),
        identities: [identity],
        signal: before.signal,
      });
      expect(refused.transport).toMatchObject({ outcome: "interrupted" });
      const during = new AbortController();
      const connection = await connectTo(host(), {
        knownHosts: knows(sshd),
        identities: [identity],
        signal: during.signal,
      });
      const asked = sessionOf(connection).ask({ verb: "processes", argument: "" });
      during.abort();
      expect(await asked).toMatchObject({ state: "failed", cause: "interrupted" });
      expect(await sessionOf(connection).ask({ verb: "stat", argument: "/" })).toMatchObject({ cause: "interrupted" });
    });
  });
});
