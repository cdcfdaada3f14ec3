import { type ConnectFailure, connectFailure, socketFailure } from "./connect-failure.ts";
import { fipsOffersOnly } from "./keys/algorithms.ts";
import type { HostKeyRefusal } from "./known-hosts/host-key.ts";
import type { Credential, LoginOptions } from "./login.ts";
import type { TransportStage } from "./session.ts";

/** How far a login has come, and what was learned on the way. */
export type LoginProgress = {
  stage: TransportStage;
  /** What the server said before or instead of its identification. */
  greeting: string;
  refusal?: HostKeyRefusal;
  /** Why the credential was of no use, as far as the server or the agent said. */
  credential?: string;
};

/** ssh2 marks its errors with the part that failed (client.js); an error without a mark is the server's disconnect. */
export type LoginError = Error & { readonly level?: string; readonly code?: unknown };

/** Turns an error of the client into a failure of the stage that was reached. */
export function loginFailure(error: LoginError, progress: LoginProgress, fips: boolean): ConnectFailure {
  const { stage, refusal, credential } = progress;
  if (refusal !== undefined) return connectFailure("host-key", refusal.cause, refusal.message);
  const message = withoutMark(error.message);
  switch (error.level) {
    case "client-socket":
      return socketFailure(error as NodeJS.ErrnoException, stage);
    case "client-authentication":
    case "agent":
      return connectFailure("authentication", "auth-failed", credential ?? message);
    case "handshake":
      return connectFailure("handshake", "unsupported", noCommonGround(message, fips));
    case undefined:
      return typeof error.code === "number" ? disconnected(message, progress) : garbage(message, stage);
    default:
      return /connection lost/i.test(message) ? closedEarly(progress) : garbage(message, stage);
  }
}

/** The connection was closed without an error. */
export function closedEarly({ stage, greeting, credential }: LoginProgress): ConnectFailure {
  if (stage === "authentication") {
    return connectFailure(stage, "unreachable", credential ?? "the server closed the connection during authentication");
  }
  const said = greeting.trim().split(/\r?\n/).at(-1) ?? "";
  // sshd 9.8 and newer says so to an address that has drawn penalties: knocking again would prolong them.
  const penalized = said.startsWith("Not allowed at this time");
  const where = stage === "banner" ? "before it identified itself" : "during the handshake";
  const message = `the server closed the connection ${where}`;
  return connectFailure(stage, "unreachable", said === "" ? message : `${message}: ${said}`, !penalized);
}

function disconnected(message: string, { stage }: LoginProgress): ConnectFailure {
  const words = `the server ended the connection: ${message}`;
  return stage === "authentication"
    ? connectFailure(stage, "auth-failed", words)
    : connectFailure(stage, "unreachable", words);
}

const garbage = (message: string, stage: TransportStage): ConnectFailure =>
  connectFailure(stage, "unparseable", `the server does not speak SSH as expected: ${message}`);

/** "Handshake failed: no matching key exchange algorithm": a server of post-quantum exchanges only, for one. */
function noCommonGround(message: string, fips: boolean): string {
  const lacking = /no matching (.*)$/.exec(message)?.[1];
  return lacking === undefined
    ? `the handshake failed: ${message}`
    : `this client and the server have no ${lacking} in common${fips ? fipsOffersOnly : ""}`;
}

const withoutMark = (message: string): string => message.replace(/^\(SSH\) /, "");

/** RFC 4254 section 5.1: the server does not want to, whoever is asked for. */
export const administrativelyProhibited = 1;

/** Turns a refused channel into a failure: what a server says of the host that it was to reach. */
export function forwardFailure(error: LoginError & { readonly reason?: unknown }, by: string): ConnectFailure {
  const said = withoutMark(error.message).replace(/^Channel open failure: /, "");
  const message = `${by} says: ${said}`;
  if (error.reason === administrativelyProhibited) {
    const settings = "its sshd forbids forwarding (AllowTcpForwarding, PermitOpen)";
    return connectFailure("tcp", "unreachable", `${message}: ${settings}`);
  }
  if (/refused/i.test(said)) return connectFailure("tcp", "refused", message);
  if (/timed out/i.test(said)) return connectFailure("tcp", "timed-out", message);
  if (/not known|resolve|resolution|nodename/i.test(said)) return connectFailure("dns", "unreachable", message);
  return connectFailure("tcp", "unreachable", message);
}

/** Why the server did not take the credential: `methods` are those it still offers (RFC 4252 section 5.1). */
export function refusedCredential(
  { user, credential, interview }: LoginOptions,
  methods: readonly string[],
  partial: boolean,
): string {
  const asks = methods.includes("keyboard-interactive") && interview === undefined;
  const hint = asks ? '; with "keyboardInteractive: true" in the inventory its questions are answered' : "";
  if (partial)
    return `the server wants more than a key (${methods.join(", ")}), which this client does not give${hint}`;
  const answers = interview === undefined ? "" : " or the answers to its questions";
  const left = methods.length === 0 ? "" : ` (it takes: ${methods.join(", ")})`;
  return `the server does not let ${user} in with ${shown(credential)}${answers}${left}${hint}`;
}

function shown(credential: Credential): string {
  if (credential.kind === "key") return `the key ${credential.identity.path}`;
  if (credential.kind === "none") return "no key";
  return credential.only === undefined ? "a key of the agent" : `the agent's key of ${credential.only.path}`;
}

/** Turns a refused shell into a failure. */
export const execFailure = (error: Error): ConnectFailure =>
  /No response/.test(error.message)
    ? connectFailure("exec", "unreachable", "the connection was lost")
    : connectFailure("exec", "unsupported", `the server starts no shell: ${error.message}`);
