import { Duplex } from "node:stream";
import type { ConnectFailure } from "../connect-failure.ts";
import { openStep } from "../connection-step.ts";
import type { SshConnection } from "../login.ts";
import { administrativelyProhibited, execFailure, forwardFailure } from "../login-failure.ts";
import type { ReaderChannel } from "../reader-session/reader-channel.ts";
import { type ChannelOutcome, forwardTo, session } from "./channels.ts";
import type { Login, LoginCourse } from "./login.ts";
import { commandArguments, forwardArguments } from "./ssh-arguments.ts";
import { startOverLogin } from "./ssh-process.ts";

type Program = Pick<LoginCourse, "program" | "environment">;
type Started = ReturnType<typeof startOverLogin>;

/** Why a server refused a TCP connection onwards. */
export function refusedForward(said: string, by: string): ConnectFailure {
  const words = said.replace(/^connect failed: /, "");
  const reason = /^administratively prohibited/.test(said) ? { reason: administrativelyProhibited } : {};
  return forwardFailure(Object.assign(new Error(words), reason), by);
}

/** What a login is used for: each channel is a process of its own, which ends with the login. */
export function overLogin(login: Login, { program, environment }: Program, close: () => void): SshConnection {
  const processes = new Set<Started>();
  const start = (args: readonly string[]): Started => {
    const started = startOverLogin(program.path, args, environment);
    processes.add(started);
    started.child.once("close", () => processes.delete(started));
    return started;
  };
  const closeAll = (): void => {
    for (const { end } of processes) end();
    close();
  };
  const step = openStep(closeAll);
  const forwardStep = openStep(() => undefined);
  return {
    state: "open",
    exec: (command, deadline, limits) =>
      step(limits, deadline, "exec", "the server started no shell", (end) => {
        const channel = login.channels.expect(session);
        const started = start(commandArguments(login.control, command));
        const open = (): ReaderChannel => readerChannel(started, closeAll);
        whenSettled(channel, started, (outcome) => end(outcome.state === "open" ? open() : notStarted(outcome)));
      }),
    forward: ({ by, what, address, port }, deadline, limits) =>
      forwardStep(limits, deadline, "tcp", `${by} did not reach ${what}`, (end) => {
        const channel = login.channels.expect(forwardTo(address, port));
        const started = start(forwardArguments(login.control, address, port));
        whenSettled(channel, started, (outcome) => {
          const isWanted = end(outcome.state === "open" ? duplexOf(started) : notForwarded(outcome, by));
          // Nobody waits any more; the login may be others' too, and stays.
          if (!isWanted && outcome.state === "open") started.end();
        });
      }),
    close: closeAll,
  };
}

/** A process that ends before its channel was heard of has none. */
function whenSettled(
  channel: Promise<ChannelOutcome>,
  { child }: Started,
  tell: (outcome: ChannelOutcome) => void,
): void {
  void channel.then(tell);
  child.once("close", () => tell({ state: "lost" }));
}

type NoChannel = Exclude<ChannelOutcome, { state: "open" }>;

const notStarted = (outcome: NoChannel): ConnectFailure =>
  execFailure(new Error(outcome.state === "lost" ? "No response" : outcome.said));

const notForwarded = (outcome: NoChannel, by: string): ConnectFailure =>
  refusedForward(outcome.state === "lost" ? "the connection was lost" : outcome.said, by);

/** By hand, for Duplex.from makes an error of it where the other side ends first, and nobody may be listening then. */
function duplexOf({ child, end }: Started): Duplex {
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => void child.stdin.write(chunk, () => done()),
    // Not by a callback of its own, which a pipe that is gone already never calls.
    final: (done) => {
      child.stdin.end();
      done();
    },
    destroy: (error, done) => {
      end();
      done(error);
    },
  });
  child.stdout.on("data", (chunk: Buffer) => void (stream.push(chunk) || child.stdout.pause()));
  child.stdout.once("end", () => stream.push(null));
  // Nothing that is written now goes anywhere; what has come is still read.
  child.once("close", () => stream.end());
  child.stderr.resume();
  return stream;
}

function readerChannel({ child }: Started, close: () => void): ReaderChannel {
  let ended = false;
  let onEnd = (): void => undefined;
  child.once("close", () => {
    ended = true;
    onEnd();
  });
  return {
    write: (text) => void (child.stdin.writable && child.stdin.write(text)),
    onOutput: (listener) => void child.stdout.on("data", listener),
    onDiagnostics: (listener) => void child.stderr.on("data", listener),
    onEnd: (listener) => {
      onEnd = listener;
      if (ended) setImmediate(listener);
    },
    close,
  };
}
