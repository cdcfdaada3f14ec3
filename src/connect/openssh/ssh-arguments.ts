import type { HostKeyPolicy } from "../../inventory/inventory.ts";
import type { OfferedAlgorithms } from "../keys/algorithms.ts";
import type { LoginGoal } from "../login.ts";
import type { OpensshProgram, OpensshVersion } from "./ssh-program.ts";

/** A server for `ssh` to log in to, and all that is said to it about that. Paths are absolute. */
export type OpensshTarget = {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly knownHosts: string;
  readonly strictHostKeyChecking: HostKeyPolicy;
  readonly identityFile?: string;
  readonly certificateFile?: string;
  readonly hostKeyAlias?: string;
  /** An ssh_config(5), by which name it has the host, and whether its ProxyCommand leads there. */
  readonly config?: { readonly file: string; readonly name: string; readonly isWay: boolean };
  /** Whole seconds until a TCP connection must stand. */
  readonly connectTimeout: number;
  /** Offered instead of what this `ssh` would offer. */
  readonly algorithms?: OfferedAlgorithms;
};

const option = (name: string, value: string | number): string => `-o${name}=${value}`;

/**
 * A path as a value of ssh_config(5): quoted, for it may hold spaces, and with its percent signs doubled, for they would
 * begin a token.
 */
const path = (value: string): string => `"${value.replaceAll("%", "%%").replace(/[\\"]/g, "\\$&")}"`;

/** One word of sh(1), whatever is in it. */
const shellWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Nothing but what is said here: whatever stands in a file, a terminal or a control connection of the user's. */
const nothingElse = [
  option("BatchMode", "yes"),
  option("RequestTTY", "no"),
  option("EscapeChar", "none"),
  option("ClearAllForwardings", "yes"),
  option("ForwardAgent", "no"),
  option("ForwardX11", "no"),
  option("Tunnel", "no"),
  option("PermitLocalCommand", "no"),
  option("RemoteCommand", "none"),
  option("AddKeysToAgent", "no"),
  option("CanonicalizeHostname", "no"),
  option("ControlPersist", "no"),
  option("NumberOfPasswordPrompts", 0),
  option("ConnectionAttempts", 1),
  option("ServerAliveInterval", 15),
  option("ServerAliveCountMax", 3),
];

/** Newer than the oldest `ssh` that is to do: what it does not know it refuses, and cannot be led astray by either. */
const newerNothingElse = (version: OpensshVersion): readonly string[] => [
  ...(version >= 8.5 ? [option("KnownHostsCommand", "none")] : []),
  ...(version >= 8.7 ? [option("ForkAfterAuthentication", "no")] : []),
];

const verification = ({ knownHosts, strictHostKeyChecking, hostKeyAlias }: OpensshTarget): readonly string[] => [
  option("StrictHostKeyChecking", strictHostKeyChecking),
  option("UserKnownHostsFile", path(knownHosts)),
  option("GlobalKnownHostsFile", "none"),
  option("UpdateHostKeys", "no"),
  option("CheckHostIP", "no"),
  option("VerifyHostKeyDNS", "no"),
  option("NoHostAuthenticationForLocalhost", "no"),
  ...(hostKeyAlias === undefined ? [] : [option("HostKeyAlias", hostKeyAlias)]),
];

function credentials({ identityFile, certificateFile, config }: OpensshTarget, goal: LoginGoal): readonly string[] {
  // Even where it is not ended in time it has nothing to offer.
  if (goal === "host-key")
    return [option("PreferredAuthentications", "publickey"), option("PubkeyAuthentication", "no")];
  const methods = config === undefined ? "publickey" : "gssapi-with-mic,publickey";
  const certificate = certificateFile === undefined ? [] : [option("CertificateFile", path(certificateFile))];
  const common = [option("PreferredAuthentications", methods), ...certificate];
  if (identityFile !== undefined) {
    return [...common, option("IdentityFile", path(identityFile)), option("IdentitiesOnly", "yes")];
  }
  // Without a configuration that names others: the agent's keys, and none that happen to lie at home.
  return config === undefined ? [...common, option("IdentityFile", "none")] : common;
}

/** Algorithms of keys, those for their certificates first, as `ssh` itself asks for them. */
const certified = (names: readonly string[]): string =>
  [...names.map((name) => `${name}-cert-v01@openssh.com`), ...names].join(",");

/** Names that OpenSSH 8.0 knows too; newer ones take them as well. */
function offers({ algorithms }: OpensshTarget, version: OpensshVersion): readonly string[] {
  if (algorithms === undefined) return [];
  const { kex, serverHostKey, cipher, hmac } = algorithms;
  // Older ones cannot be told that RSA below 2048 bits will not do.
  const measures = version >= 9.1;
  const hostKeys = measures ? serverHostKey : serverHostKey.filter((name) => !name.startsWith("rsa-"));
  return [
    option("KexAlgorithms", kex.join(",")),
    option("Ciphers", cipher.join(",")),
    option("MACs", hmac.join(",")),
    option("HostKeyAlgorithms", certified(hostKeys)),
    option("PubkeyAcceptedKeyTypes", certified(serverHostKey)),
    option("CASignatureAlgorithms", serverHostKey.join(",")),
    ...(measures ? [option("RequiredRSASize", 2048)] : []),
  ];
}

/** The way through a server that is logged in to already, by its control socket: a command for sh(1). */
const proxyCommand = (ssh: string, way: string, { address, port }: OpensshTarget): string =>
  [ssh, ...forwardArguments(way, address, port, "ERROR")].map(shellWord).join(" ").replaceAll("%", "%%");

/**
 * The first ProxyCommand or ProxyJump is the one that counts (ssh_config(5)), so a file's are left out by one that is said
 * here: where we go through bastions ourselves, and where the inventory wants none.
 */
function wayArguments(target: OpensshTarget, way: string | undefined, ssh: string): readonly string[] {
  if (way !== undefined) return [option("ProxyCommand", proxyCommand(ssh, way, target))];
  return target.config === undefined || target.config.isWay ? [] : [option("ProxyCommand", "none")];
}

/**
 * A login that runs nothing and offers itself to other processes at `control`. `way`: the control socket of the server
 * through which it goes.
 */
export function masterArguments(
  target: OpensshTarget,
  { control, goal, way }: { readonly control: string; readonly goal: LoginGoal; readonly way?: string },
  { path: ssh, version }: OpensshProgram,
): readonly string[] {
  const { address, port, user, config, connectTimeout } = target;
  return [
    ...["-F", config?.file ?? "none", "-N", "-T"],
    // Not -v, which ssh hands on to whatever it starts for a ProxyJump, and that would speak of another server.
    option("LogLevel", "DEBUG2"),
    option("ControlMaster", "yes"),
    option("ControlPath", path(control)),
    ...nothingElse,
    ...newerNothingElse(version),
    ...verification(target),
    ...credentials(target, goal),
    ...offers(target, version),
    option("ConnectTimeout", connectTimeout),
    ...wayArguments(target, way, ssh),
    ...(config === undefined ? [] : [option("HostName", address.replaceAll("%", "%%"))]),
    ...["-p", String(port), "-l", user, "--", config?.name ?? address],
  ];
}

/**
 * A process that uses the login at a control socket. Where that is gone `ssh` would connect by itself, unverified: it then
 * finds a way that leads nowhere.
 */
const clientArguments = (control: string, logLevel: "QUIET" | "ERROR"): readonly string[] => [
  ...["-F", "none", "-T"],
  option("LogLevel", logLevel),
  option("ControlMaster", "no"),
  option("ControlPath", path(control)),
  option("ProxyCommand", "false"),
  ...nothingElse,
];

/** Names no server: it is the control socket that leads to one. */
const nowhere = ["--", "nowhere.invalid"];

/** Starts a command over a login. */
export const commandArguments = (control: string, command: string): readonly string[] => [
  ...clientArguments(control, "QUIET"),
  ...nowhere,
  command,
];

/** Opens a TCP connection onwards over a login. */
export const forwardArguments = (
  control: string,
  address: string,
  port: number,
  logLevel: "QUIET" | "ERROR" = "QUIET",
): readonly string[] => [...clientArguments(control, logLevel), "-W", `[${address}]:${port}`, ...nowhere];
