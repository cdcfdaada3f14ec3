import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, until } from "../limits.ts";
import type { LoggedIn } from "../login.ts";
import { type SilentBastions, startSilentBastions } from "../silent-bastions.ts";

/** A share of a connection to a bastion; `release` gives it back, `isLost` tells whether the connection died meanwhile. */
export type Line = {
  readonly state: "open";
  /** What the bastion is called. */
  readonly name: string;
  readonly connection: LoggedIn;
  readonly isLost: () => boolean;
  readonly release: () => void;
};

/** A bastion by the way to it and the login there, how many connections to it there may be, and what it is called. */
export type BastionOfRun = {
  readonly key: string;
  readonly most: number;
  readonly name: string;
  /** Logs in there. Bound to no host's limits: the connection is everybody's. */
  readonly open: () => Promise<LoggedIn | ConnectFailure>;
};

/** The connections to the bastions of one run, shared by the hosts behind them. */
export type Bastions = {
  /** A share of a connection, or why there is none; waiting for it ends with the host's limits, the connection does not. */
  readonly take: (bastion: BastionOfRun, limits: Limits) => Promise<Line | ConnectFailure>;
  /** Ends every connection, now or as soon as it stands. */
  readonly close: () => void;
};

/** One connection: `users` are the hosts that wait for it or go through it. */
type Trunk = {
  users: number;
  readonly opening: Promise<LoggedIn | ConnectFailure>;
  opened: LoggedIn | undefined;
  lost: boolean;
};

/** `settled`: a further connection was not to be had, so those that stand are enough. */
type Pool = { readonly trunks: Set<Trunk>; readonly silent: SilentBastions; settled: boolean };

/** Begins a run without connections. */
export function startBastions(): Bastions {
  const pools = new Map<string, Pool>();
  const silent = startSilentBastions();
  let closed = false;
  return {
    take: async (bastion, limits) => {
      const pool = pools.get(bastion.key) ?? { trunks: new Set(), silent, settled: false };
      pools.set(bastion.key, pool);
      if (closed) return over(bastion.name);
      const line = await takeFrom(pool, bastion, limits);
      if (!closed || line.state === "failed") return line;
      line.connection.close();
      return over(bastion.name);
    },
    close: () => {
      closed = true;
      // Whoever comes through another bastion was asked for before it, and says goodbye first.
      for (const { trunks } of pools.values()) {
        for (const { opening } of trunks) void opening.then((result) => result.state === "open" && result.close());
      }
    },
  };
}

const over = (name: string): ConnectFailure =>
  connectFailure("tcp", "interrupted", `${name} was not entered: the run is over`);

async function takeFrom(pool: Pool, bastion: BastionOfRun, limits: Limits): Promise<Line | ConnectFailure> {
  const wait = (trunk: Trunk): Promise<LoggedIn | ConnectFailure> =>
    until(limits, trunk.opening, ({ cause, message }) =>
      connectFailure("tcp", cause, `${bastion.name} was waited for: ${message}`),
    );
  // The first login shows whether there are any: nobody else tries meanwhile.
  for (let first = onlyOpening(pool); first !== undefined; first = onlyOpening(pool)) {
    const result = await wait(first);
    if (result.state === "failed") return result;
  }
  const givenUp = pool.trunks.size === 0 ? pool.silent.givenUp(bastion.key) : undefined;
  if (givenUp !== undefined) return givenUp;
  const trunk = choose(pool, bastion);
  trunk.users += 1;
  const result = await wait(trunk);
  if (result.state === "open") return lineOver(trunk, bastion.name, result);
  trunk.users -= 1;
  const standing = leastUsed(pool, ({ opened }) => opened !== undefined);
  if (standing?.opened === undefined || !pool.settled) return result;
  standing.users += 1;
  return lineOver(standing, bastion.name, standing.opened);
}

const onlyOpening = ({ trunks }: Pool): Trunk | undefined => {
  const [first] = trunks;
  return [...trunks].some(({ opened }) => opened !== undefined) ? undefined : first;
};

function choose(pool: Pool, bastion: BastionOfRun): Trunk {
  const least = leastUsed(pool, () => true);
  const enough = least?.users === 0 || pool.trunks.size >= bastion.most || pool.settled;
  return least !== undefined && enough ? least : openTrunk(pool, bastion);
}

const leastUsed = ({ trunks }: Pool, wanted: (trunk: Trunk) => boolean): Trunk | undefined =>
  [...trunks].filter(wanted).sort((one, other) => one.users - other.users)[0];

function openTrunk(pool: Pool, bastion: BastionOfRun): Trunk {
  const opening = bastion.open();
  const trunk: Trunk = { users: 0, opening, opened: undefined, lost: false };
  pool.trunks.add(trunk);
  void opening.then((result) => {
    if (result.state === "failed") {
      pool.trunks.delete(trunk);
      pool.settled = [...pool.trunks].some(({ opened }) => opened !== undefined);
      if (!pool.settled) pool.silent.note(bastion.key, result);
      return;
    }
    pool.silent.note(bastion.key, result);
    trunk.opened = result;
    result.onLost(() => {
      trunk.lost = true;
      pool.trunks.delete(trunk);
      pool.settled = false;
    });
  });
  return trunk;
}

function lineOver(trunk: Trunk, name: string, connection: LoggedIn): Line {
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    trunk.users -= 1;
  };
  return { state: "open", name, connection, isLost: () => trunk.lost, release };
}
