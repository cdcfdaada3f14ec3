import type { ScheduledFlags } from "../declared/scheduled.ts";
import { exitCodes } from "../exit-codes.ts";
import { givenBenchmark } from "../given/benchmark.ts";
import { requireChosen } from "../given/chosen-benchmarks.ts";
import { chromiumFor } from "../given/chromium-for.ts";
import { type Collected, type CollectFlags, collectInto } from "../run/collect.ts";
import { type JudgingFlags, judgeAndReport } from "../run/judge-and-report.ts";
import { printCollected } from "../run/print-collected.ts";
import { printRun } from "../run/print-run.ts";
import { onceOrScheduled } from "../scheduled/once-or-scheduled.ts";
import type { Audited } from "../scheduled/scheduled-audit.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** The options of `plimsoll audit`. */
export type AuditFlags = CollectFlags & JudgingFlags & ScheduledFlags;

/** Collect, assess and report in one go, into a folder of runs where the flags name one; returns the exit status. */
export async function audit(flags: AuditFlags, terminal: Terminal): Promise<number> {
  const audited = await onceOrScheduled(flags, terminal, auditOnce);
  if (audited.judged === undefined) printCollected(flags, audited, terminal);
  else printRun(flags, { ...audited.judged, status: audited.status }, terminal);
  return audited.status;
}

async function auditOnce(flags: AuditFlags, terminal: Terminal): Promise<Audited & Collected> {
  const stig = await givenBenchmark(flags, terminal);
  requireChosen(flags.only ?? [], flags, stig);
  const chromium = chromiumFor(flags.format, terminal);
  const collected = await collectInto(flags, terminal);
  try {
    // Of a shard it is not judged what it shows: only whether all of it was read.
    if (collected.shard !== undefined) return { ...collected, status: statusOfShard(collected) };
    const judged = await judgeAndReport(collected, { ...flags, stig, chromium });
    return { ...collected, judged, status: judged.status };
  } finally {
    collected.release();
  }
}

function statusOfShard({ interruptedBy, whole }: Collected): number {
  if (interruptedBy !== undefined) return exitCodes.interrupted[interruptedBy];
  return whole ? exitCodes.clean : exitCodes.incomplete;
}
