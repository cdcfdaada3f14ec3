import { connect, isIP, type Socket } from "node:net";
import { type ConnectFailure, connectFailure, socketFailure } from "./connect-failure.ts";
import { deferred, type Limits, within } from "./limits.ts";
import { patience, type Slot } from "./slot.ts";

/** Happy eyeballs (RFC 8305) by Node's default gives an address 250 ms, too little for a slow line. */
const addressAttempt = 2_000;

/** How long is tried, in milliseconds, and who else is served meanwhile. */
type Attempt = { readonly deadline: number; readonly limits: Limits; readonly slot: Slot };

/**
 * Opens a TCP connection. The socket comes back paused: nothing the server says is lost before someone listens. Opened
 * here and not by ssh2, so that what connect(2) says is known exactly.
 */
export async function openTcp(
  address: string,
  port: number,
  { deadline, limits, slot }: Attempt,
): Promise<Socket | ConnectFailure> {
  let stage: "dns" | "tcp" = isIP(address) === 0 ? "dns" : "tcp";
  const found = deferred<void>();
  if (stage === "tcp") found.resolve();
  const connected = within<Socket | ConnectFailure>(
    limits,
    deadline,
    (end) => {
      const socket = connect({ host: address, port, noDelay: true, autoSelectFamilyAttemptTimeout: addressAttempt });
      socket.on("lookup", (error) => {
        if (error === null) stage = "tcp";
        found.resolve();
      });
      socket.once("connect", () => end(socket));
      // Stays on: an error without a listener would end the process.
      socket.on("error", (error) => end(socketFailure(error, stage)));
      return () => socket.destroy();
    },
    (cut) => connectFailure(stage, cut.cause, cut.message),
  );
  // Names are looked up by few threads: with more of them in line, those that can be found would wait for their turn.
  await Promise.race([found.promise, connected]);
  return slot.lend(connected, patience.connect, limits.hold);
}
