import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { durationNamed, durationWords } from "../../../src/cli/declared/deadline.ts";
import { listenForInterruption } from "../../../src/cli/terminal/interruption.ts";
import { recordedTerminal } from "../../support/terminal.ts";

describe("a time that a run may take", () => {
  it.each([
    ["90s", 90_000, "1m30s"],
    ["30m", 1_800_000, "30m"],
    ["1h30m", 5_400_000, "1h30m"],
    ["120m", 7_200_000, "2h"],
    ["168h", 604_800_000, "168h"],
    ["2h0m5s", 7_205_000, "2h5s"],
  ])("is %s", (text, milliseconds, words) => {
    expect(durationNamed(text)).toBe(milliseconds);
    expect(durationWords(milliseconds)).toBe(words);
  });

  it.each(["", "30", "0m", "m", "-1m", "1.5h", "30 m", "1m1h", "169h", "1d", "9999999s"])("is not %j", (text) => {
    expect(durationNamed(text)).toBeUndefined();
  });
});

describe("the end of a command's work", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is its deadline, with the reason in words", () => {
    const { signal, by, isLate, stopListening } = listenForInterruption(recordedTerminal().terminal, 90_000);
    vi.advanceTimersByTime(89_999);
    expect([signal.aborted, isLate()]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([signal.reason, by(), isLate()]).toEqual(["the run's deadline of 1m30s was reached", undefined, true]);
    stopListening();
  });

  it("is a signal where one came first, and no deadline after that", () => {
    let interrupt = (_: "SIGTERM"): void => undefined;
    const onInterrupt = (listener: typeof interrupt) => {
      interrupt = listener;
      return () => undefined;
    };
    const ended = listenForInterruption(recordedTerminal({ onInterrupt }).terminal, 1000);
    interrupt("SIGTERM");
    vi.advanceTimersByTime(1000);
    expect([ended.by(), ended.isLate(), ended.status()]).toEqual(["SIGTERM", false, 143]);
    ended.stopListening();
  });

  it("is none once nobody listens", () => {
    const { signal, stopListening } = listenForInterruption(recordedTerminal().terminal, 1000);
    stopListening();
    vi.advanceTimersByTime(1000);
    expect(signal.aborted).toBe(false);
  });
});
