import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import ssh2 from "ssh2";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Identity } from "../../../src/connect/keys/identity.ts";
import type { AskPerson } from "../../../src/connect/logins/answers.ts";
import { type Answering, type LoginRun, startLoginRun } from "../../../src/connect/logins/login-run.ts";
import type { Connection } from "../../../src/connect/session.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { connectTo, hostAt, identityAt, knows } from "./connect.ts";
import { canRunSshd, createWorkshop, makeKey, type Sshd, script, startSshd, user } from "./sshd.ts";

const workshop = createWorkshop();
const runs: LoginRun[] = [];
const begin = (answering: Answering = {}): LoginRun => {
  const run = startLoginRun(answering);
  runs.push(run);
  return run;
};
afterEach(() => {
  for (const run of runs.splice(0)) run.close();
});
afterAll(() => workshop.remove());

/** A person who answers in this order, and whose questions are kept. */
function person(...answers: readonly (string | undefined)[]) {
  const asked: { readonly question: string; readonly hidden: boolean }[] = [];
  const left = [...answers];
  const ask: AskPerson = (question, { hidden }) => {
    asked.push({ question, hidden: hidden === true });
    return Promise.resolve(left.shift());
  };
  return { ask, asked };
}

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
    const socket = workshop.path("questions.sock");
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((resolve) => void agent.stdout.once("data", () => resolve()));
    makeKey(workshop.path("later"));
    for (const name of ["pam-key", "later"]) {
      const environment = { ...process.env, SSH_AUTH_SOCK: socket };
      execFileSync("ssh-add", ["-q", workshop.path(name)], { env: environment, stdio: "ignore" });
    }
    const before = both.log().length;
    const { identityFile: _, ...ssh } = hostAt(both.port, { keyboardInteractive: true }).ssh;
    const run = begin({ password: "right one" });
    const more = { knownHosts: knows(both), identities: [], agentSocket: socket, run };
    expect(outcomes([await connectTo({ ...hostAt(both.port), ssh }, more)])).toEqual(["connected"]);
    expect(both.log().slice(before)).not.toMatch(/Failed/);
    agent.kill();
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

type Asking = (context: ssh2.KeyboardAuthContext) => void;

/** A server that asks what it wants; each login is let in where `ask` accepts it. */
async function askingServer(ask: Asking) {
  const path = workshop.path(`asking-${Math.random()}`);
  const hostKey = makeKey(path);
  const methods: string[] = [];
  const clients: ssh2.Connection[] = [];
  const server = new ssh2.Server({ hostKeys: [readFileSync(path)] }, (client) => {
    clients.push(client);
    client.on("error", () => undefined);
    client.on("authentication", (context) => {
      methods.push(context.method);
      if (context.method === "keyboard-interactive") ask(context);
      else context.reject(["keyboard-interactive"]);
    });
    client.on("session", (_accept, reject) => reject());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { readonly port: number };
  return {
    port,
    hostKeys: [hostKey],
    methods,
    close: () => server.close(),
    hangUp: () => clients.map((client) => client.end()),
  };
}

describe.skipIf(!canRunSshd("questions"))("a server that asks", () => {
  const servers: Awaited<ReturnType<typeof askingServer>>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function askedBy(ask: Asking, answering: Answering) {
    const server = await askingServer(ask);
    servers.push(server);
    const { identityFile: _, ...ssh } = hostAt(server.port, { keyboardInteractive: true }).ssh;
    const run = begin(answering);
    const reach = () => connectTo({ ...hostAt(server.port), ssh }, { knownHosts: knows(server), identities: [], run });
    return { ...(await reach()).transport, methods: server.methods, reach };
  }
  /** Asks, and lets in who answers so; this server starts no shell. */
  const wanting =
    (prompts: readonly ssh2.Prompt[], wanted: readonly string[], title = "", text = ""): Asking =>
    (context) =>
      context.prompt([...prompts], title, text, (answers: string[]) => {
        if (JSON.stringify(answers) === JSON.stringify(wanted)) context.accept();
        else context.reject();
      });

  it("has every prompt answered in its order, codes by the person, the password by what was given", async () => {
    const code = person("123456");
    const prompts = [
      { prompt: "Password: ", echo: false },
      { prompt: "Code: ", echo: true },
    ];
    const text = "Two factors.\nBe quick.";
    const ended = await askedBy(wanting(prompts, ["secret", "123456"], "Login", text), {
      password: "secret",
      person: code.ask,
    });
    expect(ended.stage).toBe("exec");
    expect(code.asked).toEqual([
      {
        hidden: false,
        question: `${user}@127.0.0.1:${portOf(code)} (node) asks:\n  | Login\n  | Two factors.\n  | Be quick.\n  | Code: `,
      },
    ]);
  });
  const portOf = ({ asked }: ReturnType<typeof person>): string => /:(\d+) /.exec(asked[0]?.question ?? "")?.[1] ?? "";

  it("gets an empty answer to an empty round", async () => {
    const ended = await askedBy(
      (context) => context.prompt([], (answers) => answers.length === 0 && context.accept()),
      {},
    );
    expect(ended.stage).toBe("exec");
  });

  it("has a code asked for each time, and never kept", async () => {
    const codes = person("111", "222");
    const wanted = ["111", "222"];
    const ask: Asking = (context) =>
      context.prompt([{ prompt: "Code: ", echo: false }], ([answer]: string[]) =>
        answer === wanted.shift() ? context.accept() : context.reject(),
      );
    const { reach, stage } = await askedBy(ask, { password: "secret", person: codes.ask });
    expect([stage, (await reach()).transport.stage]).toEqual(["exec", "exec"]);
    expect(codes.asked.map(({ hidden }) => hidden)).toEqual([true, true]);
  });

  it("is not answered again where it asks the same again, nor entered again", async () => {
    const rounds: string[][] = [];
    const ask: Asking = (context) => {
      const again = (): void =>
        context.prompt([{ prompt: "Password: ", echo: false }], (answers: string[]) => {
          rounds.push(answers);
          again();
        });
      again();
    };
    const { reach, ...ended } = await askedBy(ask, { password: "secret" });
    expect(ended).toMatchObject({
      outcome: "auth-failed",
      message: 'the server asks "Password:" again: it did not take the answer',
    });
    expect(rounds).toEqual([["secret"]]);
    expect((await reach()).transport.message).toBe(ended.message);
    expect(ended.methods).toHaveLength(1);
  });

  it("does not get the password for a new one", async () => {
    const given: string[][] = [];
    const { message } = await askedBy(
      (context) =>
        context.prompt([{ prompt: "New password: ", echo: false }], (answers: string[]) => given.push(answers)),
      { password: "secret" },
    );
    expect(message).toMatch(/^the server asks "New password:": the password has to be changed/);
    expect(given).toEqual([]);
  });

  it.each([
    [
      "many questions",
      Array.from({ length: 9 }, (_, at) => ({ prompt: `${at}: `, echo: true })),
      "asks 9 questions at once",
    ],
    ["a question with escapes", [{ prompt: "\u001b]0;title\u0007\u001b[2J\u202eCode:\u0000 ", echo: true }], '"Code:"'],
    ["a long question", [{ prompt: "x".repeat(5000), echo: true }], `"${"x".repeat(200)}…"`],
  ])("is not believed with %s", async (_what, prompts, words) => {
    const ended = await askedBy(wanting(prompts, []), {});
    expect(ended).toMatchObject({ outcome: "auth-failed", message: expect.stringContaining(words) });
    expect(ended.message).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(ended.message.length).toBeLessThan(400);
  });

  it("may ask four times, not five", async () => {
    const someone = person(...Array(9).fill("x"));
    let rounds = 0;
    const ask: Asking = (context) => {
      const next = (): void => {
        rounds += 1;
        context.prompt([{ prompt: `Code ${rounds}: `, echo: true }], next);
      };
      next();
    };
    const ended = await askedBy(ask, { person: someone.ask });
    expect(ended).toMatchObject({ outcome: "auth-failed", message: "the server asks more than 4 times" });
    expect(someone.asked).toHaveLength(4);
  });

  it("has its question taken back where it hangs up", async () => {
    let takenBack: AbortSignal | undefined;
    const ended = await askedBy((context) => context.prompt([{ prompt: "Code: ", echo: true }], () => undefined), {
      person: (_question, { signal }) => {
        takenBack = signal;
        for (const server of servers) server.hangUp();
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
      },
    });
    expect(ended.outcome).not.toBe("connected");
    expect(takenBack?.aborted).toBe(true);
  });
});
