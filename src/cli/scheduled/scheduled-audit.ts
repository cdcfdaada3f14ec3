import { resolve } from "node:path";
import { runDiff } from "../../compare/run-diff.ts";
import type { Assessment } from "../../findings/assessment.ts";
import type { Previous } from "../../previous.ts";
import { lockRun } from "../../run-folder/lock.ts";
import { openPrivateFolder } from "../../run-folder/private-folder.ts";
import { removeOldRuns } from "../../run-folder/retention.ts";
import { latestRun, leadLatestTo, newTimedRun } from "../../run-folder/runs-folder.ts";
import { toolVersion } from "../../tool-version.ts";
import type { FipsFlag } from "../access/fips.ts";
import type { ScheduledFlags } from "../declared/scheduled.ts";
import { exitCodes } from "../exit-codes.ts";
import { isRun } from "../given/previous.ts";
import { aside, type QuietFlag } from "../progress/quiet.ts";
import { withCheckTexts } from "../run/check-texts-of.ts";
import type { JudgedRun } from "../run/print-run.ts";
import type { InterruptSignal, Terminal } from "../terminal/terminal.ts";
import { givenNotifiers, type Notifiers } from "./notifiers.ts";

/** What came of one audit, or of a merge; a shard is not judged. */
export type Audited = {
  readonly folder: string;
  readonly previous: Previous | undefined;
  readonly interruptedBy: InterruptSignal | undefined;
  readonly judged?: JudgedRun;
  readonly status: number;
};

/** The flags that are looked at here; those of the command go with them. */
export type Scheduled = ScheduledFlags &
  QuietFlag &
  FipsFlag & { readonly runs: string; readonly output?: string; readonly previous?: readonly string[] };
/** What makes one run of the flags. */
export type Audit<F, A extends Audited> = (flags: F, terminal: Terminal) => Promise<A>;

/**
 * Audits into a folder of one cluster's runs: nobody else does at the same time, the run is compared with the last one,
 * becomes the last one itself unless a signal ended it, and who wants to know is told.
 * @returns what came of it, with the exit status.
 * @throws RunFolderError where another audit goes into the folder, or its last run cannot be read.
 */
export async function auditInto<F extends Scheduled, A extends Audited>(
  flags: F,
  terminal: Terminal,
  audit: Audit<F, A>,
): Promise<A> {
  const runs = resolve(terminal.workingDirectory, flags.runs);
  const notifiers = await givenNotifiers({ ...flags, runs }, terminal);
  try {
    openPrivateFolder(runs);
    const release = lockRun(runs);
    try {
      return await auditLocked(runs, flags, { terminal, notifiers, audit });
    } finally {
      release();
    }
  } catch (error) {
    await notifiers.tellFailure(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function auditLocked<F extends Scheduled, A extends Audited>(
  runs: string,
  flags: F,
  { terminal, notifiers, audit }: { terminal: Terminal; notifiers: Notifiers; audit: Audit<F, A> },
): Promise<A> {
  const output = newTimedRun(runs, terminal.now());
  const previous = withLatest(flags.previous, latestRun(runs), terminal);
  const asked = { ...flags, output, ...(previous && { previous }) };
  const audited = await audit(asked, terminal);
  const { folder, judged, interruptedBy, status } = audited;
  if (judged === undefined || interruptedBy !== undefined) return audited;
  const { assessment } = judged;
  leadLatestTo(runs, folder);
  const before = audited.previous?.run;
  const told = await notifiers.tell(() => ({
    assessment,
    folder,
    status,
    seconds: (terminal.now().getTime() - Date.parse(assessment.collected.from)) / 1000,
    diff: before && runDiff(withCheckTexts(before), withCheckTexts(assessment), toolVersion),
  }));
  removeOld(runs, asked, assessment, terminal);
  return told ? audited : { ...audited, status: exitCodes.untold };
}

/** What is compared with and carried over from: what was given, and the last run where that names no run. */
function withLatest(
  given: readonly string[] | undefined,
  latest: string | undefined,
  { workingDirectory }: Terminal,
): readonly string[] | undefined {
  const namesRun = given?.some((path) => isRun(resolve(workingDirectory, path)));
  return latest === undefined || namesRun ? given : [...(given ?? []), latest];
}

function removeOld(
  runs: string,
  { keep, previous = [], ...flags }: Scheduled,
  { cluster }: Assessment,
  terminal: Terminal,
): void {
  if (keep === undefined) return;
  const latest = latestRun(runs);
  const compared = previous.map((path) => resolve(terminal.workingDirectory, path));
  const talk = aside(flags, terminal);
  for (const old of removeOldRuns(runs, { keep, cluster, spare: [...compared, ...(latest ? [latest] : [])] })) {
    talk(old.state === "removed" ? `Removed ${old.folder}\n` : `Not removed: ${old.folder}: ${old.why}\n`);
  }
}
