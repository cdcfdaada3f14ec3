import { readFileSync } from "node:fs";
import ssh2 from "ssh2";
import { afterEach, describe, expect, it } from "vitest";
import type { Answering } from "../../../src/connect/logins/login-run.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { begin, person, workshop } from "./asked-person.ts";
import { connectTo, hostAt, knows } from "./connect.ts";
import { canRunSshd, makeKey, user } from "./sshd.ts";

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
  return {
    port: await listeningPort(server),
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
