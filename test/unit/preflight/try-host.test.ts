import { describe, expect, it } from "vitest";
import type { Failed, FailureCause, HostSession, TransportStage } from "../../../src/connect/session.ts";
import { keptSlot } from "../../../src/connect/slot.ts";
import { type Step, stepOf } from "../../../src/preflight/step.ts";
import { byLogin } from "../../../src/preflight/try-host.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { connectedTo } from "../../support/transport.ts";

const host = hostOf("w1");
const signal = new AbortController().signal;

describe("trying a host by logging in", () => {
  const transport = connectedTo("10.0.0.1");

  function session(failure?: Failed): HostSession & { readonly log: readonly string[] } {
    const log: string[] = [];
    return {
      log,
      ask: async ({ verb, argument }) => {
        log.push(`${verb} ${argument}`);
        return { state: "absent" };
      },
      failure: () => failure,
      close: () => void log.push("closed"),
    };
  }

  it("asks one question, and leaves", async () => {
    const opened = session();
    const check = await byLogin(async () => ({ session: opened, uid: 0, transport }))(host, signal, keptSlot);
    expect([check, opened.log]).toEqual([{}, ["stat /", "closed"]]);
  });

  it("takes a reader that is not root for a step that failed", async () => {
    const check = await byLogin(async () => ({ session: session(), uid: 1000, transport }))(host, signal, keptSlot);
    expect(check.failure).toMatchObject({ step: "root", cause: "permission-denied" });
  });

  it.each<readonly [Failed["cause"], TransportStage]>([
    ["unsupported", "exec"],
    ["truncated", "ready"],
  ])("tells a session that ends in the first round: %s", async (cause, stage) => {
    const opened = session({ state: "failed", cause, message: "sed does not work as the reader needs it" });
    const check = await byLogin(async () => ({ session: opened, uid: 0, transport }))(host, signal, keptSlot);
    expect(check.failure).toMatchObject({ step: "reader", stage, cause });
  });

  it("takes a sweep for a host that is read", async () => {
    const origin = { file: "w1.sweep", sha256: "00", takenAt: "2026-11-21T06:00:00Z" };
    const check = await byLogin(async () => ({ session: session(), console: origin }))(host, signal, keptSlot);
    expect(check).toEqual({ console: "w1.sweep" });
  });
});

it.each<[TransportStage, FailureCause, Step]>([
  ["dns", "unreachable", "name"],
  ["dns", "auth-failed", "login"],
  ["tcp", "refused", "port"],
  ["tcp", "host-key-unknown", "jump host"],
  ["tcp", "auth-failed", "jump host"],
  ["banner", "timed-out", "SSH"],
  ["handshake", "unsupported", "SSH"],
  ["host-key", "host-key-changed", "host key"],
  ["authentication", "auth-failed", "login"],
  ["exec", "sudo-refused", "root"],
  ["exec", "unsupported", "reader"],
])("tells of stage %s and cause %s the step %s", (stage, cause, step) => {
  expect(stepOf(stage, cause)).toBe(step);
});
