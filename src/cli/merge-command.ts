import { resolve } from "node:path";
import { mergeShards } from "../run-folder/merge-shards.ts";
import { readShards, type ShardRun } from "../run-folder/read-shards.ts";
import { requireChosen } from "./chosen-benchmarks.ts";
import { chromiumFor } from "./chromium-for.ts";
import { givenBenchmark } from "./given-benchmark.ts";
import { givenDecisions } from "./given-decisions.ts";
import { givenPrevious } from "./given-previous.ts";
import { type JudgingFlags, judgeAndReport } from "./judge-and-report.ts";
import { newRunFolder, takeRunFolder } from "./new-run-folder.ts";
import type { JsonFlag } from "./result.ts";
import { printRun } from "./run-result.ts";
import type { Terminal } from "./terminal.ts";

export type MergeFlags = JudgingFlags &
  JsonFlag & {
    readonly output?: string;
    readonly decisions?: string;
    readonly previous?: readonly string[];
  };

/** Puts the shards of a run together, then judges and reports it as an audit does; returns the exit status. */
export async function merge(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<number> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format);
  const decisions = await givenDecisions(flags.decisions, undefined, terminal);
  const absolute = (path: string): string => resolve(terminal.workingDirectory, path);
  const shards = readShards(folders.map(absolute), { sameDecisions: decisions === undefined });
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
    printRun(flags, judged, terminal);
    return judged.status;
  } finally {
    release();
  }
}

/** Of one run all shards say the same. */
function whose([first]: readonly ShardRun[]) {
  return { cluster: first?.manifest.cluster ?? "", nodes: first?.manifest.shard.inventoryHosts ?? [] };
}
