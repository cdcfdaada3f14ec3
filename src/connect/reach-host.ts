import type { Host } from "../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "./connect-failure.ts";
import { type ConnectOptions, enter, lockedDoor, ownDoor, type Seen, stepDeadline, type Visit } from "./doors.ts";
import { openWay } from "./jump.ts";
import { type Limits, startLimits } from "./limits.ts";
import type { LogIn, SshConnection } from "./login.ts";
import type { Transport } from "./session.ts";

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

type Attempt<Result> = Visit & { readonly begin: Begin<Result>; readonly logIn: LogIn };

/**
 * Logs in to a host and begins there. One second attempt, some time later, where the network and not an answer was the
 * reason: sshd drops unauthenticated connections at random when many come at once (MaxStartups). Never rejects. Where
 * something was begun its clock goes on until it is released.
 */
export async function reachHost<Result>(
  logIn: LogIn,
  host: Host,
  options: ConnectOptions,
  begin: Begin<Result>,
): Promise<Reached<Result>> {
  const limits = startLimits(options.deadlines.host, options.signal);
  const deadline = stepDeadline(host, options);
  const attempt: Attempt<Result> = { begin, logIn, host, options, limits, deadline };
  const seen: Seen = {};
  try {
    let result = await reach(attempt, seen);
    if (result.state === "failed" && result.passing && (await pause(limits, 250 + 750 * options.random()))) {
      result = await reach(attempt, seen);
    }
    if (result.state === "begun") return { begun: result, transport: transportOf(host, seen, undefined) };
    limits.release();
    return { transport: transportOf(host, seen, result) };
  } catch (error) {
    limits.release();
    const failure = connectFailure("tcp", "unsupported", `connecting failed: ${String(error)}`);
    return { transport: transportOf(host, seen, failure) };
  }
}

async function reach<Result>(attempt: Attempt<Result>, seen: Seen): Promise<Begun<Result> | ConnectFailure> {
  const { logIn, host, options, limits, deadline } = attempt;
  const door = ownDoor(host);
  const locked = lockedDoor(host.ssh.jump === undefined ? [door] : [host.ssh.jump, door], options);
  if (locked !== undefined) return locked;
  const way = await openWay(host, (jump, stream) => enter(logIn, attempt, jump, stream, {}), deadline, limits);
  if (way.state === "failed") return way;
  const connection = await enter(logIn, attempt, door, way.stream, seen);
  const close = (): void => {
    if (connection.state === "open") connection.close();
    way.close();
  };
  const result = connection.state === "failed" ? connection : await attempt.begin(connection, close, limits);
  if (result.state === "failed") close();
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
    viaJump: ssh.jump !== undefined,
  };
}
