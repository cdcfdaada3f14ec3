import type { Duplex } from "node:stream";
import type { Host, JumpHost } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import type { Limits } from "./limits.ts";
import type { SshConnection } from "./login.ts";
import { openTcp } from "./tcp.ts";

/** A stream to the host's SSH port; `close` ends what carries it. */
export type Way = { readonly state: "open"; readonly stream: Duplex; readonly close: () => void };

/** Logs in to a jump host: its own address, key and known_hosts entry. */
export type EnterJumpHost = (jump: JumpHost, stream: Duplex) => Promise<SshConnection | ConnectFailure>;

/** Opens the way to a host's SSH port: directly, or through its jump host. `deadline` in milliseconds, for every step. */
export async function openWay(
  host: Host,
  enter: EnterJumpHost,
  deadline: number,
  limits: Limits,
): Promise<Way | ConnectFailure> {
  const { address, ssh } = host;
  const [jump] = ssh.jumps;
  if (jump !== undefined) return openWayThrough(jump, host, enter, deadline, limits);
  const socket = await openTcp(address, ssh.port, deadline, limits);
  return "state" in socket ? socket : { state: "open", stream: socket, close: () => socket.destroySoon() };
}

async function openWayThrough(
  jump: JumpHost,
  { address, ssh }: Host,
  enter: EnterJumpHost,
  deadline: number,
  limits: Limits,
): Promise<Way | ConnectFailure> {
  const socket = await openTcp(jump.address, jump.port, deadline, limits);
  if ("state" in socket) return onTheWay(jump, socket);
  const connection = await enter(jump, socket);
  if (connection.state === "failed") return onTheWay(jump, connection);
  const stream = await connection.forward(
    { by: "the jump host", what: "the host", address, port: ssh.port },
    deadline,
    limits,
  );
  if (!("state" in stream)) return { state: "open", stream, close: connection.close };
  connection.close();
  return stream;
}

/**
 * A failure of the jump host says nothing of the host behind it: a refused connection there must not pass for a host
 * without sshd.
 */
function onTheWay({ address, port }: JumpHost, failure: ConnectFailure): ConnectFailure {
  const cause = failure.cause === "refused" ? "unreachable" : failure.cause;
  return connectFailure("tcp", cause, `the jump host ${address}:${port} failed: ${failure.message}`, failure.passing);
}
