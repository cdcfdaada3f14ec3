import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockRun } from "../../../src/run-folder/lock.ts";
import { RunFolderError } from "../../../src/run-folder/run-folder-error.ts";

describe("the lock of a run", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-lock-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const heldBy = (holder: unknown): void => writeFileSync(join(folder, "lock"), JSON.stringify(holder));

  it("is held by one at a time", () => {
    const release = lockRun(folder);
    expect(() => lockRun(folder)).toThrow(RunFolderError);
    release();
    lockRun(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["that is gone", { process: 2 ** 22 + 1, host: hostname() }],
    // The number was given again: this very process has it.
    ["whose number another has now", { process: process.pid, host: hostname(), startedAt: "1" }],
  ])("counts for nothing of a process %s", (_, holder) => {
    heldBy(holder);
    const release = lockRun(folder);
    expect(JSON.parse(readFileSync(join(folder, "lock"), "utf8"))).toMatchObject({ process: process.pid });
    expect(readdirSync(folder)).toEqual(["lock"]);
    release();
  });

  it.each([
    ["of another host", { process: 2 ** 22 + 1, host: "elsewhere" }, "in use by process 4194305 on elsewhere"],
    ["that says nothing", "", "in use by another process"],
  ])("holds where it is one %s, and says which file it is", (_, holder, words) => {
    heldBy(holder);
    expect(() => lockRun(folder)).toThrow(words);
    expect(() => lockRun(folder)).toThrow(`remove ${join(folder, "lock")}`);
  });

  it("is none where there is no folder: who reads it says so", () => {
    lockRun(join(folder, "none"))();
    expect(readdirSync(folder)).toEqual([]);
  });
});
