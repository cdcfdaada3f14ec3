import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import type { Host } from "../inventory/inventory.ts";
import { offeredAlgorithms } from "./algorithms.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { connectHost } from "./connect-host.ts";
import { openStep } from "./connection-step.ts";
import { hearIdentification } from "./identification.ts";
import { fewAgentKeys } from "./identity.ts";
import { deferred, within } from "./limits.ts";
import type { LogIn, LoginOptions, SshConnection } from "./login.ts";
import {
  closedEarly,
  execFailure,
  forwardFailure,
  type LoginError,
  type LoginProgress,
  loginFailure,
  refusedCredential,
} from "./login-failure.ts";
import { type Begin, type ConnectOptions, type Reached, reachHost } from "./reach-host.ts";
import type { ReaderChannel } from "./reader-channel.ts";
import type { Connection } from "./session.ts";

/** Connects to a host over SSH with the ssh2 library and starts the reader there. Never rejects. */
export const connectSsh2 = (host: Host, options: ConnectOptions): Promise<Connection> =>
  connectHost(logIn, host, options);

/** Logs in to a host over SSH with the ssh2 library and begins there what is wanted of it. Never rejects. */
export const reachSsh2 = <Result>(
  host: Host,
  options: ConnectOptions,
  begin: Begin<Result>,
): Promise<Reached<Result>> => reachHost(logIn, host, options, begin);

/** Milliseconds in which a server must take our goodbye. */
const farewell = 2_000;

type Step = "identified" | "ready" | ConnectFailure;
/** The server has identified itself; the login has ended, well or not. */
type Login = { readonly onIdentified: Promise<Step>; readonly onOutcome: Promise<Step> };

const logIn: LogIn = async (stream, options) => {
  const progress: LoginProgress = { stage: "banner", greeting: "" };
  const client = new ssh2.Client();
  const login = startLogin(client, stream, options, progress);
  const step = (milliseconds: number, events: readonly Promise<Step>[], words: string): Promise<Step> =>
    within<Step>(
      options.limits,
      milliseconds,
      (end) => {
        void Promise.race(events).then(end);
        return () => stream.destroy();
      },
      (cut) => connectFailure(progress.stage, cut.cause, `${words}: ${cut.message}`),
    );
  const identified = await step(
    options.bannerDeadline,
    [login.onOutcome, login.onIdentified],
    "the server did not identify itself",
  );
  if (typeof identified === "object") return identified;
  const result = await step(options.authenticationDeadline, [login.onOutcome], "the login was not done");
  return typeof result === "object" ? result : openConnection(client, stream);
};

function startLogin(client: ssh2.Client, stream: Duplex, options: LoginOptions, progress: LoginProgress): Login {
  const identified = deferred<Step>();
  const outcome = deferred<Step>();
  const fail = (failure: ConnectFailure): void => {
    outcome.resolve(failure);
    stream.destroy();
  };
  client.on("ready", () => outcome.resolve("ready"));
  client.on("handshake", () => {
    progress.stage = "authentication";
  });
  // Stays on to the end of the connection: an error without a listener would end the process.
  client.on("error", (error: LoginError) => fail(loginFailure(error, progress)));
  client.on("close", () => fail(closedEarly(progress)));
  try {
    client.connect(configuration(stream, options, progress));
  } catch (error) {
    fail(loginFailure(error as LoginError, progress));
  }
  hearIdentification(stream, {
    onIdentification: (identification) => {
      progress.stage = "handshake";
      options.onIdentification(identification);
      identified.resolve("identified");
    },
    onOther: (text) => {
      progress.greeting = text;
    },
  });
  return { onIdentified: identified.promise, onOutcome: outcome.promise };
}

function configuration(stream: Duplex, options: LoginOptions, progress: LoginProgress): ssh2.ConnectConfig {
  const { kex, cipher, hmac } = offeredAlgorithms();
  const algorithms = { kex, cipher, hmac, compress: ["none"], serverHostKey: options.hostKeyAlgorithms };
  return {
    // The declaration says Readable; the code writes to it, too.
    sock: stream,
    username: options.user,
    // Exact lists; the declared names are narrower than string.
    algorithms: algorithms as unknown as ssh2.Algorithms,
    // Without a verifier ssh2 accepts every key.
    hostVerifier: (key: Buffer): boolean => {
      const refusal = options.refuseHostKey(key);
      if (refusal !== undefined) progress.refusal = refusal;
      return refusal === undefined;
    },
    authHandler: oneCredential(options, progress),
    // Own deadlines: ssh2's would not tell the handshake from the login.
    readyTimeout: 0,
  };
}

/** Offers the credential once and gives up: no probing by `none`, no second try, whatever the server would still take. */
function oneCredential(options: LoginOptions, progress: LoginProgress): ssh2.AuthHandlerMiddleware {
  const { user: username, credential } = options;
  let offered = false;
  const note = (trouble: string): void => {
    progress.credential = trouble;
  };
  return (methodsLeft: readonly string[] | null, partialSuccess, next) => {
    if (offered) {
      progress.credential ??= refusedCredential(options, methodsLeft ?? [], partialSuccess);
      // The declared type lacks the documented `false`.
      return next(false as unknown as ssh2.AuthenticationType);
    }
    offered = true;
    if (credential.kind === "key") return next({ type: "publickey", username, key: credential.identity.key as never });
    next({ type: "agent", username, agent: fewAgentKeys(credential.socket, note) });
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
