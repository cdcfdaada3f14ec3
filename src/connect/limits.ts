import { setMaxListeners } from "node:events";
import { type Clock, startClock } from "./clock.ts";

/** Why work on a host is cut short. */
export type Cut = { readonly cause: "timed-out" | "interrupted"; readonly message: string };

/** What may end all work on one host early: the run's interruption or the host's own deadline. */
export type Limits = {
  /** Calls back at once where the host is already over; returns how to take the listener off. */
  readonly onCut: (listener: (cut: Cut) => void) => () => void;
  /** The host is done: stops the clock. */
  readonly release: () => void;
  /** Starts the clock of a step, in milliseconds; returns how to stop it. */
  readonly startClock: (milliseconds: number, onEnd: () => void) => () => void;
  /** Lets every clock of this host stand, for a person is asked; returns how they go on. */
  readonly hold: () => () => void;
};

/** What ended a run, in words: whoever aborts its signal may give them as the reason; without them somebody interrupted it. */
export const whyEnded = ({ reason }: AbortSignal): string =>
  typeof reason === "string" ? reason : "the run was interrupted";

/** Starts the clock of one host. `deadline` in milliseconds. */
export function startLimits(deadline: number, signal: AbortSignal): Limits {
  const listeners = new Set<(cut: Cut) => void>();
  let over: Cut | undefined;
  const cut = (reason: Cut): void => {
    release();
    over = reason;
    for (const listener of listeners) listener(reason);
    listeners.clear();
  };
  const interrupt = (): void => cut({ cause: "interrupted", message: whyEnded(signal) });
  const clocks = startClocks();
  const stopClock = clocks.startClock(deadline, () => {
    cut({ cause: "timed-out", message: `the host was not done after ${seconds(deadline)}` });
  });
  const release = (): void => {
    stopClock();
    signal.removeEventListener("abort", interrupt);
  };
  // One signal serves every host of a run; more than ten listeners are no leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", interrupt);
  if (signal.aborted) interrupt();
  const onCut = (listener: (cut: Cut) => void): (() => void) => {
    if (over !== undefined) listener(over);
    else listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { onCut, release, ...clocks };
}

/** The clocks of one host, which stand and go together. */
function startClocks(): Pick<Limits, "startClock" | "hold"> {
  const clocks = new Set<Clock>();
  let holds = 0;
  return {
    startClock: (milliseconds, onEnd) => {
      const clock = startClock(milliseconds, onEnd);
      if (holds > 0) clock.hold();
      clocks.add(clock);
      return () => {
        clock.stop();
        clocks.delete(clock);
      };
    },
    hold: () => {
      let held = true;
      holds += 1;
      for (const clock of clocks) clock.hold();
      return () => {
        if (!held) return;
        held = false;
        holds -= 1;
        if (holds === 0) for (const clock of clocks) clock.resume();
      };
    },
  };
}

/**
 * Runs one step under a deadline. `begin` starts it, gets the function that ends it (false where it is over already), and
 * returns how to undo a step that was cut; `cutShort` gives the step's result then.
 */
export function within<Result>(
  limits: Limits,
  milliseconds: number,
  begin: (end: (result: Result) => boolean) => () => void,
  cutShort: (cut: Cut) => Result,
): Promise<Result> {
  return new Promise((resolve) => {
    let ended = false;
    let undo = (): void => undefined;
    const finish = (result: Result): boolean => {
      if (ended) return false;
      ended = true;
      stopClock();
      forget();
      resolve(result);
      return true;
    };
    const stop = (cut: Cut): void => {
      if (finish(cutShort(cut))) undo();
    };
    const message = `no answer within ${seconds(milliseconds)}`;
    const stopClock = limits.startClock(milliseconds, () => stop({ cause: "timed-out", message }));
    let forget = (): void => undefined;
    undo = begin(finish);
    if (!ended) forget = limits.onCut(stop);
  });
}

/**
 * Waits for what others do too: a host that is cut short stops waiting, and nothing is undone. `giveBack` gets what comes
 * after that.
 */
export function until<Given, Short = Given>(
  limits: Limits,
  event: Promise<Given>,
  cutShort: (cut: Cut) => Short,
  giveBack: (late: Given) => void = () => undefined,
): Promise<Given | Short> {
  return new Promise((resolve) => {
    let over = false;
    const forget = limits.onCut((cut) => {
      over = true;
      resolve(cutShort(cut));
    });
    void event.then((result) => {
      forget();
      if (over) giveBack(result);
      else resolve(result);
    });
  });
}

/** Milliseconds in words. */
export const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

/** A promise that events resolve (Promise.withResolvers came with Node 22). */
export function deferred<Result>(): { readonly promise: Promise<Result>; readonly resolve: (result: Result) => void } {
  let resolve = (_result: Result): void => undefined;
  const promise = new Promise<Result>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
