import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import type { Host } from "../inventory/inventory.ts";
import { withoutSha1 } from "./approved-credentials.ts";
import { openStep } from "./connection-step.ts";
import { type ConnectOptions, enter, lockedDoor, ownDoor } from "./doors.ts";
import { fewAgentKeys } from "./identity.ts";
import { openWay } from "./jump.ts";
import { type Knock, knock } from "./knock.ts";
import type { Greet, LogIn, LoginOptions, SshConnection } from "./login.ts";
import { execFailure, forwardFailure, type LoginProgress, refusedCredential } from "./login-failure.ts";
import type { OpenHost } from "./reach-host.ts";
import type { ReaderChannel } from "./reader-channel.ts";
import { bring } from "./ssh2-course.ts";

/** Logs in to a host over SSH with the ssh2 library. */
export const openSsh2: OpenHost = async (visit, seen) => {
  const { host, options, limits, deadline } = visit;
  const door = ownDoor(host);
  const locked = lockedDoor([...host.ssh.jumps, door], options);
  if (locked !== undefined) return locked;
  const way = await openWay(host, (jump, stream) => enter(logIn, visit, jump, stream, {}), deadline, limits);
  if (way.state === "failed") return way;
  const connection = await enter(logIn, visit, door, way.stream, seen);
  if (connection.state === "failed") {
    way.close();
    return connection;
  }
  const close = (): void => {
    connection.close();
    way.close();
  };
  return { ...connection, close };
};

/** Tries a host's port and its host key with the ssh2 library, without logging in there. Never rejects. */
export const knockSsh2 = (host: Host, options: ConnectOptions): Promise<Knock> => knock(logIn, greet, host, options);

/** Milliseconds in which a server must take our goodbye. */
const farewell = 2_000;

const logIn: LogIn = async (stream, options) => {
  const progress: LoginProgress = { stage: "banner", greeting: "" };
  const client = new ssh2.Client();
  const authHandler = oneCredential(options, progress);
  const failure = await bring(client, stream, options, { goal: "login", progress, authHandler });
  return failure ?? openConnection(client, stream);
};

const greet: Greet = (stream, options) =>
  bring(new ssh2.Client(), stream, options, {
    goal: "host-key",
    progress: { stage: "banner", greeting: "" },
    authHandler: (_methodsLeft, _partialSuccess, next) => next(nothingMore),
  });

// The declared type lacks the documented `false`.
const nothingMore = false as unknown as ssh2.AuthenticationType;

/** Offers the credential once and gives up: no probing by `none`, no second try, whatever the server would still take. */
function oneCredential(options: LoginOptions, progress: LoginProgress): ssh2.AuthHandlerMiddleware {
  const { user: username, credential } = options;
  const usable = options.fips ? withoutSha1 : (key: ssh2.ParsedKey) => key;
  let offered = false;
  const note = (trouble: string): void => {
    progress.credential = trouble;
  };
  return (methodsLeft: readonly string[] | null, partialSuccess, next) => {
    if (offered) {
      progress.credential ??= refusedCredential(options, methodsLeft ?? [], partialSuccess);
      return next(nothingMore);
    }
    offered = true;
    if (credential.kind === "key")
      return next({ type: "publickey", username, key: usable(credential.identity.key) as never });
    next({ type: "agent", username, agent: fewAgentKeys(credential.socket, note, options.fips) });
  };
}

function openConnection(client: ssh2.Client, stream: Duplex): SshConnection {
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
  return {
    state: "open",
    exec: (command, deadline, limits) =>
      step(limits, deadline, "exec", "the server started no shell", (end) =>
        client.exec(command, (error, channel) =>
          end(error ? execFailure(error) : readerChannel(client, channel, close)),
        ),
      ),
    forward: ({ by, what, address, port }, deadline, limits) =>
      step(limits, deadline, "tcp", `${by} did not reach ${what}`, (end) =>
        // RFC 4254 wants the originator's address; a client that is no listener has none to give.
        client.forwardOut("127.0.0.1", 0, address, port, (error, channel) =>
          end(error ? forwardFailure(error, by) : channel),
        ),
      ),
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
