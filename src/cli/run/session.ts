import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RunInput } from "../../collect-run.ts";
import { asksApi, hostsToAsk, type Shard } from "../../inventory/shard.ts";
import type { Previous } from "../../previous.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { toolVersion } from "../../tool-version.ts";
import type { LoginFlags } from "../access/login-secrets.ts";
import { givenPlaces } from "../access/places.ts";
import { type OpenReach, openReach } from "../access/reach.ts";
import { givenDecisions } from "../given/decisions.ts";
import { givenInventory } from "../given/inventory.ts";
import { givenPrevious } from "../given/previous.ts";
import { loadSweeps } from "../given/sweeps.ts";
import { aside, type QuietFlag } from "../progress/quiet.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { newRunFolder, takeRunFolder } from "./new-run-folder.ts";
import { keptOf, resumedRun, shardOfRun } from "./resumed-run.ts";

/** What says which hosts are asked, and where their evidence goes. */
export type SessionFlags = LoginFlags &
  QuietFlag & {
    readonly inventory: string;
    readonly output?: string;
    /** The folder of a run that is gone on with. */
    readonly resume?: string;
    readonly from?: readonly string[];
    readonly shard?: Shard;
    readonly concurrency?: number;
    /** Only an audit is told these two on the command line. */
    readonly decisions?: string;
    readonly previous?: readonly string[];
  };

/** All that is needed to ask hosts for a run, read and checked before the first of them is contacted. */
export type Session = {
  readonly folder: string;
  readonly input: Omit<RunInput, "signal" | "onEvent">;
  readonly reach: OpenReach;
  /** How many hosts will be asked. */
  readonly toAsk: number;
  readonly previous: Previous | undefined;
  /** Lets other processes write the run again. */
  readonly release: () => void;
};

/**
 * Reads what a session needs, and keeps other processes from its run.
 * @throws UsageError and the like where something cannot be used; nothing was contacted.
 */
export async function openSession(flags: SessionFlags, terminal: Terminal): Promise<Session> {
  if (flags.resume === undefined) {
    const folder = newRunFolder(flags.output, terminal);
    const prepared = await prepare(flags, folder, terminal);
    return { ...prepared, release: takeRunFolder(folder) };
  }
  const folder = resolve(terminal.workingDirectory, flags.resume);
  const release = lockRun(folder);
  try {
    return { ...(await prepare(flags, folder, terminal)), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function prepare(flags: SessionFlags, folder: string, terminal: Terminal): Promise<Omit<Session, "release">> {
  const { workingDirectory } = terminal;
  const fips = flags.fips === true;
  const file = resolve(workingDirectory, flags.inventory);
  const inventory = await givenInventory(file, terminal);
  const places = givenPlaces(inventory.hosts, flags.concurrency);
  const inventoryFile = { file, sha256: createHash("sha256").update(readFileSync(file)).digest("hex") };
  const earlier =
    flags.resume === undefined
      ? undefined
      : await resumedRun(folder, inventory, { inventoryFile, fips, shard: flags.shard });
  const shard = earlier === undefined ? flags.shard : shardOfRun(earlier.run);
  const given = { ...earlier?.run.given, ...givenFiles(flags, workingDirectory) };
  const whose = { cluster: inventory.cluster, nodes: inventory.hosts.map(({ name }) => name) };
  const kept = earlier && (await keptOf(folder, earlier));
  const previous = given.previous ? await givenPrevious(given.previous, whose, terminal) : kept?.previous;
  const sweeps = loadSweeps(given.from ?? [], inventory, workingDirectory);
  const decisions =
    flags.decisions === undefined && kept?.decisions !== undefined
      ? kept.decisions
      : await givenDecisions(flags.decisions ?? earlier?.run.decisions?.file, inventory.decisions, terminal);
  const all = hostsToAsk(inventory, shard);
  const hosts = all.filter(({ name }) => !earlier?.hosts.has(name));
  const api = asksApi(shard) && earlier?.api !== true;
  const reach = await openReach(inventory, { sweeps, hosts, api }, terminal, flags);
  if (earlier !== undefined) aside(flags, terminal)(resuming(hosts.length, all.length, !api));
  const input = {
    inventory,
    inventoryFile,
    given,
    folder,
    toolVersion,
    places,
    ...(decisions && { decisions }),
    ...(fips && { fips }),
    ...(shard && { shard }),
    ...(earlier && { earlier }),
  };
  return { folder, input, reach, toAsk: hosts.length, previous };
}

/** By absolute path: whoever goes on with the run may stand elsewhere. */
function givenFiles({ from, previous }: SessionFlags, workingDirectory: string): RunInput["given"] {
  const absolute = (path: string): string => resolve(workingDirectory, path);
  return { ...(from && { from: from.map(absolute) }), ...(previous && { previous: previous.map(absolute) }) };
}

const resuming = (toAsk: number, all: number, api: boolean): string =>
  `Going on with the run: ${all - toAsk} of ${all} hosts read before${toAsk === 0 && api ? ", nothing is asked" : ""}\n`;
