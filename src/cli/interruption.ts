import { exitCodes } from "./exit-codes.ts";
import type { InterruptSignal, Terminal } from "./terminal.ts";

/** Whether a command was interrupted, and what ends its work then. */
export type Interruption = {
  readonly signal: AbortSignal;
  /** What interrupted it; undefined where nothing did so far. */
  readonly by: () => InterruptSignal | undefined;
  /** The exit status of a command that was interrupted. */
  readonly status: () => number | undefined;
  readonly stopListening: () => void;
};

/** Listens for SIGINT and SIGTERM, until it is told to stop. */
export function listenForInterruption(terminal: Terminal): Interruption {
  const abort = new AbortController();
  let by: InterruptSignal | undefined;
  const stopListening = terminal.onInterrupt((signal) => {
    by = signal;
    abort.abort();
  });
  const status = (): number | undefined => by && exitCodes.interrupted[by];
  return { signal: abort.signal, by: () => by, status, stopListening };
}
