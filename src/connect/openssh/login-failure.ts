import { type ConnectFailure, connectFailure, socketFailure } from "../connect-failure.ts";
import { fipsOffersOnly } from "../keys/algorithms.ts";
import type { KnownHostsFile } from "../known-hosts/host-key.ts";
import { closedEarly } from "../login-failure.ts";
import { printable } from "../logins/plain-words.ts";
import type { OpensshTarget } from "./ssh-arguments.ts";
import type { LoginLog } from "./ssh-log.ts";

/** Whom `ssh` was to log in to, and what it was given for that. */
export type LoginAttempt = {
  readonly target: OpensshTarget;
  readonly knownHosts: KnownHostsFile;
  readonly agentSocket: string | undefined;
  readonly fips: boolean;
};

type Reason = (log: LoginLog, attempt: LoginAttempt, match: readonly string[]) => ConnectFailure;

/** What connect(2) says, by the words of strerror(3). */
const codes: readonly (readonly [words: RegExp, code: string])[] = [
  [/Connection refused/i, "ECONNREFUSED"],
  [/timed out/i, "ETIMEDOUT"],
  [/Connection reset|Broken pipe/i, "ECONNRESET"],
  [/No route to host/i, "EHOSTUNREACH"],
  [/Network is unreachable/i, "ENETUNREACH"],
];

const socketError = (said: string): NodeJS.ErrnoException => {
  const code = codes.find(([words]) => words.test(said))?.[1];
  return Object.assign(new Error(said), code === undefined ? {} : { code });
};

const notResolved: Reason = (_log, _attempt, [, said = ""]) => {
  const code = /temporary failure/i.test(said) ? "EAI_AGAIN" : "ENOTFOUND";
  return socketFailure(Object.assign(new Error(said), { code, syscall: "getaddrinfo" }), "dns");
};

/** A server that said why before it closed or reset is quoted. */
const closed: Reason = (log) => closedEarly({ stage: log.stage, greeting: log.greeting });
const reset: Reason = (log, attempt, match) =>
  log.greeting === "" || log.stage === "authentication"
    ? socketFailure(socketError("Connection reset"), log.stage)
    : closed(log, attempt, match);

const noCommonGround: Reason = (_log, { fips }, [, lacking = "", offer = ""]) =>
  connectFailure(
    "handshake",
    "unsupported",
    `this client and the server have no ${lacking} in common, which offers ${offer}${fips ? fipsOffersOnly : ""}`,
  );

const offeredKey = ({ hostKeyType = "host", hostKey = "" }: LoginLog): string => `${hostKeyType} key ${hostKey}`.trim();

/** "ED25519" for ssh-ed25519, as `ssh` names types in sentences. */
const shortType = (type = ""): string => /ed25519|ecdsa|rsa/.exec(type)?.[0].toUpperCase() ?? type;

const changedKey: Reason = (log, { target }) => {
  const offending = /^Offending (\S+) key in (.*)$/m.exec(log.said.join("\n"));
  const [, type, place = target.knownHosts] = offending ?? [];
  if (type !== undefined && type !== shortType(log.hostKeyType)) {
    const message = `the host offers the ${offeredKey(log)}, but ${target.knownHosts} knows it only by ${type}`;
    return connectFailure("host-key", "host-key-unknown", message);
  }
  return connectFailure(
    "host-key",
    "host-key-changed",
    `the host offers the ${offeredKey(log)}, but ${place} has another`,
  );
};

const revokedKey: Reason = (log, { target }) =>
  connectFailure("host-key", "host-key-changed", `the host's ${offeredKey(log)} is revoked by ${target.knownHosts}`);

const unknownKey: Reason = (log, { target, knownHosts }) => {
  const unknown = (message: string): ConnectFailure => connectFailure("host-key", "host-key-unknown", message);
  if (knownHosts.state === "unreadable") {
    return unknown(`${knownHosts.path} cannot be read (${knownHosts.message}), so no host key can be verified`);
  }
  const offers = `${target.knownHosts} has no entry for the host, which offers the ${offeredKey(log)}`;
  if (log.certificate === undefined) return unknown(offers);
  return unknown(`the host's certificate is not valid (${log.certificate}), and ${offers}`);
};

const shortKey: Reason = () =>
  connectFailure("host-key", "unsupported", "the host's RSA key is shorter than what is taken (2048 bits with --fips)");

const denied: Reason = ({ methods, partial, agent }, { target, agentSocket }) => {
  const refused = (message: string): ConnectFailure => connectFailure("authentication", "auth-failed", message);
  const { user, identityFile } = target;
  if (partial)
    return refused(`the server wants more than a key (${methods.join(", ")}), which this client does not give`);
  if (identityFile === undefined && agent !== undefined && agentSocket !== undefined) {
    return refused(`the agent at ${agentSocket} ${agent}`);
  }
  const key = identityFile === undefined ? "a key of the agent" : `the key ${identityFile}`;
  return refused(
    `the server does not let ${user} in with ${key}${methods.length === 0 ? "" : ` (it takes: ${methods.join(", ")})`}`,
  );
};

const disconnected: Reason = ({ stage }, _attempt, [, said = ""]) =>
  connectFailure(
    stage,
    stage === "authentication" ? "auth-failed" : "unreachable",
    `the server ended the connection: ${said}`,
  );

const garbage: Reason = ({ stage, greeting }, _attempt, [said = ""]) => {
  const words = stage === "banner" && greeting !== "" ? `${greeting}: ${said}` : said;
  return connectFailure(
    stage === "banner" ? stage : "handshake",
    "unparseable",
    `the server does not speak SSH as expected: ${words}`,
  );
};

const misconfigured: Reason = (_log, _attempt, [said = ""]) =>
  connectFailure("tcp", "unsupported", `ssh does not understand what it was told: ${said}`);

/** By what `ssh` said, the first that fits: reasons of the server before what followed from them. */
const reasons: readonly (readonly [words: RegExp, reason: Reason])[] = [
  [/^.*(?:Bad configuration option|Unsupported option|bad configuration options|Bad SSH2 .*).*$/m, misconfigured],
  [/^ssh: Could not resolve hostname .*: (.*)$/m, notResolved],
  [
    /^ssh: connect to host .* port \d+: (.*)$/m,
    (_log, _attempt, [, said = ""]) => socketFailure(socketError(said), "tcp"),
  ],
  [
    /^Connection timed out during banner exchange/m,
    () => connectFailure("banner", "timed-out", "the server did not identify itself in time"),
  ],
  [/^Unable to negotiate with .*: no matching (.*) found\. Their offer: (.*)$/m, noCommonGround],
  [/^.*host key.* was revoked and you have requested strict checking/m, revokedKey],
  [/^Host key for .* has changed and you have requested strict checking/m, changedKey],
  [/^No \S+ host key is known for /m, unknownKey],
  [/^Bad server host key: Invalid key length$/m, shortKey],
  [/^Host key verification failed\.$/m, unknownKey],
  [/^Received disconnect from .* port \d+:\d+: (.*)$/m, disconnected],
  [/^\S+: Permission denied \(/m, denied],
  [
    /^(?:Bad packet length|ssh_dispatch_run_fatal: .*|Bad server host key|Protocol major versions differ|Invalid SSH identification string|.*(?:message authentication code incorrect|could not read protocol version|invalid format|incorrect signature|banner line too long|No banner received)).*$/m,
    garbage,
  ],
  [/^(?:.*: read: )?Connection reset by /m, reset],
  [/^(?:.*: )?Connection closed by /m, closed],
];

/** Why a login by `ssh` did not come about. */
export function loginFailure(log: LoginLog, attempt: LoginAttempt): ConnectFailure {
  const said = printable(log.said.join("\n"));
  // Before the server has identified itself, what stands between speaks for itself only.
  if (log.proxied && log.stage === "tcp") return wayFailure(said);
  for (const [words, reason] of reasons) {
    const match = words.exec(said);
    if (match !== null) return reason(log, attempt, match);
  }
  const last = said.split("\n").at(-1) ?? "";
  return connectFailure(log.stage, "unreachable", last === "" ? "ssh ended without a word" : `ssh ended: ${last}`);
}

/** A way that the configuration names: what fails there is never a refusal by the host. */
function wayFailure(said: string): ConnectFailure {
  // The last is what our own ssh makes of it.
  const [first = "it ended without a word"] = said
    .split("\n")
    .filter((line) => !/^(?:kex|ssh)_exchange_|^Connection closed/.test(line));
  return connectFailure("tcp", "unreachable", `the way that the ssh configuration names failed: ${first}`);
}
