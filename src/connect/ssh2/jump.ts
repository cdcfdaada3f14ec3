import type { Duplex } from "node:stream";
import type { JumpHost } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure, unforeseenFailure } from "../connect-failure.ts";
import { enter, loginName, onBehalfOfRun, type Visit } from "../doors.ts";
import { jumpHostName, onTheWay } from "../jump-failure.ts";
import type { LoggedIn, LogIn, Onward } from "../login.ts";
import { patience } from "../slot.ts";
import { openTcp } from "../tcp.ts";
import type { Line } from "./bastions.ts";

/**
 * A stream to a server's SSH port; `close` gives back what carries it, `lost` is why it broke where a jump host's
 * connection did.
 */
export type Way = {
  readonly state: "open";
  readonly stream: Duplex;
  readonly close: () => void;
  readonly lost: () => ConnectFailure | undefined;
};

/** Milliseconds. A bastion that is gone without a word (a firewall forgot the connection) would hold up all behind it. */
const keepAlive = 15_000;

/** Opens the way to a host's SSH port: directly, or through its jump hosts, whose connections the run's hosts share. */
export async function openWay(logIn: LogIn, visit: Visit): Promise<Way | ConnectFailure> {
  const { address, ssh } = visit.host;
  const line = await takeLine(logIn, visit, ssh.jumps);
  if (line?.state === "failed") return line;
  const by = ssh.jumps.length === 1 ? "the jump host" : line?.name;
  return wayOver(visit, line, { by: by ?? "", what: "the host", address, port: ssh.port });
}

/** A way on from where a line leads to, or from here. */
async function wayOver(visit: Visit, line: Line | undefined, to: Onward): Promise<Way | ConnectFailure> {
  const { deadline, limits, slot } = visit;
  if (line === undefined) {
    const socket = await openTcp(to.address, to.port, { deadline, limits, slot });
    if ("state" in socket) return socket;
    if (socket.destroyed) return brokenMeanwhile;
    return { state: "open", stream: socket, close: () => socket.destroySoon(), lost: () => undefined };
  }
  const lost = (): ConnectFailure | undefined => (line.isLost() ? lostOnTheWay(line) : undefined);
  const forwarded = line.connection.forward(to, deadline, limits);
  const stream = await slot.lend(forwarded, patience.connect, limits.hold);
  if ("state" in stream) {
    line.release();
    return lost() ?? stream;
  }
  if (stream.destroyed) {
    line.release();
    return lost() ?? brokenMeanwhile;
  }
  const close = (): void => {
    stream.destroy();
    line.release();
  };
  return { state: "open", stream, close, lost };
}

/** While there was no place for more than an open connection. */
const brokenMeanwhile = connectFailure("tcp", "unreachable", "the connection broke before it was used", true);

const lostOnTheWay = ({ name }: Line): ConnectFailure =>
  connectFailure("tcp", "unreachable", `${name} failed: the connection to it was lost`, true);

/** A share of a connection to the last of these jump hosts; undefined where there is none. */
async function takeLine(
  logIn: LogIn,
  visit: Visit,
  jumps: readonly JumpHost[],
): Promise<Line | ConnectFailure | undefined> {
  const jump = jumps.at(-1);
  if (jump === undefined) return undefined;
  const bastion = {
    key: JSON.stringify([jumps.map(withoutCap), visit.host.ssh.knownHosts]),
    // Who has typed a code is not asked for another one for the sake of speed.
    most: jump.keyboardInteractive ? 1 : jump.connections,
    name: jumpHostName(jump),
    open: () =>
      onBehalfOfRun(visit, (own) => loginThrough(logIn, own, jumps.slice(0, -1), jump)).catch((error: unknown) =>
        onTheWay(jump, unforeseenFailure(error)),
      ),
  };
  const { options, limits, slot } = visit;
  return slot.lend(options.run.bastions.take(bastion, limits), patience.connect, limits.hold);
}

const withoutCap = ({ connections: _, ...jump }: JumpHost): object => jump;

/** Logs in to a jump host, through those before it. */
async function loginThrough(
  logIn: LogIn,
  visit: Visit,
  before: readonly JumpHost[],
  jump: JumpHost,
): Promise<LoggedIn | ConnectFailure> {
  const { options, limits } = visit;
  const { strikes } = options.run;
  const login = loginName(before, jump, options);
  const refused = strikes.refusal(login);
  if (refused !== undefined) return onTheWay(jump, refused);
  const line = await takeLine(logIn, visit, before);
  if (line?.state === "failed") return line;
  const { address, port } = jump;
  const way = await wayOver(visit, line, { by: line?.name ?? "", what: jumpHostName(jump), address, port });
  if (way.state === "failed") return line?.isLost() ? way : onTheWay(jump, line === undefined ? way : saidOfJump(way));
  const connection = await strikes.logIn<LoggedIn>(login, limits, () =>
    enter(logIn, visit, jump, way.stream, {}, keepAlive),
  );
  if (connection.state === "open") {
    connection.onLost(way.close);
    return connection;
  }
  way.close();
  return way.lost() ?? onTheWay(jump, connection);
}

/** What a jump host says of the next one ends like what it would say of a host, which rules go by. */
const saidOfJump = (failure: ConnectFailure): ConnectFailure =>
  failure.cause === "timed-out" ? { ...failure, cause: "unreachable" } : failure;
