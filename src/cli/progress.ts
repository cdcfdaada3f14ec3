import type { CollectEvent } from "../collect.ts";
import { shorten, visible } from "../reports/visible-text.ts";
import type { Terminal } from "./terminal.ts";

/** Shows how a collection goes, event by event. */
export type Progress = { readonly show: (event: CollectEvent) => void; readonly end: () => void };

const clearLine = "\r\x1b[K";

const elapsed = (start: Date, now: Date): string => {
  const seconds = Math.max(0, Math.floor((now.getTime() - start.getTime()) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/**
 * On a terminal, one line that is redrawn: hosts done, failed, in flight, the one asked last, time elapsed. Elsewhere
 * (cron, CI), a plain line for every host that ends, in the order in which they end.
 */
export function progress(hosts: number, terminal: Terminal): Progress {
  const start = terminal.now();
  const inFlight = new Set<string>();
  let done = 0;
  let failed = 0;

  const bar = (): string => {
    const current = [...inFlight].at(-1);
    const line = `${done}/${hosts} hosts done, ${failed} failed, ${inFlight.size} in flight${current === undefined ? "" : ` (${current})`}, ${elapsed(start, terminal.now())}`;
    return `${clearLine}${line.slice(0, Math.max(20, terminal.columns - 1))}`;
  };
  const draw = (): void => {
    if (terminal.redraws) terminal.talk(bar());
  };
  // Only keeps the clock of the line moving while hosts are slow.
  const clock = terminal.redraws ? setInterval(draw, 1000) : undefined;
  clock?.unref();

  return {
    show(event) {
      if (event.kind === "host-started") inFlight.add(event.host);
      if (event.kind === "host-done") {
        inFlight.delete(event.host);
        done += 1;
        if (event.read.state !== "read") failed += 1;
        sayHost(event, terminal, `${done}/${hosts}`);
      }
      draw();
    },
    end() {
      clearInterval(clock);
      if (terminal.redraws) terminal.talk(clearLine);
    },
  };
}

/** Failures are said on a terminal too: above the line that is redrawn, where they stay. */
function sayHost(event: Extract<CollectEvent, { kind: "host-done" }>, terminal: Terminal, count: string): void {
  const start = terminal.redraws ? clearLine : "";
  if (event.read.state !== "read")
    terminal.talk(`${start}${count} ${event.host}: ${event.read.cause}: ${saidByHost(event.read.message)}\n`);
  else if (!terminal.redraws) terminal.talk(`${count} ${event.host}: read\n`);
}

/** What a host said, on one line of a terminal or a log: nothing in it moves the cursor or turns the line around. */
export const saidByHost = (message: string): string => shorten(visible(message), 1000);
