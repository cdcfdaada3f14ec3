import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tunnelThrough } from "../../../src/connect/api/tunnel.ts";
import { connectHost } from "../../../src/connect/connect-host.ts";
import { refuseKeyFile } from "../../../src/connect/openssh/key-file.ts";
import type { Host, SshSettings } from "../../../src/inventory/inventory.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { type Agent, startAgent } from "./agent.ts";
import { connectTo, hostAt, jumpAt, knows, opensshRun, reachable, sessionOf } from "./connect.ts";
import { canRunSshd, createWorkshop, freePort, makeKey, type Sshd, startSshd, user } from "./sshd.ts";

/** The processes of ssh that this one has started. */
const children = (): readonly { readonly pid: string; readonly args: string }[] =>
  execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => {
      const [, pid, args] = /^ *(\d+) (ssh .*plimsoll-ssh-.*)$/.exec(line) ?? [];
      return pid === undefined || args === undefined ? [] : [{ pid, args }];
    });

const hasPs = requireTools("openssh alone", [{ command: "ps", package: "procps" }]);
const hasOneLogin = (log: string): boolean => log.match(/^Accepted publickey/gm)?.length === 1;
const unencrypted = { agentSocket: undefined, fips: false };

describe.skipIf(!(canRunSshd("openssh alone") && hasPs))("what openssh alone can do", () => {
  const workshop = createWorkshop();
  // What ssh or a shell could take for something of its own.
  const odd = `it's a "100%h" \\ key`;
  const socket = workshop.path("agent.sock");
  let agent: Agent;
  let node: Sshd;
  let bastion: Sshd;

  beforeAll(async () => {
    mkdirSync(workshop.path(odd));
    const authorized = ["key", "locked", "stranger"].map((name) =>
      makeKey(workshop.path(name), "ed25519", name === "locked" ? "open sesame" : ""),
    );
    authorized.push(makeKey(workshop.path(`${odd}/key`)));
    makeKey(workshop.path("authority"));
    const trusted = [`TrustedUserCAKeys ${workshop.path("authority.pub")}`, "LogLevel DEBUG3"];
    node = await startSshd(workshop, { name: "node", authorized: authorized.toSpliced(2, 1), config: trusted });
    bastion = await startSshd(workshop, { name: "bastion", authorized });
    agent = await startAgent(socket);
  });

  afterAll(async () => {
    agent?.stop();
    await Promise.all([node, bastion].map((sshd) => sshd?.stop()));
    workshop.remove();
  });

  const at = (ssh: Partial<SshSettings> = {}): Host =>
    hostAt(node.port, { transport: "openssh", identityFile: workshop.path("key"), ...ssh });
  const jump = (key = "key", { port } = bastion) => jumpAt(port, workshop.path(key));
  const knownHosts = (): string => `${knows(node)}${knows(bastion)}`;

  it("shows a user certificate", async () => {
    const args = ["-q", "-s", workshop.path("authority"), "-I", "auditor", "-n", user, workshop.path("stranger.pub")];
    execFileSync("ssh-keygen", args, { stdio: "ignore" });
    // Not beside the key, where ssh would find it by itself.
    const certificateFile = workshop.path("auditor-cert.pub");
    renameSync(workshop.path("stranger-cert.pub"), certificateFile);
    const identityFile = workshop.path("stranger");
    const without = await connectTo(at({ identityFile }), { knownHosts: knows(node) });
    expect(without.transport.outcome).toBe("auth-failed");
    const { session, transport } = await connectTo(at({ identityFile, certificateFile }), { knownHosts: knows(node) });
    expect(transport.outcome).toBe("connected");
    session?.close();
    expect(node.log()).toMatch(/Accepted publickey for \S+ from \S+ port \d+ ssh2: ED25519-CERT /);
  });

  it("takes an encrypted key from the agent, and says beforehand where that does not hold it", async () => {
    const path = workshop.path("locked");
    expect(await refuseKeyFile(path, unencrypted)).toMatch(/is encrypted.*no agent runs/);
    const held = { agentSocket: socket, fips: false };
    expect(await refuseKeyFile(path, held)).toMatch(/the agent does not hold the key/);
    const askpass = workshop.path("askpass");
    writeFileSync(askpass, "#!/bin/sh\necho open sesame\n", { mode: 0o755 });
    agent.add([path], { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: "force" });
    expect(await refuseKeyFile(path, held)).toBeUndefined();
    const { session, transport } = await connectTo(at({ identityFile: path }), {
      knownHosts: knows(node),
      agentSocket: socket,
    });
    expect(transport.outcome).toBe("connected");
    session?.close();
  });

  it("refuses key files that ssh would not use, and keys that --fips does not allow", async () => {
    expect(await refuseKeyFile(workshop.path("key"), unencrypted)).toBeUndefined();
    expect(await refuseKeyFile(workshop.path("nowhere"), unencrypted)).toMatch(/no such file/);
    writeFileSync(workshop.path("open"), readFileSync(workshop.path("key")), { mode: 0o644 });
    expect(await refuseKeyFile(workshop.path("open"), unencrypted)).toMatch(/may be read by others/);
    const fips = { ...unencrypted, fips: true };
    expect(await refuseKeyFile(workshop.path("key"), fips)).toMatch(
      /a key of type ED25519, which --fips does not allow/,
    );
    makeKey(workshop.path("short"), "rsa", "", "-b", "1024");
    expect(await refuseKeyFile(workshop.path("short"), fips)).toMatch(/RSA key of 1024 bits/);
    makeKey(workshop.path("p384"), "ecdsa", "", "-b", "384");
    expect(await refuseKeyFile(workshop.path("p384"), fips)).toBeUndefined();
  });

  it("takes from an ssh_config what the inventory does not say, and nothing that it does", async () => {
    const config = workshop.path("config");
    const lines = [
      "Host node",
      `  ProxyCommand ssh -F none -oStrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null -i ${workshop.path("key")} -p ${bastion.port} -W %h:%p 127.0.0.1`,
      "  HostName host.invalid",
      "  User nobody",
      "  StrictHostKeyChecking no",
      "  UserKnownHostsFile /dev/null",
      "  RemoteCommand echo no",
      "  LogLevel QUIET",
      "  ForkAfterAuthentication yes",
      "  LocalForward 1 localhost:1",
    ];
    writeFileSync(config, `${lines.join("\n")}\n`);
    const before = bastion.log().length;
    const { session, transport } = await connectTo(at({ config, proxyCommand: true }), { knownHosts: knows(node) });
    expect(transport).toMatchObject({ outcome: "connected", hostKeyTrust: "known" });
    session?.close();
    expect(bastion.log().slice(before)).toMatch(/Accepted publickey/);
    const unknown = await connectTo(at({ config, proxyCommand: true }), { knownHosts: "" });
    expect(unknown.transport).toMatchObject({ stage: "host-key", outcome: "host-key-unknown" });
  });

  it("takes a way of the ssh_config that fails for no refusal by the host", async () => {
    const config = workshop.path("broken");
    writeFileSync(config, "Host *\n  ProxyCommand ssh -F none -p 1 -W %h:%p 127.0.0.1\n");
    const { transport } = await connectTo(at({ config, proxyCommand: true }), { knownHosts: knows(node) });
    expect(transport).toMatchObject({
      stage: "tcp",
      outcome: "unreachable",
      message: expect.stringContaining("the way that the ssh configuration names failed: ssh: connect to host"),
    });
  });

  it("goes through bastions by the inventory's way or the ssh_config's, never by both", async () => {
    const config = workshop.path("jumping");
    writeFileSync(config, "Host *\n  ProxyJump nowhere.invalid\n");
    const before = bastion.log().length;
    const through = await connectTo(at({ config, jumps: [jump()] }), { knownHosts: knownHosts() });
    expect(through.transport).toMatchObject({ outcome: "connected", viaJump: true });
    through.session?.close();
    expect(bastion.log().slice(before)).toSatisfy(hasOneLogin);
    // "jump: none" goes before what the file says.
    for (const line of ["ProxyJump nowhere.invalid", "ProxyCommand false"]) {
      writeFileSync(config, `Host *\n  ${line}\n`);
      const direct = await connectTo(at({ config }), { knownHosts: knows(node) });
      expect(direct.transport).toMatchObject({ outcome: "connected", viaJump: false });
      direct.session?.close();
    }
  });

  it("goes through two bastions, with names that need quotes", async () => {
    const chain = [jump(`${odd}/key`), jump("key", node)];
    const host = hostAt(bastion.port, {
      transport: "openssh",
      identityFile: workshop.path(`${odd}/key`),
      jumps: chain,
    });
    const { session, transport } = await connectTo(host, { knownHosts: knownHosts() });
    expect(transport).toMatchObject({ outcome: "connected", viaJump: true });
    session?.close();
  });

  it("logs in once at a bastion for all hosts behind it, and leaves nothing behind", async () => {
    const openssh = await opensshRun();
    const before = bastion.log().length;
    const [host, options] = await reachable(at({ jumps: [jump()] }), { knownHosts: knownHosts(), openssh });
    const connections = await Promise.all([1, 2, 3, 4, 5].map(() => connectHost(host, options)));
    expect(connections.map(({ transport }) => transport.outcome)).toEqual(Array(5).fill("connected"));
    expect(bastion.log().slice(before)).toSatisfy(hasOneLogin);
    for (const { session } of connections) session?.close();
    await bastion.logged(/Connection closed by user|Disconnected from user/);
  });

  it("asks a bastion that turned us away only once", async () => {
    const openssh = await opensshRun();
    const before = bastion.log().length;
    makeKey(workshop.path("unknown"));
    const [host, options] = await reachable(at({ jumps: [jump("unknown")] }), { knownHosts: knownHosts(), openssh });
    for (const _ of [1, 2]) expect((await connectHost(host, options)).transport.outcome).toBe("auth-failed");
    expect(
      bastion
        .log()
        .slice(before)
        .match(/^Connection from/gm),
    ).toHaveLength(1);
  });

  it("opens connections onwards, each with its own answer, over one login", async () => {
    const [host, options] = await reachable(at(), { knownHosts: knows(node) });
    const before = node.log().length;
    const tunnel = tunnelThrough(host, options);
    const opened = await tunnel.open();
    if (opened.state === "failed") throw new Error(opened.message);
    const streams = await Promise.all([1, 2].map(() => opened.dial("127.0.0.1", bastion.port)));
    for (const stream of streams) expect(String((await once(stream, "data"))[0])).toMatch(/^SSH-2\.0-/);
    await expect(opened.dial("127.0.0.1", await freePort())).rejects.toMatchObject({ reason: "refused", lost: true });
    expect(node.log().slice(before)).toSatisfy(hasOneLogin);
    const closed = streams.map((stream) => once(stream, "close"));
    for (const stream of streams) stream.resume();
    // Where the login ends the streams end without an error, which nobody might be listening for.
    tunnel.close();
    await Promise.all(closed);
    await expect(opened.dial("127.0.0.1", node.port)).rejects.toMatchObject({ reason: "unreachable" });
  });

  it("ends its processes with the session", async () => {
    const { session } = await connectTo(at(), { knownHosts: knows(node) });
    const running = children();
    expect(running).toHaveLength(2);
    const control = /ControlPath="([^"]*)"/.exec(running[0]?.args ?? "")?.[1] ?? "";
    expect(existsSync(control)).toBe(true);
    session?.close();
    await expect.poll(children).toEqual([]);
    await expect.poll(() => existsSync(dirname(control))).toBe(false);
  });

  it("answers after a login that was lost", async () => {
    const connection = await connectTo(at(), { knownHosts: knows(node) });
    const session = sessionOf(connection);
    const login = children().find(({ args }) => args.includes("ControlMaster=yes"));
    process.kill(Number(login?.pid), "SIGKILL");
    expect(await session.ask({ verb: "stat", argument: "/" })).toMatchObject({ state: "failed", cause: "truncated" });
  });
});
