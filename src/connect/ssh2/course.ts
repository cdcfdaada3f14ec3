import type { Duplex } from "node:stream";
import type ssh2 from "ssh2";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { isRestricted, offeredAlgorithms } from "../keys/algorithms.ts";
import { deferred, type Limits, within } from "../limits.ts";
import type { GreetOptions, LoginGoal } from "../login.ts";
import { closedEarly, type LoginError, type LoginProgress, loginFailure } from "../login-failure.ts";
import { patience } from "../slot.ts";
import { gatherWrites } from "./gather-writes.ts";
import { hearIdentification } from "./identification.ts";

/** A client on its way: what it has learned so far, and what it answers when the server asks who we are. */
type Way = {
  readonly goal: LoginGoal;
  readonly progress: LoginProgress;
  /** Milliseconds after which a silent server is asked whether it is there. */
  readonly keepAlive?: number | undefined;
  /** What is offered; `abandon` ends the way early. */
  readonly methods: (abandon: (failure: ConnectFailure) => void) => ssh2.AuthHandlerMiddleware;
};

type Step = "identified" | "done" | ConnectFailure;
/** The server has identified itself; the goal has been reached, or not. */
type Course = { readonly onIdentified: Promise<Step>; readonly onOutcome: Promise<Step> };

/** Brings a client over a stream to its goal. Never rejects; a failure has closed the stream. */
export async function bring(
  client: ssh2.Client,
  stream: Duplex,
  options: GreetOptions,
  way: Way,
): Promise<ConnectFailure | undefined> {
  const course = startCourse(client, stream, options, way);
  const step = (milliseconds: number, events: readonly Promise<Step>[], words: string): Promise<Step> =>
    within<Step>(
      options.limits,
      milliseconds,
      (end) => {
        void Promise.race(events).then(end);
        return () => stream.destroy();
      },
      (cut) => connectFailure(way.progress.stage, cut.cause, `${words}: ${cut.message}`),
    );
  const { limits, slot } = options;
  const identification = step(
    options.bannerDeadline,
    [course.onOutcome, course.onIdentified],
    "the server did not identify itself",
  );
  // What ssh2 does next is work: it hears nothing more until there is a place for that.
  const identified = await slot.lend(identification, patience.identification, () => standStill(stream, limits));
  if (typeof identified === "object") return identified;
  const unfinished = way.goal === "login" ? "the login was not done" : "the handshake was not done";
  const result = await step(options.authenticationDeadline, [course.onOutcome], unfinished);
  return typeof result === "object" ? result : undefined;
}

function standStill(stream: Duplex, { hold }: Limits): () => void {
  const goOn = hold();
  stream.pause();
  return () => {
    stream.resume();
    goOn();
  };
}

function startCourse(client: ssh2.Client, stream: Duplex, options: GreetOptions, way: Way): Course {
  const { progress } = way;
  const identified = deferred<Step>();
  const outcome = deferred<Step>();
  const fail = (failure: ConnectFailure): void => {
    outcome.resolve(failure);
    stream.destroy();
  };
  client.on("ready", () => outcome.resolve("done"));
  // The server has signed by now: a key that it only shows, and does not hold, comes no further than here.
  client.on("handshake", ({ kex, serverHostKey, sc }: ssh2.NegotiatedAlgorithms) => {
    progress.stage = "authentication";
    // A cipher that authenticates by itself has no MAC beside it.
    options.onNegotiated({ kex, hostKey: serverHostKey, cipher: sc.cipher, mac: sc.mac || "implicit" });
    if (way.goal === "login") return;
    // Ends our side at once, so that ssh2, which goes on after this, can ask for nothing more.
    client.end();
    outcome.resolve("done");
  });
  // Stays on to the end of the connection: an error without a listener would end the process.
  client.on("error", (error: LoginError) => fail(loginFailure(error, progress, options.fips)));
  client.on("close", () => fail(closedEarly(progress)));
  gatherWrites(stream);
  try {
    client.connect(configuration(stream, options, way, fail));
    refuseServersRequests(client);
    signAtOnce(client);
  } catch (error) {
    fail(loginFailure(error as LoginError, progress, options.fips));
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

/** What ssh2 1.17 does not declare: who takes a server's global requests, and what shows a server a key. */
type Inside = {
  readonly _protocol: { readonly _handlers: { GLOBAL_REQUEST: TakeRequest }; authPK: ShowKey };
};
/** Without `sign` it only asks whether the key would do. `algorithm` is the signature's, where a key has several. */
type ShowKey = (user: string, key: ssh2.ParsedKey, algorithm?: string, sign?: Sign) => void;
type Sign = (data: Buffer, take: (signature: Buffer) => void) => void;
type TakeRequest = (protocol: { readonly requestFailure: () => void }, name: string, wantsReply: boolean) => void;

/**
 * Refuses what a server asks of a client by itself, as ssh2 does but for one thing: sshd tells of its other host keys, and
 * ssh2 has it sign with each of them to prove that they are its own. Nobody here learns keys that way, and it costs both.
 */
function refuseServersRequests(client: ssh2.Client): void {
  (client as unknown as Inside)._protocol._handlers.GLOBAL_REQUEST = (protocol, _name, wantsReply) => {
    if (wantsReply) protocol.requestFailure();
  };
}

const hashes: Readonly<Record<string, string>> = {
  "rsa-sha2-256": "sha256",
  "rsa-sha2-512": "sha512",
  "ssh-rsa": "sha1",
};

/**
 * Has ssh2 sign with a private key when it shows it, as RFC 4252 section 7 allows: it would ask first whether the server takes
 * the key, which is a round trip. An agent's keys, which are public ones here, are asked for first: signing may cost a person a touch.
 */
function signAtOnce(client: ssh2.Client): void {
  const protocol = (client as unknown as Inside)._protocol;
  const showKey = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign !== undefined || !key.isPrivateKey()) return showKey(user, key, algorithm, sign);
    showKey(user, key, algorithm, (data, take) => {
      const signed: Buffer | Error = key.sign(data, hashes[algorithm ?? ""]);
      // ssh2 comes to the same then, and says so.
      if (signed instanceof Error) showKey(user, key, algorithm);
      else take(signed);
    });
  };
}

function configuration(
  stream: Duplex,
  options: GreetOptions,
  way: Way,
  abandon: (failure: ConnectFailure) => void,
): ssh2.ConnectConfig {
  const { kex, cipher, hmac } = offeredAlgorithms(isRestricted(options.fips));
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
      if (refusal !== undefined) way.progress.refusal = refusal;
      return refusal === undefined;
    },
    authHandler: way.methods(abandon),
    keepaliveInterval: way.keepAlive ?? 0,
    // Own deadlines: ssh2's would not tell the handshake from the login.
    readyTimeout: 0,
  };
}
