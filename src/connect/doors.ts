import type { Duplex } from "node:stream";
import type { Host, JumpHost } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { isRestricted, offeredAlgorithms } from "./keys/algorithms.ts";
import { kindOfKey, unapprovedKey } from "./keys/approved-keys.ts";
import type { Identity } from "./keys/identity.ts";
import type { BelievedKey } from "./known-hosts/accept-new.ts";
import {
  type BelieveNewKey,
  fingerprintOf,
  hostKeyAlgorithms,
  type KnownHostsFile,
  refuseHostKey,
} from "./known-hosts/host-key.ts";
import { type Limits, startLimits } from "./limits.ts";
import type { Credential, GreetOptions, LoggedIn, LogIn } from "./login.ts";
import { startInterview } from "./logins/interview.ts";
import type { LoginRun } from "./logins/login-run.ts";
import type { OpensshRun } from "./openssh/openssh-run.ts";
import type { SudoPassword } from "./privilege/sudo-password.ts";
import type { Deadlines, HostKeyTrust, NegotiatedAlgorithms } from "./session.ts";
import { keptSlot, type Slot } from "./slot.ts";

/** What connecting to any host needs, read and checked before the first host is contacted. */
export type ConnectOptions = {
  /** Private keys by the path under which the inventory names them. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** known_hosts files by the path under which the inventory names them. */
  readonly knownHosts: ReadonlyMap<string, KnownHostsFile>;
  /** What becomes of keys that nobody knows; without it they are refused. */
  readonly believe?: BelieveNewKey;
  /** Told of a key that `ssh` believed unseen and has added to known_hosts itself. */
  readonly noteBelieved?: (key: BelievedKey) => void;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** The agent's socket (SSH_AUTH_SOCK), for hosts without an identity file. */
  readonly agentSocket?: string;
  /** What sudo is given where it asks, for hosts of `privilege: sudo-password`. */
  readonly sudoPassword?: SudoPassword;
  /** Where it stands among the hosts that are asked at once, if it is one of them. */
  readonly slot?: Slot;
  /** 0 to below 1: spreads second attempts. */
  readonly random: () => number;
  /** What this host's logins share with all others of the run. */
  readonly run: LoginRun;
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
export type Door = Pick<
  JumpHost,
  "address" | "port" | "user" | "identityFile" | "hostKeyAlias" | "keyboardInteractive"
>;

/** One host on the way to which doors stand. */
export type Visit = {
  readonly host: Host;
  readonly options: ConnectOptions;
  readonly limits: Limits;
  readonly slot: Slot;
  /** Milliseconds for each step on the way to the server's identification. */
  readonly deadline: number;
};

/**
 * Does something on the way to a host on behalf of the run, with a clock of its own: a host that is cut short ends its own
 * waiting, and nothing more.
 */
export async function onBehalfOfRun<Result>(visit: Visit, work: (own: Visit) => Promise<Result>): Promise<Result> {
  const { deadlines, run } = visit.options;
  const limits = startLimits(deadlines.host, run.signal);
  try {
    return await work({ ...visit, limits, slot: keptSlot });
  } finally {
    limits.release();
  }
}

/** The host's own door. */
export const ownDoor = ({ address, ssh }: Host): Door => ({ ...ssh, address });

/** Milliseconds for each step on the way to a host's identification. */
export const stepDeadline = ({ ssh }: Host, { deadlines }: ConnectOptions): number =>
  Math.min(deadlines.connect, ssh.connectTimeout * 1000);

/** How the server at a door is greeted; what it shows of itself is noted in `seen`. */
export function greetOptions({ host, options, limits, slot, deadline }: Visit, door: Door, seen: Seen): GreetOptions {
  const { address, port } = nameInKnownHosts(door);
  const fips = options.fips === true;
  const file = knownHostsOf(host.ssh.knownHosts, options);
  // A report says how a host's key came to be believed, and not a bastion's: that one must be known.
  const accept = isOwn(door, host) ? options.believe : undefined;
  let trust: HostKeyTrust = "known";
  return {
    user: door.user,
    fips,
    hostKeyAlgorithms: hostKeyAlgorithms(file, address, port, offeredAlgorithms(isRestricted(fips)).serverHostKey),
    refuseHostKey: (key) => {
      seen.hostKey = fingerprintOf(key);
      const unapproved = fips ? unapprovedKey(kindOfKey(key)) : undefined;
      if (unapproved !== undefined) return { cause: "unsupported", message: unapprovedHostKey(unapproved) };
      const believe: BelieveNewKey = (...unknown) => {
        trust = "accepted-new";
        return accept?.(...unknown);
      };
      return refuseHostKey(file, address, port, key, accept && believe);
    },
    onIdentification: (identification) => {
      seen.banner = identification;
    },
    onNegotiated: (algorithms) => {
      seen.algorithms = algorithms;
      // Here and not where the key is judged: only now has the server proved that it holds it.
      seen.hostKeyTrust = trust;
    },
    bannerDeadline: deadline,
    authenticationDeadline: options.deadlines.authentication,
    limits,
    slot,
  };
}

/** A known_hosts file as it was read for the run. */
export const knownHostsOf = (path: string, { knownHosts }: ConnectOptions): KnownHostsFile =>
  knownHosts.get(path) ?? { state: "unreadable", path, message: "it was not read" };

/** An alias stands in known_hosts without a port, whatever the port (ssh_config(5), HostKeyAlias). */
export const nameInKnownHosts = ({
  address,
  port,
  hostKeyAlias,
}: Pick<Door, "address" | "port" | "hostKeyAlias">): Pick<Door, "address" | "port"> =>
  hostKeyAlias === undefined ? { address, port } : { address: hostKeyAlias, port: 22 };

/** Logs in at a door. `keepAlive`: milliseconds after which a silent server is asked whether it is there. */
export function enter(
  logIn: LogIn,
  visit: Visit,
  door: Door,
  stream: Duplex,
  seen: Seen,
  keepAlive?: number,
): Promise<LoggedIn | ConnectFailure> {
  const credential = credentialFor(door, visit.options);
  if (credential === undefined) return Promise.resolve(noCredential(door));
  const { host, options, limits } = visit;
  const asker = `${door.user}@${door.address}:${door.port}${isOwn(door, host) ? ` (${host.name})` : ", a jump host,"}`;
  return logIn(stream, {
    ...greetOptions(visit, door, seen),
    credential,
    ...(door.keyboardInteractive && { interview: startInterview(asker, options.run, limits) }),
    ...(keepAlive !== undefined && { keepAlive }),
  });
}

/** Not told by its address: behind a bastion the same one may be another server, or the bastion itself. */
const isOwn = (door: Door, { ssh }: Host): boolean => !ssh.jumps.some((jump) => jump === door);

/**
 * A login by server, the way there, user and credential: the same address behind another bastion may be another server.
 * With its credential a login is refused once in a run.
 */
export function loginName(before: readonly Door[], door: Door, options: ConnectOptions): string {
  const way = before.map(({ address, port }) => [address, port]);
  const credential = credentialFor(door, options);
  const shown = credential?.kind === "key" ? credential.identity.path : [credential?.kind, door.identityFile];
  return JSON.stringify([way, door.address, door.port, door.user, shown]);
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

function credentialFor(door: Door, { identities, agentSocket }: ConnectOptions): Credential | undefined {
  const { identityFile } = door;
  const identity = identityFile === undefined ? undefined : identities.get(identityFile);
  if (identity?.key.isPrivateKey()) return { kind: "key", identity };
  // A key file that is named but was not loaded is no reason to offer other keys.
  if (identityFile !== undefined && identity === undefined) return undefined;
  if (agentSocket !== undefined) return { kind: "agent", socket: agentSocket, ...(identity && { only: identity }) };
  return door.keyboardInteractive && identity === undefined ? { kind: "none" } : undefined;
}

const unapprovedHostKey = (key: string): string => `the host shows ${key}, which --fips does not allow`;
