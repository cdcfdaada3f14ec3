import { requireChosen } from "./chosen-benchmarks.ts";
import { chromiumFor } from "./chromium-for.ts";
import { type Collected, type CollectFlags, collectInto, tellOfShard } from "./collect-command.ts";
import { exitCodes } from "./exit-codes.ts";
import { givenBenchmark } from "./given-benchmark.ts";
import { type JudgingFlags, judgeAndReport } from "./judge-and-report.ts";
import type { Terminal } from "./terminal.ts";

export type AuditFlags = CollectFlags & JudgingFlags;

/** Collect, assess and report in one go; returns the exit status. */
export async function audit(flags: AuditFlags, terminal: Terminal): Promise<number> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format);
  const collected = await collectInto(flags, terminal);
  try {
    if (collected.shard !== undefined) return endShard(collected, terminal);
    return await judgeAndReport(collected, { ...flags, stig, chromium }, terminal);
  } finally {
    collected.release();
  }
}

/** Of a shard it is not judged what it shows: only whether all of it was read. */
function endShard(collected: Collected, terminal: Terminal): number {
  tellOfShard(collected, terminal);
  terminal.print(collected.folder);
  if (collected.interruptedBy !== undefined) return exitCodes.interrupted[collected.interruptedBy];
  return collected.whole ? exitCodes.clean : exitCodes.incomplete;
}
