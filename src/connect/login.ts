import type { Duplex } from "node:stream";
import type { ConnectFailure } from "./connect-failure.ts";
import type { Identity } from "./keys/identity.ts";
import type { HostKeyRefusal } from "./known-hosts/host-key.ts";
import type { Limits } from "./limits.ts";
import type { Interview } from "./logins/interview.ts";
import type { ReaderChannel } from "./reader-session/reader-channel.ts";
import type { NegotiatedAlgorithms } from "./session.ts";
import type { Slot } from "./slot.ts";

/**
 * Whose key opens the door: one key file, the first keys of an agent or the one whose public key is named, or none, where
 * the server asks questions instead.
 */
export type Credential =
  | { readonly kind: "key"; readonly identity: Identity }
  | { readonly kind: "agent"; readonly socket: string; readonly only?: Identity }
  | { readonly kind: "none" };

/** How far a client is to go: past the login, or only until the server has proved its host key. */
export type LoginGoal = "login" | "host-key";

/** How to come to a server's host key over a stream that already reaches it. Deadlines in milliseconds. */
export type GreetOptions = {
  readonly user: string;
  /** Only approved algorithms are on offer. */
  readonly fips: boolean;
  /** Host key algorithms to ask for, best first. */
  readonly hostKeyAlgorithms: readonly string[];
  /** Judges the host key before anything is sent; undefined lets it pass. */
  readonly refuseHostKey: (key: Buffer) => HostKeyRefusal | undefined;
  readonly onIdentification: (identification: string) => void;
  readonly onNegotiated: (algorithms: NegotiatedAlgorithms) => void;
  readonly bannerDeadline: number;
  /** For everything after the identification. */
  readonly authenticationDeadline: number;
  readonly limits: Limits;
  readonly slot: Slot;
};

/** How to log in. */
export type LoginOptions = GreetOptions & {
  readonly credential: Credential;
  /** Answers what the server asks; without it the server's questions are not heard. */
  readonly interview?: Interview;
  /** Milliseconds after which a server that says nothing is asked whether it is there; three times in vain, and it is lost. */
  readonly keepAlive?: number;
};

/** Where a connection leads on to; `by` is what sentences call the server that opens it, `what` what it leads to. */
export type Onward = {
  readonly by: string;
  readonly what: string;
  readonly address: string;
  readonly port: number;
};

/** A connection that is logged in. */
export type SshConnection = {
  readonly state: "open";
  /** Starts a command; `deadline` in milliseconds is for its start alone. */
  readonly exec: (command: string, deadline: number, limits: Limits) => Promise<ReaderChannel | ConnectFailure>;
  /** Opens a TCP connection from the server onwards (RFC 4254 section 7.2). */
  readonly forward: (to: Onward, deadline: number, limits: Limits) => Promise<Duplex | ConnectFailure>;
  readonly close: () => void;
};

/** A connection over which others go: `onLost` calls back once, when it ends by whomsoever. */
export type LoggedIn = SshConnection & { readonly onLost: (listener: () => void) => void };

/** Logs in over a stream. Never rejects; a failure has closed the stream. */
export type LogIn = (stream: Duplex, options: LoginOptions) => Promise<LoggedIn | ConnectFailure>;

/**
 * Exchanges keys over a stream, proves that the server holds the key that it offers, and says goodbye before anybody
 * would be authenticated. Undefined where the key is the host's. Never rejects; the stream is closed afterwards.
 */
export type Greet = (stream: Duplex, options: GreetOptions) => Promise<ConnectFailure | undefined>;
