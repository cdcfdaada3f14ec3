import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import type { Host } from "../../inventory/inventory.ts";
import type { ConnectFailure } from "../connect-failure.ts";
import { openStep } from "../connection-step.ts";
import {
  type ConnectOptions,
  enter,
  greetOptions,
  lockedDoor,
  loginName,
  ownDoor,
  type Seen,
  type Visit,
} from "../doors.ts";
import { type Knock, knock } from "../knock.ts";
import type { Greet, LoggedIn, LogIn, SshConnection } from "../login.ts";
import { execFailure, forwardFailure, type LoginProgress } from "../login-failure.ts";
import type { PasswordOutcome } from "../logins/password-turns.ts";
import type { OpenHost } from "../reach-host.ts";
import type { ReaderChannel } from "../reader-session/reader-channel.ts";
import { bring } from "./course.ts";
import { openWay, type Way } from "./jump.ts";
import { loginMethods, noMethods } from "./methods.ts";

/** Logs in to a host over SSH with the ssh2 library. */
export const openSsh2: OpenHost = (visit, seen) => {
  const { host, options, limits } = visit;
  const locked = lockedDoor([...host.ssh.jumps, ownDoor(host)], options);
  if (locked !== undefined) return Promise.resolve(locked);
  const { strikes } = options.run;
  return strikes.logIn(loginName(host.ssh.jumps, ownDoor(host), options), limits, () => openThrough(visit, seen));
};

async function openThrough(visit: Visit, seen: Seen): Promise<SshConnection | ConnectFailure> {
  const way = await openWay(logIn, visit);
  if (way.state === "failed") return way;
  const connection = await enter(logIn, visit, ownDoor(visit.host), way.stream, seen);
  if (connection.state === "failed") {
    way.close();
    return way.lost() ?? connection;
  }
  return { ...throughWay(connection, way), close: closeBoth(connection, way) };
}

const closeBoth =
  (connection: SshConnection, way: Way): (() => void) =>
  () => {
    connection.close();
    way.close();
  };

/** What breaks because a jump host's connection broke says so. */
function throughWay(connection: SshConnection, way: Way): SshConnection {
  return {
    ...connection,
    exec: async (command, deadline, limits) => {
      const channel = await connection.exec(command, deadline, limits);
      if ("state" in channel) return way.lost() ?? channel;
      return { ...channel, whyEnded: () => way.lost()?.message };
    },
  };
}

/** Tries a host's port and its host key with the ssh2 library, without logging in there. Never rejects. */
export const knockSsh2 = (host: Host, options: ConnectOptions): Promise<Knock> =>
  knock(host, options, async (visit, seen) => {
    const locked = lockedDoor(host.ssh.jumps, options);
    if (locked !== undefined) return locked;
    const way = await openWay(logIn, visit);
    if (way.state === "failed") return way;
    const failure = await greet(way.stream, greetOptions(visit, ownDoor(host), seen));
    way.close();
    return failure && (way.lost() ?? failure);
  });

/** Milliseconds in which a server must take our goodbye. */
const farewell = 2_000;

const logIn: LogIn = async (stream, options) => {
  const progress: LoginProgress = { stage: "banner", greeting: "" };
  const client = new ssh2.Client();
  const failure = await bring(client, stream, options, {
    goal: "login",
    progress,
    keepAlive: options.keepAlive,
    methods: (abandon) => loginMethods(options, progress, abandon),
  });
  options.interview?.end(madeOfAnswers(failure));
  return failure ?? openConnection(client, stream);
};

/** A server that hangs up on an answer has counted it. */
function madeOfAnswers(failure: ConnectFailure | undefined): PasswordOutcome {
  if (failure === undefined) return "accepted";
  return failure.cause === "auth-failed" || failure.cause === "unreachable" ? "refused" : "unknown";
}

const greet: Greet = (stream, options) =>
  bring(new ssh2.Client(), stream, options, {
    goal: "host-key",
    progress: { stage: "banner", greeting: "" },
    methods: () => noMethods,
  });

function openConnection(client: ssh2.Client, stream: Duplex): LoggedIn {
  const close = (): void => {
    client.end();
    // What is still to be written leaves first; a server that takes nothing more holds nothing open.
    const hangUp = setTimeout(() => stream.destroy(), farewell).unref();
    stream.end(() => {
      clearTimeout(hangUp);
      stream.destroy();
    });
  };
  const step = openStep(close);
  const forwardStep = openStep(() => undefined);
  return {
    state: "open",
    exec: (command, deadline, limits) =>
      step(limits, deadline, "exec", "the server started no shell", (end) =>
        client.exec(command, (error, channel) =>
          end(error ? execFailure(error) : readerChannel(client, channel, close)),
        ),
      ),
    forward: ({ by, what, address, port }, deadline, limits) =>
      forwardStep(limits, deadline, "tcp", `${by} did not reach ${what}`, (end) =>
        // RFC 4254 wants the originator's address; a client that is no listener has none to give.
        client.forwardOut("127.0.0.1", 0, address, port, (error, channel) => {
          if (error) end(forwardFailure(error, by));
          // Nobody waits any more; the connection may be others' too, and stays.
          else if (!end(channel)) channel.destroy();
        }),
      ),
    onLost: (listener) => void client.once("close", listener),
    close,
  };
}

function readerChannel(client: ssh2.Client, channel: ssh2.ClientChannel, close: () => void): ReaderChannel {
  let ended = false;
  let onEnd = (): void => undefined;
  const end = (): void => {
    if (ended) return;
    ended = true;
    // Later than the last data of standard error, which ssh2 may hand over after the end.
    setImmediate(() => onEnd());
  };
  channel.on("close", end);
  channel.on("error", end);
  client.on("close", end);
  return {
    write: (text) => void (channel.writable && channel.write(text)),
    onOutput: (listener) => void channel.on("data", listener),
    onDiagnostics: (listener) => void channel.stderr.on("data", listener),
    onEnd: (listener) => {
      onEnd = listener;
      if (ended) setImmediate(listener);
    },
    close,
  };
}
