import type { Host } from "../inventory/inventory.ts";
import { type ConnectFailure, unforeseenFailure } from "./connect-failure.ts";
import { type ConnectOptions, type Seen, stepDeadline, type Visit } from "./doors.ts";
import { type Limits, startLimits } from "./limits.ts";
import type { SshConnection } from "./login.ts";
import type { Transport } from "./session.ts";
import { keptSlot } from "./slot.ts";

/** What was begun on a host that let us in. */
export type Begun<Result> = { readonly state: "begun"; readonly result: Result };

/** Begins on a host what was wanted of it; `close` ends the connection, and the way there. */
export type Begin<Result> = (
  connection: SshConnection,
  close: () => void,
  limits: Limits,
) => Promise<Begun<Result> | ConnectFailure>;

/** What came of reaching a host: what was begun there, or nothing; how it went, either way. */
export type Reached<Result> = { readonly begun?: Begun<Result>; readonly transport: Transport };

/**
 * Logs in to a host by one of the transports, and notes what it shows of itself in `seen`. Never rejects; a failure has
 * closed what was opened on the way, and so does the connection's `close`.
 */
export type OpenHost = (visit: Visit, seen: Seen) => Promise<SshConnection | ConnectFailure>;

type Attempt<Result> = Visit & { readonly begin: Begin<Result>; readonly openHost: OpenHost };

/**
 * Logs in to a host and begins there. One second attempt, some time later, where the network and not an answer was the
 * reason: sshd drops unauthenticated connections at random when many come at once (MaxStartups). Never rejects. Where
 * something was begun its clock goes on until it is released.
 */
export async function reachHost<Result>(
  openHost: OpenHost,
  host: Host,
  options: ConnectOptions,
  begin: Begin<Result>,
): Promise<Reached<Result>> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const { slot = keptSlot } = options;
  const deadline = stepDeadline(host, options);
  const attempt: Attempt<Result> = { begin, openHost, host, options, limits, slot, deadline };
  const seen: Seen = {};
  try {
    let result = await reach(attempt, seen);
    if (result.state === "failed" && result.passing) {
      const hasPassed = pause(limits, 250 + 750 * options.random());
      if (await slot.lend(hasPassed, 0, limits.hold)) result = await reach(attempt, seen);
    }
    if (result.state === "begun") return { begun: result, transport: transportOf(host, seen, undefined) };
    limits.release();
    return { transport: transportOf(host, seen, result) };
  } catch (error) {
    limits.release();
    return { transport: transportOf(host, seen, unforeseenFailure(error)) };
  }
}

async function reach<Result>(attempt: Attempt<Result>, seen: Seen): Promise<Begun<Result> | ConnectFailure> {
  const connection = await attempt.openHost(attempt, seen);
  if (connection.state === "failed") return connection;
  const result = await attempt.begin(connection, connection.close, attempt.limits);
  if (result.state === "failed") connection.close();
  return result;
}

/** True where the time has passed, false where the host was cut short meanwhile. */
const pause = (limits: Limits, milliseconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      forget();
      resolve(true);
    }, milliseconds);
    const forget = limits.onCut(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });

function transportOf({ address, ssh }: Host, seen: Seen, failure: ConnectFailure | undefined): Transport {
  return {
    address,
    port: ssh.port,
    stage: failure?.stage ?? "ready",
    outcome: failure?.cause ?? "connected",
    message: failure?.message ?? "",
    ...seen,
    client: ssh.transport,
    viaJump: ssh.jumps.length > 0,
  };
}
