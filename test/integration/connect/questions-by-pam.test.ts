import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { LoginRun } from "../../../src/connect/logins/login-run.ts";
import type { Connection } from "../../../src/connect/session.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { startAgent } from "./agent.ts";
import { begin, person, workshop } from "./asked-person.ts";
import { connectTo, hostAt, identityAt, knows } from "./connect.ts";
import { canRunSshd, makeKey, type Sshd, script, startSshd } from "./sshd.ts";

const canAskPam =
  canRunSshd("questions of sshd") &&
  requireRoot("questions of sshd") &&
  requireTools("questions of sshd", [
    { command: "unshare", package: "util-linux" },
    { command: "mount", package: "mount" },
  ]);

describe.skipIf(!canAskPam)("a server that asks by PAM", () => {
  let both: Sshd;
  let passwords: Sshd;
  let other: Sshd;
  let key: Identity;

  beforeAll(async () => {
    const authorized = [makeKey(workshop.path("pam-key"))];
    key = await identityAt(workshop.path("pam-key"));
    // pam_exec hands over what was typed with a zero byte at its end.
    const check = script(workshop, "check.sh", `[ "$(tr -d '\\0')" = "right one" ]`);
    const permit = ["auth", "account", "session"].map((kind) => `${kind} required pam_permit.so`);
    const pam = [`auth requisite pam_exec.so quiet expose_authtok ${check}`, ...permit, ""].join("\n");
    const only = ["AuthenticationMethods keyboard-interactive"];
    both = await startSshd(workshop, {
      name: "both",
      authorized,
      pam,
      config: ["AuthenticationMethods publickey,keyboard-interactive"],
    });
    passwords = await startSshd(workshop, { name: "passwords", authorized: [], pam, config: only });
    other = await startSshd(workshop, { name: "other", authorized: [], pam, config: only });
  });
  afterAll(() => Promise.all([both, passwords, other].map((sshd) => sshd?.stop())));

  const reach = (sshd: Sshd, run: LoginRun, identities: readonly Identity[] = []): Promise<Connection> => {
    const { identityFile: _, ...keyless } = hostAt(sshd.port, { keyboardInteractive: true }).ssh;
    const [identity] = identities;
    const ssh = { ...keyless, ...(identity && { identityFile: identity.path }) };
    return connectTo({ ...hostAt(sshd.port), ssh }, { knownHosts: knows(sshd), identities, run });
  };
  const outcomes = (connections: readonly Connection[]) => {
    for (const { session } of connections) session?.close();
    return connections.map(({ transport }) => transport.outcome);
  };

  it("lets the key and then the password in, and the password where there is no key", async () => {
    const run = begin({ password: "right one" });
    expect(outcomes([await reach(both, run, [key])])).toEqual(["connected"]);
    expect(outcomes([await reach(passwords, run)])).toEqual(["connected"]);
    expect(both.log()).toMatch(/Accepted keyboard-interactive\/pam/);
    expect(both.log()).toMatch(/Partial publickey/);
  });

  it("asks a person once in a run, however many servers ask", async () => {
    const someone = person("right one");
    const run = begin({ person: someone.ask });
    const connections = await Promise.all(
      [passwords, other, both].map((sshd) => reach(sshd, run, sshd === both ? [key] : [])),
    );
    expect(outcomes(connections)).toEqual(["connected", "connected", "connected"]);
    expect(someone.asked).toEqual([
      { hidden: true, question: expect.stringMatching(/^.*@127\.0\.0\.1:\d+ \(node\) asks:\n {2}\| Password: $/) },
    ]);
  });

  it("is told a wrong password once, and after two servers nobody is", async () => {
    const before = [passwords, other].map((sshd) => sshd.log().length);
    const run = begin({ password: "wrong" });
    const three = await Promise.all(
      [passwords, other, both].map((sshd) => reach(sshd, run, sshd === both ? [key] : [])),
    );
    expect(outcomes(three)).toEqual(["auth-failed", "auth-failed", "auth-failed"]);
    const messages = three.map(({ transport }) => transport.message);
    expect(
      messages.filter((message) => /does not let .* in with .* the answers to its questions/.test(message)),
    ).toHaveLength(2);
    expect(messages.find((message) => /refused by/.test(message))).toMatch(
      /^the password was refused by .*:\d+ \(node\) and by .*:\d+ \(node\) in this run, so it is not sent again/,
    );
    const again = await reach(passwords, run);
    expect(again.transport.outcome).toBe("auth-failed");
    const logs = [passwords, other].map((sshd, index) => sshd.log().slice(before[index]));
    expect(logs.join("").match(/Failed keyboard-interactive/g)?.length ?? 0).toBeLessThanOrEqual(2);
    for (const log of logs) expect(log.match(/Connection from/g)).toHaveLength(1);
  });

  it("takes a key of the agent, is offered no other, and asks for the password then", async () => {
    const agent = await startAgent(workshop.path("questions.sock"));
    makeKey(workshop.path("later"));
    agent.add(["pam-key", "later"].map(workshop.path));
    const before = both.log().length;
    const { identityFile: _, ...ssh } = hostAt(both.port, { keyboardInteractive: true }).ssh;
    const run = begin({ password: "right one" });
    const more = { knownHosts: knows(both), identities: [], agentSocket: agent.socket, run };
    expect(outcomes([await connectTo({ ...hostAt(both.port), ssh }, more)])).toEqual(["connected"]);
    expect(both.log().slice(before)).not.toMatch(/Failed/);
    agent.stop();
  });

  it("says what it asks where nobody is there to answer", async () => {
    const { transport } = await reach(passwords, begin());
    expect(transport).toMatchObject({
      stage: "authentication",
      outcome: "auth-failed",
      message:
        'the server asks "Password:", and nobody sits at a terminal to answer (PLIMSOLL_SSH_PASSWORD or --ssh-password-file gives a password)',
    });
  });

  it("says that it wants more than the key, and how it gets that", async () => {
    const host = hostAt(both.port, { identityFile: key.path });
    const { transport } = await connectTo(host, { knownHosts: knows(both), identities: [key] });
    expect(transport).toMatchObject({
      outcome: "auth-failed",
      message: expect.stringMatching(/wants more than a key \(keyboard-interactive\).*keyboardInteractive: true/),
    });
  });
});
