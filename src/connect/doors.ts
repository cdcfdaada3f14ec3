import type { Duplex } from "node:stream";
import type { Host, JumpHost } from "../inventory/inventory.ts";
import { isRestricted, offeredAlgorithms } from "./algorithms.ts";
import { kindOfKey, unapprovedKey } from "./approved-keys.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { fingerprintOf, hostKeyAlgorithms, type KnownHostsFile, refuseHostKey } from "./host-key.ts";
import type { Identity } from "./identity.ts";
import type { Limits } from "./limits.ts";
import type { Credential, GreetOptions, LogIn, SshConnection } from "./login.ts";
import type { OpensshRun } from "./openssh/openssh-run.ts";
import type { Deadlines, HostKeyTrust, NegotiatedAlgorithms } from "./session.ts";

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
  /** Only approved algorithms are on offer, whether this Node's own cryptography is validated or not. */
  readonly fips?: boolean;
  /** For hosts that the `ssh` of this machine reaches. */
  readonly openssh?: OpensshRun;
};

/** What the attempts learn about the host. */
export type Seen = {
  banner?: string;
  hostKey?: string;
  hostKeyTrust?: HostKeyTrust;
  algorithms?: NegotiatedAlgorithms;
};
/** A server to come to: the host, or its jump host. */
export type Door = Pick<JumpHost, "address" | "port" | "user" | "identityFile">;

/** One host on the way to which doors stand. */
export type Visit = {
  readonly host: Host;
  readonly options: ConnectOptions;
  readonly limits: Limits;
  /** Milliseconds for each step on the way to the server's identification. */
  readonly deadline: number;
};

/** The host's own door. */
export const ownDoor = ({ address, ssh }: Host): Door => ({ ...ssh, address });

/** Milliseconds for each step on the way to a host's identification. */
export const stepDeadline = ({ ssh }: Host, { deadlines }: ConnectOptions): number =>
  Math.min(deadlines.connect, ssh.connectTimeout * 1000);

/** How the server at a door is greeted; what it shows of itself is noted in `seen`. */
export function greetOptions({ host, options, limits, deadline }: Visit, door: Door, seen: Seen): GreetOptions {
  const { address, port } = door;
  const fips = options.fips === true;
  const file = options.knownHosts.get(host.ssh.knownHosts) ?? notRead(host.ssh.knownHosts);
  return {
    user: door.user,
    fips,
    hostKeyAlgorithms: hostKeyAlgorithms(file, address, port, offeredAlgorithms(isRestricted(fips)).serverHostKey),
    refuseHostKey: (key) => {
      seen.hostKey = fingerprintOf(key);
      const unapproved = fips ? unapprovedKey(kindOfKey(key)) : undefined;
      if (unapproved !== undefined) return { cause: "unsupported", message: unapprovedHostKey(unapproved) };
      return refuseHostKey(file, address, port, key);
    },
    onIdentification: (identification) => {
      seen.banner = identification;
    },
    onNegotiated: (algorithms) => {
      seen.algorithms = algorithms;
      // Here and not where the key is judged: only now has the server proved that it holds it.
      seen.hostKeyTrust = "known";
    },
    bannerDeadline: deadline,
    authenticationDeadline: options.deadlines.authentication,
    limits,
  };
}

/** Logs in at a door. */
export function enter(
  logIn: LogIn,
  visit: Visit,
  door: Door,
  stream: Duplex,
  seen: Seen,
): Promise<SshConnection | ConnectFailure> {
  const credential = credentialFor(door, visit.options);
  if (credential === undefined) return Promise.resolve(noCredential(door));
  return logIn(stream, { ...greetOptions(visit, door, seen), credential });
}

/** The failure of the first of these doors that nothing opens; undefined where there is a key for each. */
export function lockedDoor(doors: readonly Door[], options: ConnectOptions): ConnectFailure | undefined {
  const locked = doors.find((door) => credentialFor(door, options) === undefined);
  return locked === undefined ? undefined : noCredential(locked);
}

const noCredential = ({ identityFile }: Door): ConnectFailure => {
  const message = "no identity file is named and no agent runs";
  return connectFailure("dns", "auth-failed", identityFile === undefined ? message : `${identityFile} was not loaded`);
};

function credentialFor({ identityFile }: Door, { identities, agentSocket }: ConnectOptions): Credential | undefined {
  const identity = identityFile === undefined ? undefined : identities.get(identityFile);
  if (identity !== undefined) return { kind: "key", identity };
  // A key file that is named but was not loaded is no reason to offer other keys.
  if (identityFile !== undefined || agentSocket === undefined) return undefined;
  return { kind: "agent", socket: agentSocket };
}

const unapprovedHostKey = (key: string): string => `the host shows ${key}, which --fips does not allow`;

const notRead = (path: string): KnownHostsFile => ({ state: "unreadable", path, message: "it was not read" });
