import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { progress } from "../../../src/cli/progress/progress.ts";
import type { FailureCause } from "../../../src/connect/session.ts";
import { recordedTerminal } from "../../support/terminal.ts";

const clear = "\r\x1b[K";
const read = { state: "read" } as const;
const unread = (cause: FailureCause, message: string) => ({ state: "unread", cause, message }) as const;
const refused = unread("refused", "connection refused");

function started(hosts: number, { quiet = false, redraws = false, columns = 120 } = {}) {
  const { terminal, talked } = recordedTerminal({ redraws, columns, now: () => new Date(Date.now()) });
  const { show, end } = progress(hosts, terminal, { quiet });
  const start = (host: string): void => show({ kind: "host-started", host });
  const done = (host: string, state: typeof read | ReturnType<typeof unread> = read): void =>
    show({ kind: "host-done", host, read: state });
  return { start, done, end, talked };
}

describe("progress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("says a plain line a host where there is no terminal", () => {
    const { start, done, end, talked } = started(2);
    start("w1");
    start("w2");
    done("w2");
    done("w1", refused);
    end();
    expect(talked()).toBe("1/2 w2: read\n2/2 w1: refused: connection refused\n");
  });

  it("redraws one line on a terminal, and leaves failures standing above it", () => {
    const { start, done, end, talked } = started(2, { redraws: true });
    start("w1");
    vi.setSystemTime(Date.now() + 65_000);
    done("w1", refused);
    end();
    expect(talked()).toBe(
      `${clear}0/2 hosts done, 0 failed, 1 in flight (w1), 0:00` +
        `${clear}1/2 w1: refused: connection refused\n` +
        `${clear}1/2 hosts done, 1 failed (1 refused), 0 in flight, 1:05${clear}`,
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("redraws it ten times a second at most, and once nothing more happens it is true", () => {
    const { start, done, talked } = started(5000, { redraws: true });
    for (let host = 0; host < 1000; host += 1) {
      start(`w${host}`);
      done(`w${host}`);
      vi.advanceTimersByTime(1);
    }
    // One at the beginning.
    expect(talked().split(clear).length - 1).toBeLessThanOrEqual(11);
    vi.advanceTimersByTime(500);
    expect(talked().split(clear).at(-1)).toMatch(/^1000\/5000 hosts done, 0 failed, 0 in flight, 0:01$/);
  });

  it("of many hosts says a line every ten seconds where there is no terminal, with every failure", () => {
    const { start, done, end, talked } = started(1000);
    for (let host = 0; host < 1000; host += 1) {
      start(`w${host}`);
      done(`w${host}`, host % 500 === 7 ? unread("timed-out", "no answer within 10 s") : read);
      vi.advanceTimersByTime(30);
    }
    end();
    expect(talked()).toBe(
      "8/1000 w7: timed-out: no answer within 10 s\n" +
        "335/1000 hosts done, 1 failed (1 timed-out), 33/s, 0:19 left, 0 in flight, 0:10\n" +
        "508/1000 w507: timed-out: no answer within 10 s\n" +
        "669/1000 hosts done, 2 failed (2 timed-out), 33/s, 0:09 left, 0 in flight, 0:20\n" +
        "1000/1000 hosts done, 2 failed (2 timed-out), 0:30\n",
    );
  });

  it("says no time that is left while the last ones are waited for, nor a rate of few", () => {
    const { start, done, talked } = started(500, { redraws: true });
    for (let host = 0; host < 500; host += 1) start(`w${host}`);
    for (let host = 0; host < 490; host += 1) {
      done(`w${host}`);
      vi.advanceTimersByTime(20);
    }
    const last = (): string => talked().split(clear).at(-1) ?? "";
    vi.advanceTimersByTime(500);
    expect(last()).toBe("490/500 hosts done, 0 failed, 49/s, 10 in flight (w490), 0:10");
    vi.advanceTimersByTime(20_000);
    expect(last()).toBe("490/500 hosts done, 0 failed, 10 in flight (w490), 0:30");
  });

  it.each([true, false])("names the first failures of a cause and counts the others (terminal: %s)", (redraws) => {
    const { start, done, end, talked } = started(1000, { redraws });
    for (let host = 0; host < 1000; host += 1) {
      start(`w${host}`);
      done(`w${host}`, host === 900 ? refused : unread("auth-failed", "no key was taken"));
    }
    end();
    expect(talked().match(/auth-failed: no key was taken\n/g)).toHaveLength(20);
    expect(talked()).toContain("901/1000 w900: refused: connection refused\n");
    expect(talked()).toMatch(
      /1000\/1000 hosts done, 1000 failed \(999 auth-failed, 1 refused\), 0:00; 979 of them are not named here, but in the evidence\n$/,
    );
  });

  it.each([
    [200, "3/900 hosts done, 3 failed (2 auth-failed, 1 refused), 1 in flight (control-plane-1), 0:00"],
    [80, "3/900 hosts done, 3 failed (2 auth-failed, 1 refused), 1 in flight, 0:00"],
    [50, "3/900 hosts done, 3 failed, 1 in flight, 0:00"],
    [40, "3/900 hosts done, 3 failed, 0:00"],
    [21, "3/900 hosts done"],
  ])("leaves out what is worth least in %i columns", (columns, words) => {
    const { start, done, talked } = started(900, { redraws: true, columns });
    for (const host of ["control-plane-1", "a", "b", "c"]) start(host);
    done("a", refused);
    done("b", unread("auth-failed", ""));
    done("c", unread("auth-failed", ""));
    expect(talked().split(clear).at(-1)).toBe(words);
  });

  it("is silent with --quiet, but for how many are unread", () => {
    const well = started(2, { quiet: true, redraws: true });
    well.start("w1");
    well.done("w1");
    well.end();
    expect(well.talked()).toBe("");
    const ill = started(3, { quiet: true });
    for (const host of ["w1", "w2", "w3"]) ill.start(host);
    ill.done("w1", refused);
    ill.done("w2", unread("auth-failed", "no key was taken"));
    ill.done("w3");
    ill.end();
    expect(ill.talked()).toBe("2 of 3 hosts unread: 1 auth-failed, 1 refused\n");
  });
});
