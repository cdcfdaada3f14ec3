import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Agent, startAgent } from "./agent.ts";
import { connectTo, hostAt, identityAt, knows } from "./connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, startSshd } from "./sshd.ts";

describe.skipIf(!canRunSshd("ssh2 alone"))("what ssh2 alone does", () => {
  const workshop = createWorkshop();
  const socket = workshop.path("agent.sock");
  const others = ["one", "two", "three"];
  let agent: Agent;
  let sshd: Sshd;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("locked"), "ed25519", "open sesame")];
    authorized.push(makeKey(workshop.path("key"), "ecdsa"));
    for (const name of others) makeKey(workshop.path(name));
    sshd = await startSshd(workshop, { name: "node", authorized, hostKeyTypes: ["ecdsa"] });
    agent = await startAgent(socket);
    agent.add([...others, "key"].map(workshop.path));
  });

  afterAll(async () => {
    agent?.stop();
    await sshd?.stop();
    workshop.remove();
  });

  const byAgent = async (fips: boolean) => {
    const { identityFile: _, ...ssh } = hostAt(sshd.port).ssh;
    const host = { ...hostAt(sshd.port), ssh };
    const { session, transport } = await connectTo(host, { knownHosts: knows(sshd), agentSocket: socket, fips });
    session?.close();
    return transport;
  };

  it("enters with an encrypted key, by its passphrase", async () => {
    const key = await identityAt(workshop.path("locked"), "open sesame");
    const host = hostAt(sshd.port, { identityFile: key.path });
    const { session, transport } = await connectTo(host, { knownHosts: knows(sshd), identities: [key] });
    expect(transport.outcome).toBe("connected");
    session?.close();
  });

  it("signs with the key that it shows, and does not ask first whether that would do", async () => {
    const authorized = [makeKey(workshop.path("shown")), makeKey(workshop.path("shown-rsa"), "rsa", "", "-b", "3072")];
    const node = await startSshd(workshop, { name: "shown-to", authorized, hostKeyTypes: ["ed25519"] });
    for (const name of ["shown", "shown-rsa"]) {
      const key = await identityAt(workshop.path(name));
      const host = hostAt(node.port, { identityFile: key.path });
      const { session, transport } = await connectTo(host, { knownHosts: knows(node), identities: [key] });
      expect(transport.outcome).toBe("connected");
      session?.close();
    }
    await node.stop();
    expect(node.log().match(/Accepted publickey/g)).toHaveLength(2);
    expect(node.log()).not.toContain("Postponed publickey");
  });

  it("has no server sign with each of its host keys", async () => {
    const key = await identityAt(workshop.path("locked"), "open sesame");
    const authorized = [`${key.key.type} ${key.key.getPublicSSH().toString("base64")}`];
    const config = ["LogLevel DEBUG3"];
    const node = await startSshd(workshop, { name: "keys", authorized, hostKeyTypes: ["ecdsa", "ed25519"], config });
    const host = hostAt(node.port, { identityFile: key.path });
    const { session, transport } = await connectTo(host, { knownHosts: knows(node), identities: [key] });
    expect(transport.outcome).toBe("connected");
    session?.close();
    await node.logged(/Disconnected from user|Connection (closed|reset) by/);
    expect(node.log()).toMatch(/sent 2 hostkeys/);
    expect(node.log()).not.toContain("hostkeys-prove-00@openssh.com");
    await node.stop();
  });

  it("offers only the key whose public key is named, whatever else the agent holds", async () => {
    const reach = async (name: string) => {
      const only = await identityAt(workshop.path(`${name}.pub`));
      const { session, transport } = await connectTo(hostAt(sshd.port, { identityFile: only.path }), {
        knownHosts: knows(sshd),
        identities: [only],
        agentSocket: socket,
      });
      session?.close();
      return transport;
    };
    const before = sshd.log().length;
    expect(await reach("key")).toMatchObject({ outcome: "connected" });
    expect(sshd.log().slice(before)).not.toMatch(/Failed publickey/);
    expect(await reach("locked")).toMatchObject({
      outcome: "auth-failed",
      message: `the agent at ${socket} does not hold the key of ${workshop.path("locked.pub")}`,
    });
    expect(await reach("one")).toMatchObject({
      outcome: "auth-failed",
      message: expect.stringContaining(`with the agent's key of ${workshop.path("one.pub")}`),
    });
  });

  it("offers three keys of an agent at most, and under --fips the approved ones only", async () => {
    expect(await byAgent(false)).toMatchObject({ outcome: "auth-failed" });
    expect(await byAgent(true)).toMatchObject({ outcome: "connected" });
  });
});
