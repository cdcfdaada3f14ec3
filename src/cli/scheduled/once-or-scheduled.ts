import type { ScheduledFlags } from "../declared/scheduled.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { Audit, Audited, Scheduled } from "./scheduled-audit.ts";

const needRuns = {
  keep: "--keep",
  onChange: "--on-change",
  webhook: "--webhook",
  syslog: "--syslog",
  prometheus: "--prometheus",
} as const;

/**
 * Makes one run, or the next of a folder of runs where the flags name one.
 * @returns what came of it, with the exit status.
 * @throws UsageError where something is asked for that a single run cannot have.
 */
export async function onceOrScheduled<F extends Omit<Scheduled, "runs"> & ScheduledFlags, A extends Audited>(
  flags: F,
  terminal: Terminal,
  audit: Audit<F, A>,
): Promise<A> {
  const { runs } = flags;
  if (runs !== undefined) {
    const { auditInto } = await import("./scheduled-audit.ts");
    return auditInto({ ...flags, runs }, terminal, audit);
  }
  const flag = (Object.keys(needRuns) as readonly (keyof typeof needRuns)[]).find((one) => flags[one] !== undefined);
  if (flag !== undefined) throw new UsageError(`${needRuns[flag]} needs --runs, the folder of this cluster's runs`);
  return audit(flags, terminal);
}
