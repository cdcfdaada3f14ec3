import { Command } from "commander";
import type { CollectEvent } from "../collect.ts";
import { collectRun } from "../collect-run.ts";
import type { DecisionsFile } from "../decisions/load.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { tellOfModule } from "./fips.ts";
import { createLogger, type LogLevel, logEvent } from "./logger.ts";
import { watchLoop } from "./loop-delay.ts";
import { oneVoice } from "./one-voice.ts";
import {
  concurrencyOption,
  fromOption,
  inventoryOption,
  logLevelOption,
  outputOption,
  quietOption,
  resumeOption,
  withLoginOptions,
} from "./options.ts";
import { progress } from "./progress.ts";
import { aside } from "./quiet.ts";
import { openSession, type Session, type SessionFlags } from "./session.ts";
import { tellBelieved } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";

export type CollectFlags = SessionFlags & { readonly logLevel: LogLevel };

/** What came of collecting: where the run is, and the signal that ended it early, if one did. */
export type Collected = Pick<Session, "folder" | "previous" | "release"> & {
  readonly decisions: DecisionsFile | undefined;
  readonly interruptedBy: "SIGINT" | "SIGTERM" | undefined;
};

/** Asks the hosts of an inventory file, showing how it goes, and leaves their evidence in a run folder. */
export async function collectInto(flags: CollectFlags, given: Terminal): Promise<Collected> {
  const terminal = oneVoice(given);
  const session = await openSession(flags, terminal);
  try {
    tellOfModule(flags, { talk: aside(flags, terminal) });
    const interruptedBy = await ask(session, flags, terminal);
    return { ...session, decisions: session.input.decisions, interruptedBy };
  } catch (error) {
    session.release();
    throw error;
  }
}

async function ask(session: Session, flags: CollectFlags, terminal: Terminal): Promise<Collected["interruptedBy"]> {
  const { input, reach } = session;
  const logger = createLogger(flags.logLevel);
  const endWatch = watchLoop();
  const shown = progress(session.toAsk, terminal, flags);
  const abort = new AbortController();
  let interruptedBy: Collected["interruptedBy"];
  const stopListening = terminal.onInterrupt((signal) => {
    interruptedBy = signal;
    abort.abort();
  });
  const onEvent = (event: CollectEvent): void => {
    shown.show(event);
    logEvent(logger, event);
  };
  try {
    await collectRun({ ...input, signal: abort.signal, onEvent }, reach);
  } finally {
    shown.end();
    stopListening();
    logger.debug(endWatch(), "event loop delay while hosts were asked, in ms");
    reach.close();
    tellBelieved(reach, terminal);
  }
  if (interruptedBy !== undefined) {
    terminal.talk(
      `Interrupted by ${interruptedBy}: hosts not yet read count as unread; --resume ${session.folder} asks them.\n`,
    );
  }
  return interruptedBy;
}

/** `plimsoll collect`: evidence only, to be judged elsewhere or later. */
export const collectCommand = ({ terminal, finish }: CommandContext): Command =>
  withLoginOptions(
    new Command("collect")
      .description("ask the hosts and keep their evidence, without judging it")
      .addOption(inventoryOption())
      .addOption(outputOption())
      .addOption(resumeOption())
      .addOption(fromOption())
      .addOption(concurrencyOption())
      .addOption(quietOption())
      .addOption(logLevelOption())
      .action(async (flags: CollectFlags) => {
        const { folder, interruptedBy, release } = await collectInto(flags, terminal);
        release();
        terminal.print(folder);
        finish(interruptedBy === undefined ? exitCodes.clean : exitCodes.interrupted[interruptedBy]);
      }),
  );
