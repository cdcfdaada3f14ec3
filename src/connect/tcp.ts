import { connect, isIP, type Socket } from "node:net";
import { type ConnectFailure, connectFailure, socketFailure } from "./connect-failure.ts";
import { type Limits, within } from "./limits.ts";

/** Happy eyeballs (RFC 8305) by Node's default gives an address 250 ms, too little for a slow line. */
const addressAttempt = 2_000;

/**
 * Opens a TCP connection. The socket comes back paused: nothing the server says is lost before someone listens. Opened
 * here and not by ssh2, so that what connect(2) says is known exactly.
 */
export function openTcp(
  address: string,
  port: number,
  deadline: number,
  limits: Limits,
): Promise<Socket | ConnectFailure> {
  let stage: "dns" | "tcp" = isIP(address) === 0 ? "dns" : "tcp";
  return within<Socket | ConnectFailure>(
    limits,
    deadline,
    (end) => {
      const socket = connect({ host: address, port, noDelay: true, autoSelectFamilyAttemptTimeout: addressAttempt });
      socket.on("lookup", (error) => {
        if (error === null) stage = "tcp";
      });
      socket.once("connect", () => end(socket));
      // Stays on: an error without a listener would end the process.
      socket.on("error", (error) => end(socketFailure(error, stage)));
      return () => socket.destroy();
    },
    (cut) => connectFailure(stage, cut.cause, cut.message),
  );
}
