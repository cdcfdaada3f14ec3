import { requireChosen } from "./chosen-benchmarks.ts";
import { chromiumFor } from "./chromium-for.ts";
import { type Collected, type CollectFlags, collectInto, tellOfShard } from "./collect-command.ts";
import type { ScheduledFlags } from "./declared/scheduled.ts";
import { exitCodes } from "./exit-codes.ts";
import { givenBenchmark } from "./given-benchmark.ts";
import { type JudgingFlags, judgeAndReport } from "./judge-and-report.ts";
import { onceOrScheduled } from "./once-or-scheduled.ts";
import type { Audited } from "./scheduled-audit.ts";
import type { Terminal } from "./terminal.ts";

export type AuditFlags = CollectFlags & JudgingFlags & ScheduledFlags;

/** Collect, assess and report in one go, into a folder of runs where the flags name one; returns the exit status. */
export const audit = (flags: AuditFlags, terminal: Terminal): Promise<number> =>
  onceOrScheduled(flags, terminal, auditOnce);

async function auditOnce(flags: AuditFlags, terminal: Terminal): Promise<Audited> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format);
  const collected = await collectInto(flags, terminal);
  try {
    if (collected.shard !== undefined) return { ...collected, status: endShard(collected, terminal) };
    return { ...collected, ...(await judgeAndReport(collected, { ...flags, stig, chromium }, terminal)) };
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
