import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RunInput } from "../../collect-run.ts";
import type { DecisionsFile } from "../../decisions/load.ts";
import type { Inventory } from "../../inventory/inventory.ts";
import { asksApi, hostsToAsk, type Shard } from "../../inventory/shard.ts";
import type { Previous } from "../../previous.ts";
import type { EarlierSessions } from "../../run-folder/earlier-sessions.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { toolVersion } from "../../tool-version.ts";
import type { LoginFlags } from "../access/login-secrets.ts";
import { givenPlaces } from "../access/places.ts";
import { type OpenReach, openReach } from "../access/reach.ts";
import { givenDecisions } from "../given/decisions.ts";
import { givenInventory } from "../given/inventory.ts";
import { givenPrevious, type Whose } from "../given/previous.ts";
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
  const file = resolve(terminal.workingDirectory, flags.inventory);
  const inventory = await givenInventory(file, terminal);
  const places = givenPlaces(inventory.hosts, flags.concurrency);
  const inventoryFile = { file, sha256: createHash("sha256").update(readFileSync(file)).digest("hex") };
  const named = { inventory, inventoryFile };
  const basis = await (flags.resume === undefined
    ? basisOfNew(flags, named, terminal)
    : basisOfResumed(flags, named, folder, terminal));
  const { given, previous, decisions, shard, earlier } = basis;
  const sweeps = loadSweeps(given.from ?? [], inventory, terminal.workingDirectory);
  const all = hostsToAsk(inventory, shard);
  const hosts = all.filter(({ name }) => !earlier?.hosts.has(name));
  const api = asksApi(shard) && earlier?.api !== true;
  const reach = await openReach(inventory, { sweeps, hosts, api }, terminal, flags);
  if (earlier !== undefined) aside(flags, terminal)(resuming(hosts.length, all.length, !api));
  const input = {
    ...named,
    given,
    folder,
    toolVersion,
    places,
    ...(decisions && { decisions }),
    ...(flags.fips && { fips: true }),
    ...(shard && { shard }),
    ...(earlier && { earlier }),
  };
  return { folder, input, reach, toAsk: hosts.length, previous };
}

/** An inventory, and the file that it was read from. */
type NamedInventory = Pick<RunInput, "inventory" | "inventoryFile">;

/** What a run goes by besides its inventory, and what it has of earlier sessions. */
type Basis = {
  readonly given: RunInput["given"];
  readonly previous: Previous | undefined;
  readonly decisions: DecisionsFile | undefined;
  readonly shard: Shard | undefined;
  readonly earlier?: EarlierSessions;
};

/** Of a new run: what the command line gives. */
async function basisOfNew(flags: SessionFlags, { inventory }: NamedInventory, terminal: Terminal): Promise<Basis> {
  const given = givenFiles(flags, terminal);
  const previous = given.previous && (await givenPrevious(given.previous, whose(inventory), terminal));
  const decisions = await givenDecisions(flags.decisions, inventory.decisions, terminal);
  return { given, previous, decisions, shard: flags.shard };
}

/** Of a run that is gone on with: what the command line gives, else what the run has kept. */
async function basisOfResumed(
  flags: SessionFlags,
  { inventory, inventoryFile }: NamedInventory,
  folder: string,
  terminal: Terminal,
): Promise<Basis> {
  const asked = { inventoryFile, fips: flags.fips === true, shard: flags.shard };
  const earlier = await resumedRun(folder, inventory, asked);
  const { run } = earlier;
  const kept = await keptOf(folder, earlier);
  const given = { ...run.given, ...givenFiles(flags, terminal) };
  const previous = given.previous ? await givenPrevious(given.previous, whose(inventory), terminal) : kept.previous;
  const keptDecisions = flags.decisions === undefined ? kept.decisions : undefined;
  const decisions =
    keptDecisions ?? (await givenDecisions(flags.decisions ?? run.decisions?.file, inventory.decisions, terminal));
  return { given, previous, decisions, shard: shardOfRun(run), earlier };
}

const whose = ({ cluster, hosts }: Inventory): Whose => ({ cluster, nodes: hosts.map(({ name }) => name) });

/** By absolute path: whoever goes on with the run may stand elsewhere. */
function givenFiles({ from, previous }: SessionFlags, { workingDirectory }: Terminal): RunInput["given"] {
  const absolute = (path: string): string => resolve(workingDirectory, path);
  return { ...(from && { from: from.map(absolute) }), ...(previous && { previous: previous.map(absolute) }) };
}

const resuming = (toAsk: number, all: number, api: boolean): string =>
  `Going on with the run: ${all - toAsk} of ${all} hosts read before${toAsk === 0 && api ? ", nothing is asked" : ""}\n`;
