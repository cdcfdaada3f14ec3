import { resolve } from "node:path";
import { mergeShards } from "../../run-folder/merge-shards.ts";
import { readManifest } from "../../run-folder/read-run.ts";
import { readShards, type ShardRun } from "../../run-folder/read-shards.ts";
import { RunFolderError } from "../../run-folder/run-folder-error.ts";
import { latestRun } from "../../run-folder/runs-folder.ts";
import type { FipsFlag } from "../access/fips.ts";
import type { ScheduledFlags } from "../declared/scheduled.ts";
import { givenBenchmark } from "../given/benchmark.ts";
import { requireChosen } from "../given/chosen-benchmarks.ts";
import { chromiumFor } from "../given/chromium-for.ts";
import { givenDecisions } from "../given/decisions.ts";
import { givenPrevious } from "../given/previous.ts";
import type { JsonFlag } from "../results/result.ts";
import { type JudgingFlags, judgeAndReport } from "../run/judge-and-report.ts";
import { newRunFolder, takeRunFolder } from "../run/new-run-folder.ts";
import { type JudgedRun, printRun } from "../run/print-run.ts";
import { onceOrScheduled } from "../scheduled/once-or-scheduled.ts";
import type { Audited } from "../scheduled/scheduled-audit.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** The options of `plimsoll merge`. */
export type MergeFlags = JudgingFlags &
  ScheduledFlags &
  FipsFlag &
  JsonFlag & {
    readonly output?: string;
    readonly decisions?: string;
    readonly previous?: readonly string[];
  };

/**
 * Puts the shards of a run together, then judges and reports it as an audit does, into a folder of runs where the flags
 * name one; returns the exit status.
 */
export async function merge(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<number> {
  const { judged, status } = await onceOrScheduled(flags, terminal, (given: MergeFlags, at) =>
    mergeOnce(folders, given, at),
  );
  printRun(flags, { ...judged, status }, terminal);
  return status;
}

async function mergeOnce(
  folders: readonly string[],
  flags: MergeFlags,
  terminal: Terminal,
): Promise<Audited & { readonly judged: JudgedRun }> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format, terminal);
  const decisions = await givenDecisions(flags.decisions, undefined, terminal);
  const absolute = (path: string): string => resolve(terminal.workingDirectory, path);
  const shards = readShards(folders.map(absolute), { sameDecisions: decisions === undefined });
  if (flags.runs !== undefined) refuseKnown(shards, absolute(flags.runs));
  const previous = flags.previous && (await givenPrevious(flags.previous, whose(shards), terminal));
  const folder = newRunFolder(flags.output, terminal);
  const release = takeRunFolder(folder);
  try {
    mergeShards(shards, folder, {
      keepDecisions: decisions === undefined,
      ...(flags.previous && { previous: flags.previous.map(absolute) }),
    });
    const collected = { folder, decisions, previous, interruptedBy: undefined };
    const judged = await judgeAndReport(collected, { ...flags, stig, chromium });
    return { ...collected, judged, status: judged.status };
  } finally {
    release();
  }
}

/** Shards that were merged before would be a new run that shows nothing new. */
function refuseKnown(shards: readonly ShardRun[], runs: string): void {
  const latest = latestRun(runs);
  if (latest === undefined) return;
  const { endedAt } = readManifest(latest);
  if (shards.some(({ manifest }) => manifest.endedAt > endedAt)) return;
  throw new RunFolderError(`${latest} is not older than these shards: it is of them, or of later ones`);
}

/** Of one run all shards say the same. */
function whose([first]: readonly ShardRun[]) {
  return { cluster: first?.manifest.cluster ?? "", nodes: first?.manifest.shard.inventoryHosts ?? [] };
}
