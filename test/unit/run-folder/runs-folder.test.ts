import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutputError } from "../../../src/run-folder/output-error.ts";
import { RunFolderError } from "../../../src/run-folder/run-folder-error.ts";
import { latestRun, leadLatestTo, newTimedRun, runName, timedRuns } from "../../../src/run-folder/runs-folder.ts";

describe("a folder of runs", () => {
  let runs = "";
  beforeEach(() => {
    runs = mkdtempSync(join(tmpdir(), "plimsoll-runs-"));
  });
  afterEach(() => rmSync(runs, { recursive: true }));
  const folder = (name: string): string => {
    mkdirSync(join(runs, name));
    return join(runs, name);
  };

  it("has its runs by the time of their start, newest first, and nothing else", () => {
    const names = ["2026-11-22T030000Z", runName(new Date("2026-11-23T03:00:00.123Z")), "2025-01-01T235959Z"];
    const [middle, newest, oldest] = names.map(folder);
    folder("baseline");
    folder("2026-11-22");
    symlinkSync(runs, join(runs, "2027-01-01T000000Z"));
    expect(timedRuns(runs)).toEqual([newest, middle, oldest]);
  });

  it("gives a new run a name of its own, where others of the same second have theirs", () => {
    const start = new Date("2026-12-31T23:59:59.900Z");
    const names = [1, 2, 3].map(() => folder(newTimedRun(runs, start).slice(runs.length + 1)));
    expect(names).toEqual(["2026-12-31T235959Z", "2027-01-01T000000Z", "2027-01-01T000001Z"].map((n) => join(runs, n)));
    expect(timedRuns(runs)).toEqual(names.toReversed());
  });

  it("has a link to the last run, which is put anew in one step", () => {
    expect(latestRun(runs)).toBeUndefined();
    const [one, two] = [folder("2026-11-22T030000Z"), folder("2026-11-23T030000Z")];
    leadLatestTo(runs, one);
    expect(latestRun(runs)).toBe(one);
    leadLatestTo(runs, two);
    expect(latestRun(runs)).toBe(two);
    // By its name alone, so that the folder can be moved, or mounted elsewhere.
    expect(readlinkSync(join(runs, "latest"))).toBe("2026-11-23T030000Z");
    expect(readdirSync(runs).filter((name) => name.includes("latest"))).toEqual(["latest"]);
    rmSync(two, { recursive: true });
    expect(latestRun(runs)).toBeUndefined();
    leadLatestTo(runs, one);
    expect(latestRun(runs)).toBe(one);
  });

  it.each(["/etc", "../elsewhere", "..", ".", "a/b"])("refuses a link that leads to %s", (target) => {
    symlinkSync(target, join(runs, "latest"));
    expect(() => latestRun(runs)).toThrow(RunFolderError);
    expect(() => latestRun(runs)).toThrow(`leads to ${target}, which is no run beside it`);
  });

  it("refuses a link to a link, and what is no link", () => {
    symlinkSync("/etc", join(runs, "2026-11-22T030000Z"));
    symlinkSync("2026-11-22T030000Z", join(runs, "latest"));
    expect(() => latestRun(runs)).toThrow("which is no folder");
    rmSync(join(runs, "latest"));
    folder("latest");
    expect(() => latestRun(runs)).toThrow("latest is no link");
    expect(() => leadLatestTo(runs, join(runs, "x"))).toThrow(OutputError);
    expect(lstatSync(join(runs, "latest")).isDirectory()).toBe(true);
    expect(existsSync(join(runs, `.latest.${process.pid}`))).toBe(false);
  });
});
