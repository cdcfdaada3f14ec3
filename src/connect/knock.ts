import type { Host } from "../inventory/inventory.ts";
import { type ConnectFailure, unforeseenFailure } from "./connect-failure.ts";
import { type ConnectOptions, type Seen, stepDeadline, type Visit } from "./doors.ts";
import { startLimits } from "./limits.ts";
import { keptSlot } from "./slot.ts";

/** What came of knocking at a host: what it showed of itself, and why that was not all; no failure where it proved its key. */
export type Knock = Readonly<Seen> & { readonly failure?: ConnectFailure };

/** Comes to a host's key by one of the transports, and notes what the host shows of itself in `seen`. */
export type TryKey = (visit: Visit, seen: Seen) => Promise<ConnectFailure | undefined>;

/**
 * Comes as far as a host's key, and logs in nowhere but at its jump host. One connection and no second attempt: sshd
 * counts those who come and do not log in (PerSourcePenalties, `noauth`). Never rejects.
 */
export async function knock(host: Host, options: ConnectOptions, tryKey: TryKey): Promise<Knock> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const seen: Seen = {};
  try {
    const { slot = keptSlot } = options;
    const visit = { host, options, limits, slot, deadline: stepDeadline(host, options) };
    const failure = await tryKey(visit, seen);
    return { ...seen, ...(failure && { failure }) };
  } catch (error) {
    return { ...seen, failure: unforeseenFailure(error) };
  } finally {
    limits.release();
  }
}
