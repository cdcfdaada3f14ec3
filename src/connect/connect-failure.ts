import type { FailureCause, TransportStage } from "./session.ts";

/** Why an attempt to reach a host ended, and how far it had come. */
export type ConnectFailure = {
  readonly state: "failed";
  readonly stage: TransportStage;
  readonly cause: FailureCause;
  /** One clause in words, without the host's name. */
  readonly message: string;
  /** True where the network, not an answer of the host, was the reason: a second attempt may fare better. */
  readonly passing: boolean;
};

/** A failure; `passing` where a second attempt may fare better. */
export const connectFailure = (
  stage: TransportStage,
  cause: FailureCause,
  message: string,
  passing = false,
): ConnectFailure => ({ state: "failed", stage, cause, message, passing });

/** The failure of an attempt that threw, which none should: a mistake of ours, or of a library. */
export const unforeseenFailure = (error: unknown): ConnectFailure =>
  connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`);

/** The words for what connect(2) and getaddrinfo(3) report. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was reset",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the host's network",
  ETIMEDOUT: "the connection timed out",
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "the name server does not answer",
};

const passingCodes = ["ECONNRESET", "EPIPE", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"];

/** Turns a socket's error into a failure. `stage` is where a connection that already stood had come. */
export function socketFailure(error: NodeJS.ErrnoException, stage: TransportStage): ConnectFailure {
  const code = error.code ?? "";
  const message = words[code] ?? (code === "" ? error.message : `the connection failed (${code})`);
  if (error.syscall === "getaddrinfo")
    return connectFailure("dns", "unreachable", message, passingCodes.includes(code));
  if (code === "ECONNREFUSED") return connectFailure(stage, "refused", message);
  if (code === "ETIMEDOUT") return connectFailure(stage, "timed-out", message);
  return connectFailure(stage, "unreachable", message, passingCodes.includes(code));
}
