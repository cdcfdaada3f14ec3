import type { JumpHost } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";

/** What a jump host is called in failures. */
export const jumpHostName = ({ address, port }: JumpHost): string => `the jump host ${address}:${port}`;

/**
 * A failure of a jump host says nothing of the host behind it: a refused connection there must not pass for a host without
 * sshd.
 */
export function onTheWay(jump: JumpHost, failure: ConnectFailure): ConnectFailure {
  const cause = failure.cause === "refused" ? "unreachable" : failure.cause;
  return connectFailure("tcp", cause, `${jumpHostName(jump)} failed: ${failure.message}`, failure.passing);
}
