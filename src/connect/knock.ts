import type { Host } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import {
  type ConnectOptions,
  greetOptions,
  lockedDoor,
  ownDoor,
  type Seen,
  stepDeadline,
  type Visit,
} from "./doors.ts";
import { openWay } from "./jump.ts";
import { startLimits } from "./limits.ts";
import type { Greet, LogIn } from "./login.ts";
import { keptSlot } from "./slot.ts";

/** What came of knocking at a host: what it showed of itself, and why that was not all; no failure where it proved its key. */
export type Knock = Readonly<Seen> & { readonly failure?: ConnectFailure };

/**
 * Comes as far as a host's key, and logs in nowhere but at its jump host. One connection and no second attempt: sshd
 * counts those who come and do not log in (PerSourcePenalties, `noauth`). Never rejects.
 */
export async function knock(logIn: LogIn, greet: Greet, host: Host, options: ConnectOptions): Promise<Knock> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const seen: Seen = {};
  try {
    const { slot = keptSlot } = options;
    const visit = { host, options, limits, slot, deadline: stepDeadline(host, options) };
    const failure = await tryKey(logIn, greet, visit, seen);
    return { ...seen, ...(failure && { failure }) };
  } catch (error) {
    return { ...seen, failure: connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`) };
  } finally {
    limits.release();
  }
}

async function tryKey(logIn: LogIn, greet: Greet, visit: Visit, seen: Seen): Promise<ConnectFailure | undefined> {
  const { host, options } = visit;
  const locked = lockedDoor(host.ssh.jumps, options);
  if (locked !== undefined) return locked;
  const way = await openWay(logIn, visit);
  if (way.state === "failed") return way;
  const failure = await greet(way.stream, greetOptions(visit, ownDoor(host), seen));
  way.close();
  return failure && (way.lost() ?? failure);
}
