import { startClock } from "../../connect/clock.ts";
import { deadlineWords } from "../declared/deadline.ts";
import { exitCodes } from "../exit-codes.ts";
import type { InterruptSignal, Terminal } from "./terminal.ts";

/** Whether a command was interrupted, and what ends its work then. */
export type Interruption = {
  /** Its reason is a text where the deadline ended the work. */
  readonly signal: AbortSignal;
  /** What interrupted it; undefined where nothing did so far. */
  readonly by: () => InterruptSignal | undefined;
  /** Whether its deadline was reached, and nothing else had interrupted it. */
  readonly isLate: () => boolean;
  /** The exit status of a command that was interrupted. */
  readonly status: () => number | undefined;
  readonly stopListening: () => void;
};

/** Listens for SIGINT and SIGTERM, until it is told to stop; `deadline`: milliseconds from now that the work may take. */
export function listenForInterruption(terminal: Terminal, deadline?: number): Interruption {
  const abort = new AbortController();
  let by: InterruptSignal | undefined;
  let late = false;
  const forget = terminal.onInterrupt((signal) => {
    by = signal;
    abort.abort();
  });
  const clock =
    deadline === undefined
      ? undefined
      : startClock(deadline, () => {
          late = by === undefined;
          abort.abort(`${deadlineWords(deadline)} was reached`);
        });
  const status = (): number | undefined => by && exitCodes.interrupted[by];
  const stopListening = (): void => {
    clock?.stop();
    forget();
  };
  return { signal: abort.signal, by: () => by, isLate: () => late, status, stopListening };
}
