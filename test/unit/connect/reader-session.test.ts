import { beforeEach, describe, expect, it } from "vitest";
import { startLimits } from "../../../src/connect/limits.ts";
import { readerAsSent, readerSha256 } from "../../../src/connect/reader.ts";
import { encodeBundle, encodeHello } from "../../../src/connect/reader-session/frames.ts";
import type { ReaderChannel } from "../../../src/connect/reader-session/reader-channel.ts";
import { readerSession } from "../../../src/connect/reader-session/reader-session.ts";
import { type ReaderStart, startReader } from "../../../src/connect/reader-session/start-reader.ts";
import type { HostSession } from "../../../src/connect/session.ts";
import type { Privilege, ReaderMode } from "../../../src/inventory/inventory.ts";

/** A shell played by the test. */
type Shell = {
  readonly channel: ReaderChannel;
  readonly written: string[];
  say: (text: string) => void;
  complain: (text: string) => void;
  end: () => void;
  closed: boolean;
};

function playShell(): Shell {
  const shell: Shell = {
    written: [],
    say: () => undefined,
    complain: () => undefined,
    end: () => undefined,
    closed: false,
    channel: {
      write: (text) => void shell.written.push(String(text)),
      onOutput: (listener) => {
        shell.say = (text) => listener(Buffer.from(text));
      },
      onDiagnostics: (listener) => {
        shell.complain = (text) => listener(Buffer.from(text));
      },
      onEnd: (listener) => {
        shell.end = listener;
      },
      close: () => {
        shell.closed = true;
      },
    },
  };
  return shell;
}

const long = 60_000;
const sentTo = (privilege: Privilege): ReaderStart => ({ privilege, reader: "sent" });
const stat = (argument: string) => ({ verb: "stat", argument }) as const;
let shell: Shell;
beforeEach(() => {
  shell = playShell();
});

async function start(options: { request?: number; host?: number; signal?: AbortSignal } = {}): Promise<HostSession> {
  const limits = startLimits(options.host ?? long, options.signal ?? new AbortController().signal);
  const starting = startReader(shell.channel, sentTo("none"), long, limits);
  shell.say(encodeHello(0));
  const started = await starting;
  if (started.state === "failed") throw new Error(started.message);
  expect(shell.written.splice(0)).toEqual([readerAsSent]);
  return readerSession(started, options.request ?? long, limits);
}

/** The turn of the event loop in which immediates run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a reader session", () => {
  it("sends what is asked in one turn in one write, and nothing before the hello line", async () => {
    const session = await start();
    const asked = [session.ask(stat("/a"))];
    await Promise.resolve();
    asked.push(session.ask(stat("/b")));
    await turn();
    expect(shell.written).toEqual(["1 stat /a\n2 stat /b\n\n"]);
    asked.push(session.ask({ verb: "processes", argument: "" }));
    await turn();
    expect(shell.written[1]).toBe("3 processes \n\n");
    shell.say(
      [[1, 2], [3]]
        .map((ids, round) =>
          encodeBundle(
            round + 1,
            ids.map((id) => ({ id, answer: { state: "answered", payload: Buffer.from(String(id)) } })),
          ),
        )
        .join(""),
    );
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer.state === "answered" && answer.payload.toString())).toEqual(["1", "2", "3"]);
    session.close();
    expect(shell.closed).toBe(true);
  });

  it("does not ask for a name with a line break", async () => {
    const session = await start();
    const answer = session.ask(stat("/a\nb"));
    const other = session.ask(stat("/c"));
    expect(await answer).toMatchObject({ state: "failed", cause: "unsupported" });
    expect(shell.written).toEqual(["1 stat /c\n\n"]);
    shell.say(encodeBundle(1, [{ id: 1, answer: { state: "absent" } }]));
    expect(await other).toEqual({ state: "absent" });
    session.close();
  });

  it("ends when a request gets no answer in time", async () => {
    const session = await start({ request: 20 });
    const late = { state: "failed", cause: "timed-out", message: "no answer within 0.02 s" };
    expect(await Promise.all([session.ask(stat("/a")), session.ask(stat("/b"))])).toEqual([late, late]);
    expect(await session.ask(stat("/c"))).toEqual(late);
    expect(shell.closed).toBe(true);
  });

  it("ends when the host's time is over", async () => {
    const session = await start({ host: 50 });
    expect(await session.ask(stat("/a"))).toMatchObject({
      cause: "timed-out",
      message: "the host was not done after 0.05 s",
    });
  });

  it("ends when the run is interrupted, also between hello and the first request", async () => {
    const control = new AbortController();
    const session = await start({ signal: control.signal });
    control.abort();
    expect(await session.ask(stat("/a"))).toMatchObject({ cause: "interrupted" });
    expect(shell.closed).toBe(true);
  });

  it("answers the half it heard when the connection is lost", async () => {
    const session = await start();
    const asked = [session.ask(stat("/a")), session.ask(stat("/b"))];
    await turn();
    shell.say(encodeBundle(1, [{ id: 1, answer: { state: "absent" } }]));
    shell.say("#2 ok");
    shell.end();
    const lost = { state: "failed", cause: "truncated", message: "the connection ended in the middle of an answer" };
    expect(await Promise.all(asked)).toEqual([{ state: "absent" }, lost]);
    expect(await session.ask(stat("/c"))).toEqual(lost);
  });

  it("notices a connection lost before the session listens", async () => {
    const limits = startLimits(long, new AbortController().signal);
    const starting = startReader(shell.channel, sentTo("none"), long, limits);
    shell.say(encodeHello(0));
    shell.end();
    const started = await starting;
    if (started.state === "failed") throw new Error(started.message);
    const session = readerSession(started, long, limits);
    expect(await session.ask(stat("/a"))).toMatchObject({ cause: "truncated", message: "the connection was lost" });
  });

  it("ends when it is answered what it did not ask", async () => {
    const session = await start();
    shell.say(encodeBundle(1, [{ id: 1, answer: { state: "absent" } }]));
    expect(await session.ask(stat("/a"))).toMatchObject({ cause: "unparseable" });
  });
});

describe("starting the reader", () => {
  const fail = async (privilege: Privilege, play: () => void, reader: ReaderMode = "sent"): Promise<unknown> => {
    const limits = startLimits(long, new AbortController().signal);
    const starting = startReader(shell.channel, { privilege, reader }, long, limits);
    play();
    const result = await starting;
    limits.release();
    return result;
  };

  it("takes sudo's words for sudo's only where sudo was asked", async () => {
    const refuse = (): void => {
      shell.complain("motd\nsudo: a password is required\n");
      shell.end();
    };
    expect(await fail("sudo", refuse)).toMatchObject({
      cause: "sudo-refused",
      message: "sudo: a password is required",
    });
    expect(await fail("none", refuse)).toMatchObject({ cause: "truncated" });
  });

  it.each([
    ["doas", "doas: Operation not permitted"],
    ["doas", "doas: Authorization required"],
    ["doas", "doas: Authentication required"],
    ["doas", "doas: doas is not enabled, /etc/doas.conf: No such file or directory"],
    ["doas", "sh: 1: doas: not found"],
    ["sudo", "bash: sudo: command not found"],
    ["sudo", "zsh:1: command not found: sudo"],
    ["sudo", "fish: Unknown command: sudo"],
    ["sudo", "Sorry, user audit is not allowed to execute '/bin/sh -s' as root on cp1."],
  ] as const)("takes for a refusal of %s: %s", async (privilege, words) => {
    const refuse = (): void => {
      shell.complain(`banner\r\n${words}\n`);
      shell.end();
    };
    expect(await fail(privilege, refuse)).toMatchObject({ cause: "sudo-refused", message: words });
    expect(await fail("none", refuse)).toMatchObject({ cause: "truncated" });
  });

  it("takes an installed reader of its own version alone, and sends it nothing", async () => {
    const other = "0".repeat(64);
    expect(await fail("sudo", () => shell.say(encodeHello(0, other)), "installed")).toMatchObject({
      cause: "unsupported",
      message: expect.stringMatching(`another reader installed .SHA-256 ${other}.*${readerSha256}.*plimsoll reader`),
    });
    expect(await fail("sudo", () => shell.say(encodeHello(0)), "installed")).toMatchObject({ cause: "unsupported" });
    expect(await fail("sudo", () => shell.say(encodeHello(0, readerSha256)), "installed")).toMatchObject({
      state: "started",
      hello: { uid: 0, installed: readerSha256 },
    });
    expect(shell.written).toEqual([]);
  });

  it("says that a key starts the installed reader where it meant to send one", async () => {
    expect(await fail("sudo", () => shell.say(encodeHello(0, readerSha256)))).toMatchObject({
      cause: "unsupported",
      message: expect.stringContaining("reader: installed"),
    });
  });

  it("says that no reader is installed", async () => {
    const refuse = (): void => {
      shell.complain("sh: 1: /usr/local/sbin/plimsoll-reader: not found\n");
      shell.end();
    };
    expect(await fail("none", refuse, "installed")).toMatchObject({
      cause: "unsupported",
      message: expect.stringContaining("the node has no /usr/local/sbin/plimsoll-reader"),
    });
  });

  it("waits no longer than its deadline", async () => {
    const limits = startLimits(long, new AbortController().signal);
    expect(await startReader(shell.channel, sentTo("none"), 20, limits)).toMatchObject({
      stage: "exec",
      cause: "timed-out",
    });
    expect(shell.closed).toBe(true);
    limits.release();
  });

  it("takes no first line of another version of the answers' form", async () => {
    const ending = (): void => {
      shell.say(encodeHello(0).replace("plimsoll-reader 1 0", "plimsoll-reader 2 0"));
      shell.end();
    };
    expect(await fail("none", ending)).toMatchObject({ stage: "exec", cause: "truncated" });
  });
});
