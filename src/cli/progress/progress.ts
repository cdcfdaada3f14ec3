import type { CollectEvent } from "../../collect.ts";
import type { FailureCause } from "../../connect/session.ts";
import { shorten, visible } from "../../reports/visible-text.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { startPace } from "./pace.ts";
import type { QuietFlag } from "./quiet.ts";
import { causeWords, failed, type Standing, standingWords } from "./standing-words.ts";

/** Shows how a collection goes, event by event. */
export type Progress = { readonly show: (event: CollectEvent) => void; readonly end: () => void };

const clearLine = "\r\x1b[K";

/** Up to so many hosts, each gets its line where there is no terminal. */
const few = 50;
/** Failures of one cause that are named, each with its message; the others are counted. */
const namedOfACause = 20;
/** Milliseconds between two drawings, and between two lines where no line can be redrawn. */
const pauses = { redraws: 100, lines: 10_000 };

type HostDone = Extract<CollectEvent, { kind: "host-done" }>;

/** What has been shown of a collection so far, and what not. */
type Account = {
  readonly show: (event: CollectEvent) => void;
  readonly standing: () => Standing;
  /** How many of how many are done. */
  readonly count: () => string;
  /** Whether a failure of this cause is still to be named. */
  readonly isNamed: (cause: FailureCause) => boolean;
};

function startAccount(hosts: number, now: () => number): Account {
  const start = now();
  const paceAt = startPace(start);
  const inFlight = new Set<string>();
  const failures = new Map<FailureCause, number>();
  let done = 0;
  return {
    show(event) {
      if (event.kind === "host-started") inFlight.add(event.host);
      if (event.kind !== "host-done") return;
      inFlight.delete(event.host);
      done += 1;
      if (event.read.state !== "read") failures.set(event.read.cause, (failures.get(event.read.cause) ?? 0) + 1);
    },
    standing() {
      const [longest] = inFlight;
      const at = now();
      return { hosts, done, failures, inFlight: inFlight.size, longest, rate: paceAt(at, done), elapsed: at - start };
    },
    count: () => `${done}/${hosts}`,
    isNamed: (cause) => (failures.get(cause) ?? 0) <= namedOfACause,
  };
}

/**
 * On a terminal, one line that is redrawn. Elsewhere (cron, CI) a line for every host that ends, or of many hosts one every
 * ten seconds. The first failures of each cause stay; all are counted, at last by cause. With --quiet, only that, and only
 * where there are any.
 */
export function progress(hosts: number, terminal: Terminal, { quiet }: QuietFlag): Progress {
  const account = startAccount(hosts, () => terminal.now().getTime());
  if (quiet === true) return { show: account.show, end: () => tellUnread(account.standing(), terminal) };
  return terminal.redraws ? redrawn(hosts, account, terminal) : printed(hosts, account, terminal);
}

function redrawn(hosts: number, account: Account, terminal: Terminal): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (above = ""): void => {
    const now = terminal.now().getTime();
    if (above === "" && now >= drawnAt && now - drawnAt < pauses.redraws) return;
    drawnAt = now;
    const columns = Math.max(20, terminal.columns - 1);
    const words = standingWords(account.standing(), columns).slice(0, columns);
    terminal.talk(`${above === "" ? "" : `${clearLine}${above}`}${clearLine}${words}`);
  };
  // Keeps the line true while nothing happens, and draws what came too soon after the last drawing.
  const clock = setInterval(() => draw(), 500);
  clock.unref();
  return {
    show(event) {
      account.show(event);
      draw(event.kind === "host-done" && event.read.state !== "read" ? lineOf(event, account) : "");
    },
    end() {
      clearInterval(clock);
      terminal.talk(clearLine);
      tellEnd(hosts, account, terminal);
    },
  };
}

function printed(hosts: number, account: Account, terminal: Terminal): Progress {
  let saidAt = terminal.now().getTime();
  const say = (event: HostDone): void => {
    if (event.read.state !== "read" || hosts <= few) terminal.talk(lineOf(event, account));
    const now = terminal.now().getTime();
    if (hosts <= few || now - saidAt < pauses.lines) return;
    saidAt = now;
    terminal.talk(`${standingWords(account.standing(), Number.POSITIVE_INFINITY)}\n`);
  };
  return {
    show(event) {
      account.show(event);
      if (event.kind === "host-done") say(event);
    },
    end: () => tellEnd(hosts, account, terminal),
  };
}

/** A line for a host that is done; none where enough failed for the same cause. */
function lineOf({ host, read }: HostDone, { count, isNamed }: Account): string {
  if (read.state === "read") return `${count()} ${host}: read\n`;
  return isNamed(read.cause) ? `${count()} ${host}: ${read.cause}: ${saidByHost(read.message)}\n` : "";
}

/** What came of many hosts, or of failures that were not all named. */
function tellEnd(hosts: number, account: Account, { talk }: Terminal): void {
  const standing = account.standing();
  const unnamed = [...standing.failures.values()].reduce((sum, count) => sum + Math.max(0, count - namedOfACause), 0);
  if (hosts <= few && unnamed === 0) return;
  const ended: Standing = { ...standing, longest: undefined, rate: undefined };
  const left = unnamed === 0 ? "" : `; ${unnamed} of them are not named here, but in the evidence`;
  talk(`${standingWords(ended, Number.POSITIVE_INFINITY).replace(", 0 in flight", "")}${left}\n`);
}

function tellUnread(standing: Standing, { talk }: Terminal): void {
  const count = failed(standing);
  if (count > 0) talk(`${count} of ${standing.hosts} hosts unread: ${causeWords(standing)}\n`);
}

/** What a host said, on one line of a terminal or a log: nothing in it moves the cursor or turns the line around. */
export const saidByHost = (message: string): string => shorten(visible(message), 1000);
