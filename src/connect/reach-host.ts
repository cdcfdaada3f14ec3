import type { Duplex } from "node:stream";
import type { Host, JumpHost } from "../inventory/inventory.ts";
import { offeredAlgorithms } from "./algorithms.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { fingerprintOf, hostKeyAlgorithms, type KnownHostsFile, refuseHostKey } from "./host-key.ts";
import type { Identity } from "./identity.ts";
import { openWay } from "./jump.ts";
import { type Limits, startLimits } from "./limits.ts";
import type { Credential, LogIn, SshConnection } from "./login.ts";
import type { Deadlines, Transport } from "./session.ts";

/** What connecting to any host needs, read and checked before the first host is contacted. */
export type ConnectOptions = {
  /** Private keys by the path under which the inventory names them. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** known_hosts files by the path under which the inventory names them. */
  readonly knownHosts: ReadonlyMap<string, KnownHostsFile>;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** The agent's socket (SSH_AUTH_SOCK), for hosts without an identity file. */
  readonly agentSocket?: string;
  /** 0 to below 1: spreads second attempts. */
  readonly random: () => number;
};

/** What the attempts learn about the host, for the Transport. */
type Seen = { banner?: string; hostKey?: string };
/** A server to log in to: the host, or its jump host. */
type Door = Pick<JumpHost, "address" | "port" | "user" | "identityFile">;

/** What was begun on a host that let us in. */
export type Begun<Result> = { readonly state: "begun"; readonly result: Result };

/** Begins on a host what was wanted of it; `close` ends the connection, and the way there. */
export type Begin<Result> = (
  connection: SshConnection,
  close: () => void,
  limits: Limits,
) => Promise<Begun<Result> | ConnectFailure>;

/** What came of reaching a host: what was begun there, or nothing; how it went, either way. */
export type Reached<Result> = { readonly begun?: Begun<Result>; readonly transport: Transport };

type Attempt<Result> = {
  readonly begin: Begin<Result>;
  readonly logIn: LogIn;
  readonly host: Host;
  readonly options: ConnectOptions;
  readonly limits: Limits;
  /** Milliseconds for each step on the way to the server's identification. */
  readonly deadline: number;
};

/**
 * Logs in to a host and begins there. One second attempt, some time later, where the network and not an answer was the
 * reason: sshd drops unauthenticated connections at random when many come at once (MaxStartups). Never rejects. Where
 * something was begun its clock goes on until it is released.
 */
export async function reachHost<Result>(
  logIn: LogIn,
  host: Host,
  options: ConnectOptions,
  begin: Begin<Result>,
): Promise<Reached<Result>> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const deadline = Math.min(options.deadlines.connect, host.ssh.connectTimeout * 1000);
  const attempt: Attempt<Result> = { begin, logIn, host, options, limits, deadline };
  const seen: Seen = {};
  try {
    let result = await reach(attempt, seen);
    if (result.state === "failed" && result.passing && (await pause(limits, 250 + 750 * options.random()))) {
      result = await reach(attempt, seen);
    }
    if (result.state === "begun") return { begun: result, transport: transportOf(host, seen, undefined) };
    limits.release();
    return { transport: transportOf(host, seen, result) };
  } catch (error) {
    limits.release();
    const failure = connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`);
    return { transport: transportOf(host, seen, failure) };
  }
}

async function reach<Result>(attempt: Attempt<Result>, seen: Seen): Promise<Begun<Result> | ConnectFailure> {
  const { host, options, limits, deadline } = attempt;
  const door: Door = { ...host.ssh, address: host.address };
  const doors = host.ssh.jump === undefined ? [door] : [host.ssh.jump, door];
  const locked = doors.find((each) => credentialFor(each, options) === undefined);
  if (locked !== undefined) return noCredential(locked);
  const way = await openWay(host, (jump, stream) => enter(attempt, jump, stream, {}), deadline, limits);
  if (way.state === "failed") return way;
  const connection = await enter(attempt, door, way.stream, seen);
  const close = (): void => {
    if (connection.state === "open") connection.close();
    way.close();
  };
  const result = connection.state === "failed" ? connection : await attempt.begin(connection, close, limits);
  if (result.state === "failed") close();
  return result;
}

const noCredential = ({ identityFile }: Door): ConnectFailure => {
  const message = "no identity file is named and no agent runs";
  return connectFailure("dns", "auth-failed", identityFile === undefined ? message : `${identityFile} was not loaded`);
};

function enter(
  { logIn, host, options, limits, deadline }: Attempt<unknown>,
  door: Door,
  stream: Duplex,
  seen: Seen,
): Promise<SshConnection | ConnectFailure> {
  const credential = credentialFor(door, options);
  if (credential === undefined) return Promise.resolve(noCredential(door));
  const { address, port } = door;
  const file = options.knownHosts.get(host.ssh.knownHosts) ?? notRead(host.ssh.knownHosts);
  return logIn(stream, {
    user: door.user,
    credential,
    hostKeyAlgorithms: hostKeyAlgorithms(file, address, port, offeredAlgorithms().serverHostKey),
    refuseHostKey: (key) => {
      seen.hostKey = fingerprintOf(key);
      return refuseHostKey(file, address, port, key);
    },
    onIdentification: (identification) => {
      seen.banner = identification;
    },
    bannerDeadline: deadline,
    authenticationDeadline: options.deadlines.authentication,
    limits,
  });
}

function credentialFor({ identityFile }: Door, { identities, agentSocket }: ConnectOptions): Credential | undefined {
  const identity = identityFile === undefined ? undefined : identities.get(identityFile);
  if (identity !== undefined) return { kind: "key", identity };
  // A key file that is named but was not loaded is no reason to offer other keys.
  if (identityFile !== undefined || agentSocket === undefined) return undefined;
  return { kind: "agent", socket: agentSocket };
}

const notRead = (path: string): KnownHostsFile => ({ state: "unreadable", path, message: "it was not read" });

/** True where the time has passed, false where the host was cut short meanwhile. */
const pause = (limits: Limits, milliseconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      forget();
      resolve(true);
    }, milliseconds);
    const forget = limits.onCut(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });

function transportOf({ address, ssh }: Host, seen: Seen, failure: ConnectFailure | undefined): Transport {
  return {
    address,
    port: ssh.port,
    stage: failure?.stage ?? "ready",
    outcome: failure?.cause ?? "connected",
    message: failure?.message ?? "",
    ...seen,
    viaJump: ssh.jump !== undefined,
  };
}
