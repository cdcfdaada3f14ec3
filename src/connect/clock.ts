/** A deadline that can stand still. */
export type Clock = { readonly hold: () => void; readonly resume: () => void; readonly stop: () => void };

/** Starts a clock of so many milliseconds. */
export function startClock(milliseconds: number, onEnd: () => void): Clock {
  let left = milliseconds;
  let since = performance.now();
  let timer: NodeJS.Timeout | undefined = setTimeout(onEnd, left);
  let stopped = false;
  const halt = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    hold: () => {
      if (timer === undefined) return;
      left -= performance.now() - since;
      halt();
    },
    resume: () => {
      if (timer !== undefined || stopped) return;
      since = performance.now();
      timer = setTimeout(onEnd, Math.max(0, left));
    },
    stop: () => {
      stopped = true;
      halt();
    },
  };
}
