import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { type Cut, startLimits, within } from "../../../src/connect/limits.ts";

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
