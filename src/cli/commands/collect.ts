import { exitCodes } from "../exit-codes.ts";
import { type Collected, type CollectFlags, collectInto } from "../run/collect.ts";
import { printCollected } from "../run/print-collected.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Collects and does nothing else: what is printed is the folder; returns the exit status. */
export async function collectOnly(flags: CollectFlags, terminal: Terminal): Promise<number> {
  const collected = await collectInto(flags, terminal);
  collected.release();
  const status = statusOf(collected);
  printCollected(flags, { ...collected, status }, terminal);
  return status;
}

function statusOf({ interruptedBy, isLate }: Collected): number {
  if (interruptedBy !== undefined) return exitCodes.interrupted[interruptedBy];
  return isLate ? exitCodes.incomplete : exitCodes.clean;
}
