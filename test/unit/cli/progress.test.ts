import { describe, expect, it } from "vitest";
import { progress } from "../../../src/cli/progress.ts";
import { recordedTerminal } from "../../support/terminal.ts";

const read = { state: "read" } as const;
const refused = { state: "unread", cause: "refused", message: "connection refused" } as const;

describe("progress", () => {
  it("says a plain line a host where there is no terminal", () => {
    const { terminal, talked } = recordedTerminal();
    const shown = progress(2, terminal);
    shown.show({ kind: "host-started", host: "w1" });
    shown.show({ kind: "host-started", host: "w2" });
    shown.show({ kind: "host-done", host: "w2", read });
    shown.show({ kind: "host-done", host: "w1", read: refused });
    shown.end();
    expect(talked()).toBe("1/2 w2: read\n2/2 w1: refused: connection refused\n");
  });

  it("redraws one line on a terminal, and leaves failures standing above it", () => {
    const times = ["06:00:00", "06:00:00", "06:01:05"].map((time) => new Date(`2026-11-21T${time}Z`));
    let asked = 0;
    const now = () => times[Math.min(asked++, times.length - 1)] ?? new Date(0);
    const { terminal, talked } = recordedTerminal({ redraws: true, now });
    const shown = progress(2, terminal);
    shown.show({ kind: "host-started", host: "w1" });
    shown.show({ kind: "host-done", host: "w1", read: refused });
    shown.end();
    const clear = "\r\x1b[K";
    expect(talked()).toBe(
      `${clear}0/2 hosts done, 0 failed, 1 in flight (w1), 0:00` +
        `${clear}1/2 w1: refused: connection refused\n` +
        `${clear}1/2 hosts done, 1 failed, 0 in flight, 1:05${clear}`,
    );
  });
});
