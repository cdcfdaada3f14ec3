import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type LoginAttempt, loginFailure } from "../../../../src/connect/openssh/login-failure.ts";
import { emptyLog, type LoginLog, readLogLine } from "../../../../src/connect/openssh/ssh-log.ts";

/** What OpenSSH 9.2 (LogLevel DEBUG2, without its debug2 lines) said of logins to real sshd and to servers that are none. */
const recorded = new Map(
  readFileSync(join(import.meta.dirname, "recorded-logins.txt"), "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf("\n")), text.split("\n").slice(1)] as const),
);

const attempt: LoginAttempt = {
  target: {
    address: "127.0.0.1",
    port: 22,
    user: "audit",
    knownHosts: "/lab/known_hosts",
    strictHostKeyChecking: "yes",
    identityFile: "/lab/key",
    connectTimeout: 10,
  },
  knownHosts: { state: "read", path: "/lab/known_hosts", lines: [] },
  agentSocket: undefined,
  fips: false,
};

function logOf(lines: readonly string[]): LoginLog {
  const log = emptyLog("tcp");
  for (const line of lines) readLogLine(log, line);
  return log;
}

const login = (name: string): LoginLog => {
  const lines = recorded.get(name);
  if (lines === undefined) throw new Error(`no login ${name} is recorded`);
  return logOf(lines);
};

const hostKey = "SHA256:JBfM+21eWq2Xd4DOYQ0JL6UJxDW+yDsy5PGBMrl/21I";
const banner = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10";

describe("what ssh logs of a login", () => {
  it("names what the server showed and what was agreed on", () => {
    expect(login("ok")).toMatchObject({
      ready: true,
      stage: "authentication",
      trust: "known",
      banner,
      hostKey,
      algorithms: {
        kex: "sntrup761x25519-sha512",
        hostKey: "ssh-ed25519",
        cipher: "chacha20-poly1305@openssh.com",
        mac: "implicit",
      },
    });
  });

  it.each([
    ["cert", "certificate"],
    ["acceptnew", "accepted-new"],
    ["certname", undefined],
    ["certold", undefined],
    ["unknown", undefined],
    ["changed", undefined],
    ["revoked", undefined],
  ])("tells why a host key is believed: %s", (name, trust) => {
    expect(login(name).trust).toBe(trust);
  });

  it.each([
    ["dns", "dns", "unreachable", "the name does not resolve", false],
    ["refused", "tcp", "refused", "the connection was refused", false],
    ["mute", "banner", "timed-out", "did not identify itself", false],
    ["reset", "banner", "unreachable", "the connection was reset", true],
    ["closed", "banner", "unreachable", "the connection was reset", true],
    ["maxstartups", "banner", "unreachable", "before it identified itself: Exceeded MaxStartups", true],
    ["penalty", "banner", "unreachable", "Not allowed at this time", false],
    ["http", "banner", "unparseable", "does not speak SSH as expected: x: banner exchange", false],
    ["http2", "banner", "unreachable", "HTTP/1.1 400 Bad Request", true],
    ["ssh1", "handshake", "unparseable", "Protocol major versions differ", false],
    ["closing", "handshake", "unreachable", "the connection was reset", true],
    ["garbage", "handshake", "unparseable", "does not speak SSH as expected: Bad packet length", false],
    ["kex", "handshake", "unsupported", "no key exchange method in common, which offers diffie-hellman-group1", false],
    [
      "unknown",
      "host-key",
      "host-key-unknown",
      `no entry for the host, which offers the ssh-ed25519 key ${hostKey}`,
      false,
    ],
    ["certname", "host-key", "host-key-unknown", "name is not a listed principal", false],
    ["certold", "host-key", "host-key-unknown", "(expired)", false],
    ["othertype", "host-key", "host-key-unknown", "knows it only by RSA", false],
    ["changed", "host-key", "host-key-changed", "but /lab/kh.changed:1 has another", false],
    ["revoked", "host-key", "host-key-changed", "is revoked by", false],
    ["certrevoked", "host-key", "host-key-changed", "is revoked by", false],
    ["rsa1024", "host-key", "unsupported", "--fips", false],
    ["denied", "authentication", "auth-failed", "in with the key /lab/key (it takes: publickey)", false],
    ["partial", "authentication", "auth-failed", "wants more than a key (password)", false],
  ])("says why there is none: %s", (name, stage, cause, message, passing) => {
    expect(loginFailure(login(name), attempt)).toEqual({
      state: "failed",
      stage,
      cause,
      message: expect.stringContaining(message),
      passing,
    });
  });

  it("says what is wrong with the agent", () => {
    const { identityFile: _, ...target } = attempt.target;
    const failure = loginFailure(login("noagent"), { ...attempt, target, agentSocket: "/lab/agent" });
    expect(failure).toMatchObject({ cause: "auth-failed", message: "the agent at /lab/agent does not answer" });
  });

  it("takes no word of the server's banner for one on its host key or the algorithms", () => {
    const lines = recorded.get("ok") ?? [];
    const accepted = lines.findIndex((line) => line.includes("SSH2_MSG_SERVICE_ACCEPT"));
    const lies = [
      "debug1: kex: algorithm: none",
      "debug1: Server host certificate: ssh-ed25519-cert-v01@openssh.com SHA256:AAAA, serial 0",
      "debug1: Host 'x' is known and matches the ED25519-CERT host certificate.",
      "Certificate invalid: expired",
    ];
    expect(logOf(lines.toSpliced(accepted, 0, ...lies))).toMatchObject({
      trust: "known",
      hostKey,
      algorithms: { kex: "sntrup761x25519-sha512" },
    });
  });

  it("lets a greeting be no identification", () => {
    const log = logOf([
      "debug1: Connection established.",
      "debug1: kex_exchange_identification: banner line 0: debug1: Remote protocol version 2.0, remote software version x",
    ]);
    expect(log).toMatchObject({ stage: "banner" });
    expect(log.banner).toBeUndefined();
  });

  it("takes what fails before the server was heard, on a way that a configuration names, for the way's", () => {
    const log = logOf([
      "debug1: Executing proxy command: exec ssh -W '[node]:22' bastion",
      "ssh: connect to host bastion port 22: Connection refused",
      "kex_exchange_identification: Connection closed by remote host",
      "Connection closed by UNKNOWN port 65535",
    ]);
    expect(loginFailure(log, attempt)).toMatchObject({
      stage: "tcp",
      cause: "unreachable",
      message: expect.stringContaining("ssh: connect to host bastion port 22: Connection refused"),
    });
  });

  it("quotes what it does not know", () => {
    const log = logOf(["something that OpenSSH 12 says"]);
    expect(loginFailure(log, attempt)).toMatchObject({
      cause: "unreachable",
      message: "ssh ended: something that OpenSSH 12 says",
    });
    expect(loginFailure(emptyLog("tcp"), attempt).message).toBe("ssh ended without a word");
  });
});
