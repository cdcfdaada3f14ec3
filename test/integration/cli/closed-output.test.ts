import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { main } from "../../support/plimsoll.ts";

const statusOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on("close", resolve));

describe("standard output that cannot be written", () => {
  it.each([["rules"], ["--help"], ["rules V-242387"]])("whose reader went away ends %s quietly", async (words) => {
    const child = spawn(process.execPath, [main, ...words.split(" ")]);
    child.stdout.destroy();
    const [status, stderr] = await Promise.all([statusOf(child), buffer(child.stderr)]);
    expect([status, String(stderr)]).toEqual([141, ""]);
  });

  it("is no matter of standard error, which may be closed", async () => {
    const child = spawn(process.execPath, [main, "no-such-command"]);
    child.stderr.destroy();
    child.stdout.resume();
    expect(await statusOf(child)).toBe(2);
  });

  it.runIf(existsSync("/dev/full"))("for want of space is said in one sentence", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [main, "rules"], { stdio: ["pipe", full, "pipe"] });
    closeSync(full);
    const [status, stderr] = await Promise.all([statusOf(child), child.stderr === null ? "" : buffer(child.stderr)]);
    expect(String(stderr)).toMatch(/^plimsoll: standard output could not be written: ENOSPC[^\n]*\n$/);
    expect(status).toBe(4);
  });
});
