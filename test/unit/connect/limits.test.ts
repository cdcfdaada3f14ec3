import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { type Cut, startLimits, until, within } from "../../../src/connect/limits.ts";

const long = 60_000;
const cause = (cut: Cut): string => cut.cause;

describe("the limits of a host", () => {
  it("cut what comes too late, at once", async () => {
    const limits = startLimits(long, AbortSignal.abort());
    let undone = 0;
    const begin = () => () => {
      undone += 1;
    };
    expect(await within(limits, long, begin, cause)).toBe("interrupted");
    expect(undone).toBe(1);
  });

  it("undo a step that is cut, and no other", async () => {
    const limits = startLimits(long, new AbortController().signal);
    let undone = 0;
    const undo = (): void => {
      undone += 1;
    };
    const finished = (end: (result: string) => void) => {
      end("finished");
      return undo;
    };
    expect(await within(limits, long, finished, cause)).toBe("finished");
    expect(undone).toBe(0);
    expect(await within(limits, 1, () => undo, cause)).toBe("timed-out");
    expect(undone).toBe(1);
    limits.release();
  });

  it("stand still while somebody is asked, with every step of the host, and go on from there", async () => {
    vi.useFakeTimers();
    const limits = startLimits(1000, new AbortController().signal);
    const cuts: Cut[] = [];
    limits.onCut((cut) => cuts.push(cut));
    const step = within(limits, 500, () => () => undefined, cause);
    let ended: string | undefined;
    void step.then((result) => (ended = result));
    vi.advanceTimersByTime(400);
    const resume = [limits.hold(), limits.hold()];
    const during = within(limits, 300, () => () => undefined, cause);
    await vi.advanceTimersByTimeAsync(100_000);
    resume[0]?.();
    resume[0]?.();
    await vi.advanceTimersByTimeAsync(100_000);
    expect([ended, cuts]).toEqual([undefined, []]);
    resume[1]?.();
    await vi.advanceTimersByTimeAsync(99);
    expect(ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe("timed-out");
    await vi.advanceTimersByTimeAsync(500);
    expect([await during, cuts.map(cause)]).toEqual(["timed-out", ["timed-out"]]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("end waiting for what is others' too, and nothing else", async () => {
    const abort = new AbortController();
    const limits = startLimits(long, abort.signal);
    const never = new Promise<string>(() => undefined);
    const waiting = until(limits, never, cause);
    abort.abort();
    expect(await waiting).toBe("interrupted");
    const late: string[] = [];
    const come = Promise.resolve("late");
    expect(await until(limits, come, cause, (given) => void late.push(given))).toBe("interrupted");
    await come;
    expect(late).toEqual(["late"]);
    const calm = startLimits(long, new AbortController().signal);
    expect(await until(calm, Promise.resolve("there"), cause, (given) => void late.push(given))).toBe("there");
    expect(late).toEqual(["late"]);
    calm.release();
  });

  it("leave nothing behind, however many hosts share a signal", async () => {
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    const hosts = Array.from({ length: 50 }, () => startLimits(long, signal));
    // Warnings are emitted on the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warn);
    expect(warnings).toEqual([]);
    for (const limits of hosts) limits.release();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
