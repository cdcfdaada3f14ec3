import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RunInput } from "../collect-run.ts";
import type { Previous } from "../previous.ts";
import { hasJournal } from "../run-folder/journal.ts";
import { lockRun } from "../run-folder/lock.ts";
import { evidenceFolder, manifestFile } from "../run-folder/manifest.ts";
import { openPrivateFolder } from "../run-folder/private-folder.ts";
import { toolVersion } from "../tool-version.ts";
import { givenDecisions } from "./given-decisions.ts";
import { givenInventory } from "./given-inventory.ts";
import { givenPlaces } from "./given-places.ts";
import { givenPrevious } from "./given-previous.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { aside, type QuietFlag } from "./quiet.ts";
import { type OpenReach, openReach } from "./reach.ts";
import { keptOf, resumedRun } from "./resumed-run.ts";
import { loadSweeps } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What says which hosts are asked, and where their evidence goes. */
export type SessionFlags = LoginFlags &
  QuietFlag & {
    readonly inventory: string;
    readonly output?: string;
    /** The folder of a run that is gone on with. */
    readonly resume?: string;
    readonly from?: readonly string[];
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

/** The folder of a new run: a time without colons, which Windows refuses. An existing run is never overwritten. */
function newFolder(output: string | undefined, terminal: Terminal): string {
  const time = terminal
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");
  const folder = resolve(terminal.workingDirectory, output ?? join("runs", time));
  refuseRunIn(folder);
  return folder;
}

function refuseRunIn(folder: string): void {
  if (hasJournal(folder)) {
    throw new UsageError(
      `${folder} holds a run that was ended early; go on with it by --resume, or give another folder`,
    );
  }
  if (existsSync(join(folder, manifestFile)) || existsSync(join(folder, evidenceFolder))) {
    throw new UsageError(`${folder} already holds a run; give another folder with --output`);
  }
}

/**
 * Reads what a session needs, and keeps other processes from its run.
 * @throws UsageError and the like where something cannot be used; nothing was contacted.
 */
export async function openSession(flags: SessionFlags, terminal: Terminal): Promise<Session> {
  if (flags.resume === undefined) {
    const folder = newFolder(flags.output, terminal);
    const prepared = await prepare(flags, folder, terminal);
    openPrivateFolder(folder);
    const release = lockRun(folder);
    // Another process may have been faster.
    return orRelease(release, () => {
      refuseRunIn(folder);
      return { ...prepared, release };
    });
  }
  const folder = resolve(terminal.workingDirectory, flags.resume);
  const release = lockRun(folder);
  return orRelease(release, async () => ({ ...(await prepare(flags, folder, terminal)), release }));
}

async function orRelease(release: () => void, action: () => Session | Promise<Session>): Promise<Session> {
  try {
    return await action();
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
  const earlier = flags.resume === undefined ? undefined : await resumedRun(folder, inventory, { inventoryFile, fips });
  const given = { ...earlier?.run.given, ...givenFiles(flags, workingDirectory) };
  const whose = { cluster: inventory.cluster, nodes: inventory.hosts.map(({ name }) => name) };
  const kept = earlier && (await keptOf(folder, earlier));
  const previous = given.previous ? await givenPrevious(given.previous, whose, terminal) : kept?.previous;
  const sweeps = loadSweeps(given.from ?? [], inventory, workingDirectory);
  const decisions =
    flags.decisions === undefined && kept?.decisions !== undefined
      ? kept.decisions
      : await givenDecisions(flags.decisions ?? earlier?.run.decisions?.file, inventory.decisions, terminal);
  const read = { hosts: earlier?.hosts ?? new Set<string>(), api: earlier?.api ?? false };
  const toAsk = inventory.hosts.filter(({ name }) => !read.hosts.has(name)).length;
  const reach = await openReach(inventory, { sweeps, ...read }, terminal, flags);
  if (earlier !== undefined) aside(flags, terminal)(resuming(toAsk, inventory.hosts.length, read.api));
  const input = {
    inventory,
    inventoryFile,
    given,
    folder,
    toolVersion,
    places,
    ...(decisions && { decisions }),
    ...(fips && { fips }),
  };
  return {
    folder,
    input: { ...input, ...(earlier && { earlier }) },
    reach,
    toAsk,
    previous,
  };
}

/** By absolute path: whoever goes on with the run may stand elsewhere. */
function givenFiles({ from, previous }: SessionFlags, workingDirectory: string): RunInput["given"] {
  const absolute = (path: string): string => resolve(workingDirectory, path);
  return { ...(from && { from: from.map(absolute) }), ...(previous && { previous: previous.map(absolute) }) };
}

const resuming = (toAsk: number, all: number, api: boolean): string =>
  `Going on with the run: ${all - toAsk} of ${all} hosts read before${toAsk === 0 && api ? ", nothing is asked" : ""}\n`;
