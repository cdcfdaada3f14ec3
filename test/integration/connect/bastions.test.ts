import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { ConnectFailure } from "../../../src/connect/connect-failure.ts";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import { startLimits } from "../../../src/connect/limits.ts";
import type { SshConnection } from "../../../src/connect/login.ts";
import { type LoginRun, startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { keptSlot } from "../../../src/connect/slot.ts";
import { openSsh2 } from "../../../src/connect/ssh2/ssh2.ts";
import type { JumpHost } from "../../../src/inventory/inventory.ts";
import { startFaultProxy } from "../../support/fault-proxy.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { plimsoll } from "../../support/plimsoll.ts";
import { connectTo, hostAt, identityAt, jumpAt, knownHostsFile, knows, patient, sessionOf, textOf } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd, user } from "./sshd.ts";

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe.skipIf(!canRunSshd("bastions"))("bastions", () => {
  const workshop = createWorkshop();
  const sshds: Sshd[] = [];
  const keys = new Map<string, Identity>();
  let outer: Sshd;
  let inner: Sshd;
  let node: Sshd;
  let run: LoginRun;

  const start = async (name: string, key: string, config: readonly string[] = []): Promise<Sshd> => {
    const authorized = [`ssh-ed25519 ${keys.get(key)?.key.getPublicSSH().toString("base64")}`];
    const sshd = await startSshd(workshop, { name, authorized, config });
    sshds.push(sshd);
    return sshd;
  };

  beforeAll(async () => {
    for (const name of ["outer-key", "inner-key", "node-key", "stranger"]) {
      makeKey(workshop.path(name));
      keys.set(name, await identityAt(workshop.path(name)));
    }
    outer = await start("outer", "outer-key");
    inner = await start("inner", "inner-key");
    node = await start("node", "node-key", ["MaxStartups 200"]);
  });
  beforeEach(() => {
    run = startLoginRun();
  });
  afterEach(() => run.close());
  afterAll(async () => {
    await Promise.all(sshds.map((sshd) => sshd.stop()));
    workshop.remove();
  });

  const jump = (port: number, key: string, more: Partial<JumpHost> = {}) => jumpAt(port, workshop.path(key), more);
  const host = (jumps: readonly JumpHost[], port = node.port) =>
    hostAt(port, { identityFile: workshop.path("node-key"), jumps });
  const everybody = () => [...sshds].map(knows).join("");
  const reach = (jumps: readonly JumpHost[], knownHosts = everybody(), port = node.port) =>
    connectTo(host(jumps, port), { knownHosts, identities: [...keys.values()], run });
  /** Logs in, and starts nothing. */
  const enter = (jumps: readonly JumpHost[], port = node.port): Promise<SshConnection | ConnectFailure> => {
    const target = host(jumps, port);
    const { signal } = new AbortController();
    const limits = startLimits(patient.host, signal);
    const options = {
      identities: new Map([...keys.values()].map((identity) => [identity.path, identity])),
      knownHosts: new Map([[target.ssh.knownHosts, knownHostsFile(everybody())]]),
      deadlines: patient,
      signal,
      random: () => 0,
      run,
    };
    return openSsh2({ host: target, options, limits, slot: keptSlot, deadline: patient.connect }, {}).finally(
      limits.release,
    );
  };

  it("are a chain, each entered with its own key and known by its own entry", async () => {
    const chain = [jump(outer.port, "outer-key"), jump(inner.port, "inner-key", { hostKeyAlias: "inner.alias" })];
    const [innerKey] = inner.hostKeys;
    const known = `${knows(outer)}inner.alias ${innerKey}\n${knows(node)}`;
    const connection = await reach(chain, known);
    const session = sessionOf(connection);
    expect(textOf(await session.ask({ verb: "read", argument: workshop.path("node.conf") }))).toContain("MaxStartups");
    session.close();
    run.close();
    for (const sshd of [outer, inner, node]) await sshd.logged(/Disconnected from user|Connection (closed|reset) by/);
    expect([outer, inner].map((sshd) => count(sshd.log(), /Accepted publickey/g))).toEqual([1, 1]);
    expect(inner.log()).not.toContain("Failed");
  });

  it("are not known by their addresses where they have an alias, and an alias has no port", async () => {
    const aliasedJump = jump(outer.port, "outer-key", { hostKeyAlias: "outer.alias" });
    const { transport } = await reach([aliasedJump]);
    expect(transport).toMatchObject({ stage: "tcp", outcome: "host-key-unknown" });
    const aliased = hostAt(node.port, { identityFile: workshop.path("node-key"), hostKeyAlias: "node.alias" });
    const knownHosts = `node.alias ${node.hostKeys[0]}\n`;
    const connection = await connectTo(aliased, { knownHosts, identities: [...keys.values()] });
    expect(connection.transport.outcome).toBe("connected");
    connection.session?.close();
    const withPort = `[node.alias]:${node.port} ${node.hostKeys[0]}\n`;
    const unknown = await connectTo(aliased, { knownHosts: withPort, identities: [...keys.values()] });
    expect(unknown.transport.outcome).toBe("host-key-unknown");
  });

  it("tell which of them failed, and never that the host refused or timed out", async () => {
    const dead = jump(await freePort(), "inner-key");
    const { transport } = await reach([jump(outer.port, "outer-key"), dead]);
    expect(transport).toMatchObject({ stage: "tcp", outcome: "unreachable" });
    expect(transport.message).toMatch(
      new RegExp(
        `^the jump host 127.0.0.1:${dead.port} failed: the jump host 127.0.0.1:${outer.port} says: .*refused$`,
        "i",
      ),
    );
    const behind = await reach([jump(outer.port, "outer-key"), jump(inner.port, "inner-key")], everybody(), dead.port);
    expect(behind.transport).toMatchObject({ stage: "tcp", outcome: "refused" });
    expect(behind.transport.message).toMatch(/^the jump host 127.0.0.1:\d+ says: Connection refused$/);
  });

  it("let sixty hosts through four connections, whatever MaxStartups says", async () => {
    const bastion = await start("busy", "outer-key", ["MaxStartups 10:30:100"]);
    const jumps = [jump(bastion.port, "outer-key")];
    const connections = await Promise.all(Array.from({ length: 60 }, () => enter(jumps)));
    expect(connections.filter(({ state }) => state === "open")).toHaveLength(60);
    expect(count(bastion.log(), /Accepted publickey/g)).toBe(4);
    expect(count(bastion.log(), /Connection from/g)).toBe(4);
    for (const connection of connections) if (connection.state === "open") connection.close();
  });

  it("have no more connections than the inventory says", async () => {
    const bastion = await start("narrow", "outer-key");
    const jumps = [jump(bastion.port, "outer-key", { connections: 1 })];
    const connections = await Promise.all(Array.from({ length: 5 }, () => enter(jumps)));
    expect(connections.map(({ state }) => state)).toEqual(Array(5).fill("open"));
    expect(count(bastion.log(), /Connection from/g)).toBe(1);
  });

  it("see a wrong key once, however many hosts are behind them", async () => {
    const bastion = await start("strict", "outer-key");
    const jumps = [jump(bastion.port, "stranger")];
    const failed = await Promise.all(Array.from({ length: 20 }, () => enter(jumps)));
    failed.push(await enter(jumps));
    const messages = new Set(failed.map((result) => result.state === "failed" && `${result.cause}: ${result.message}`));
    expect([...messages]).toEqual([
      expect.stringMatching(
        /^auth-failed: the jump host 127.0.0.1:\d+ failed: the server does not let .* in with the key/,
      ),
    ]);
    await bastion.logged(/authenticating user/);
    expect(count(bastion.log(), /Connection from/g)).toBe(1);
  });

  it("are replaced where they die, and what ran over them says so", async () => {
    const door = await startFaultProxy(outer.port);
    const [hostKey] = outer.hostKeys;
    const known = `${everybody()}[127.0.0.1]:${door.port} ${hostKey}\n`;
    const jumps = [jump(door.port, "outer-key", { connections: 1 })];
    const first = sessionOf(await reach(jumps, known));
    door.cut("reset");
    const answer = await first.ask({ verb: "stat", argument: "/" });
    const why = `the jump host 127.0.0.1:${door.port} failed: the connection to it was lost`;
    expect(answer).toEqual({ state: "failed", cause: "truncated", message: why });
    expect(first.failure()).toEqual(answer);
    const second = sessionOf(await reach(jumps, known));
    expect(await second.ask({ verb: "stat", argument: "/" })).toMatchObject({ state: "answered" });
    second.close();
    await door.close();
  });

  it("outlive a host that is cut short", async () => {
    const mute = createServer(() => undefined);
    const port = await listeningPort(mute);
    const bastion = await start("patient", "outer-key");
    const jumps = [jump(bastion.port, "outer-key", { connections: 1 })];
    const standing = sessionOf(await reach(jumps));
    const { transport } = await connectTo(host(jumps, port), {
      knownHosts: everybody(),
      identities: [...keys.values()],
      run,
      deadlines: { ...patient, host: 500 },
    });
    expect(transport.outcome).toBe("timed-out");
    expect(await standing.ask({ verb: "stat", argument: "/" })).toMatchObject({ state: "answered" });
    expect(count(bastion.log(), /Connection from/g)).toBe(1);
    mute.close();
  });

  it("hold no process up once all hosts are read", async () => {
    const bastion = await start("short", "outer-key");
    const ssh = {
      user,
      port: node.port,
      identityFile: "node-key",
      knownHosts: "known_hosts",
      privilege: "none",
      jump: { address: "127.0.0.1", port: bastion.port, identityFile: "outer-key" },
    };
    const hosts = ["127.0.0.1", "localhost"].map((address, at) => ({ name: `w${at}`, address, role: "worker" }));
    writeFileSync(workshop.path("inventory.yaml"), stringify({ cluster: "c", ssh, hosts }));
    writeFileSync(workshop.path("known_hosts"), `${everybody()}[localhost]:${node.port} ${node.hostKeys[0]}\n`);
    const ended = await plimsoll("collect", "-i", workshop.path("inventory.yaml"), "-o", workshop.path("run"));
    expect(ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/2\/2 w\d: read/) });
    await bastion.logged(/Disconnected from user/);
  });

  it("are left when the run ends, and not entered after it", async () => {
    const bastion = await start("left", "outer-key");
    const jumps = [jump(bastion.port, "outer-key")];
    const connection = await enter(jumps);
    run.close();
    await bastion.logged(/Disconnected from user/);
    expect(connection.state).toBe("open");
    expect(await enter(jumps)).toMatchObject({ state: "failed", cause: "interrupted" });
  });
});
