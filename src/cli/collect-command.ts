import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { collectRun } from "../audit.ts";
import { loadInventory } from "../inventory/load.ts";
import type { Previous } from "../previous.ts";
import { manifestFile } from "../run-folder/manifest.ts";
import { toolVersion } from "../tool-version.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { type FipsFlag, tellOfModule } from "./fips.ts";
import { givenDecisions } from "./given-decisions.ts";
import { givenPrevious } from "./given-previous.ts";
import { createLogger, type LogLevel, logEvent } from "./logger.ts";
import { concurrencyOption, fipsOption, fromOption, inventoryOption, logLevelOption, outputOption } from "./options.ts";
import { progress } from "./progress.ts";
import { openReach } from "./reach.ts";
import { loadSweeps } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type CollectFlags = {
  readonly inventory: string;
  readonly output?: string;
  readonly from?: readonly string[];
  /** Only an audit is told these two on the command line. */
  readonly decisions?: string;
  readonly previous?: readonly string[];
  readonly concurrency: number;
  readonly logLevel: LogLevel;
} & FipsFlag;

/** What came of collecting: where the run is, and the signal that ended it early, if one did. */
export type Collected = {
  readonly folder: string;
  readonly interruptedBy: "SIGINT" | "SIGTERM" | undefined;
  /** What came before: read first, for what cannot be used is said before anything is contacted. */
  readonly previous: Previous | undefined;
};

/** The folder of a new run: a time without colons, which Windows refuses. An existing run is never overwritten. */
function runFolder(output: string | undefined, terminal: Terminal): string {
  const time = terminal
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "");
  const folder = resolve(terminal.workingDirectory, output ?? join("runs", time));
  if (existsSync(join(folder, manifestFile)) || existsSync(join(folder, "evidence"))) {
    throw new UsageError(`${folder} already holds a run; give another folder with --output`);
  }
  return folder;
}

/** Asks the hosts of an inventory file, showing how it goes, and leaves their evidence in a new run folder. */
export async function collectInto(flags: CollectFlags, terminal: Terminal): Promise<Collected> {
  const folder = runFolder(flags.output, terminal);
  const file = resolve(terminal.workingDirectory, flags.inventory);
  const inventory = await loadInventory(file, { home: terminal.home });
  const nodes = inventory.hosts.map(({ name }) => name);
  const previous =
    flags.previous && (await givenPrevious(flags.previous, { cluster: inventory.cluster, nodes }, terminal));
  const sweeps = loadSweeps(flags.from ?? [], inventory, terminal.workingDirectory);
  const decisions = await givenDecisions(flags.decisions, inventory.decisions, terminal);
  const reach = await openReach(inventory, sweeps, terminal, flags);
  tellOfModule(flags, terminal);
  const logger = createLogger(flags.logLevel);
  const shown = progress(inventory.hosts.length, terminal);
  const abort = new AbortController();
  let interruptedBy: Collected["interruptedBy"];
  const stopListening = terminal.onInterrupt((signal) => {
    interruptedBy = signal;
    abort.abort();
  });
  try {
    await collectRun(
      {
        inventory,
        inventoryFile: { file, sha256: createHash("sha256").update(readFileSync(file)).digest("hex") },
        ...(decisions && { decisions }),
        folder,
        toolVersion,
        concurrency: flags.concurrency,
        ...(flags.fips === true && { fips: true }),
        signal: abort.signal,
        onEvent(event) {
          shown.show(event);
          logEvent(logger, event);
        },
      },
      reach,
    );
  } finally {
    shown.end();
    stopListening();
    reach.api?.close();
  }
  if (interruptedBy !== undefined)
    terminal.talk(`Interrupted by ${interruptedBy}: hosts not yet read count as unread.\n`);
  return { folder, interruptedBy, previous };
}

/** `plimsoll collect`: evidence only, to be judged elsewhere or later. */
export const collectCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("collect")
    .description("ask the hosts and keep their evidence, without judging it")
    .addOption(inventoryOption())
    .addOption(outputOption())
    .addOption(fromOption())
    .addOption(concurrencyOption())
    .addOption(fipsOption())
    .addOption(logLevelOption())
    .action(async (flags: CollectFlags) => {
      const { folder, interruptedBy } = await collectInto(flags, terminal);
      terminal.print(folder);
      finish(interruptedBy === undefined ? exitCodes.clean : exitCodes.interrupted[interruptedBy]);
    });
