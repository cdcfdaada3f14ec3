import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeJournal } from "../../../src/run-folder/journal.ts";
import { type Manifest, manifestText } from "../../../src/run-folder/manifest.ts";
import { runsIn } from "../../../src/run-folder/runs-in.ts";
import { begunRun, runManifest } from "../../support/run-manifest.ts";

const endedAt = "2026-11-20T06:02:00.000Z";

/** The manifest of a run that was judged. */
const judgedRun = (given: Partial<Manifest>): Manifest =>
  runManifest({ endedAt, files: { "assessment.json": "" }, ...given });

describe("the runs in a folder", () => {
  let folder: string;
  const made = (name: string, given: Partial<Manifest> = {}): string => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "manifest.json"), manifestText(judgedRun(given)));
    return join(folder, name);
  };
  const names = (): readonly string[] => runsIn(folder).runs.map(({ name }) => name);
  const causes = (): readonly string[] => runsIn(folder).leftOut.map(({ cause }) => cause);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-runs-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("come in the order in which they ended, whatever they are called", () => {
    made("a", { endedAt: "2026-11-22T06:02:00.000Z" });
    made("b");
    made("c", { endedAt: "2026-11-21T06:02:00.000Z" });
    expect(runsIn(folder).leftOut).toEqual([]);
    expect(names()).toEqual(["b", "c", "a"]);
  });

  it("are counted once, with links to them", () => {
    made("one");
    symlinkSync("one", join(folder, "latest"));
    symlinkSync(join(folder, "one"), join(folder, "a-link"));
    expect(runsIn(folder)).toEqual({ runs: [{ name: "one", folder: join(folder, "one"), endedAt }], leftOut: [] });
  });

  it("may lie elsewhere behind a link, which is followed once", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "plimsoll-elsewhere-"));
    cpSync(made("one"), join(elsewhere, "kept"), { recursive: true });
    symlinkSync(join(elsewhere, "kept"), join(folder, "b"));
    symlinkSync(join(elsewhere, "kept"), join(folder, "a"));
    expect(names()).toEqual(["one", "a"]);
    rmSync(elsewhere, { recursive: true });
  });

  it("leave out what is none, each with its cause", () => {
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "cron.log"), "");
    writeFileSync(join(folder, ".lock"), "");
    symlinkSync("nowhere", join(folder, "old"));
    writeFileSync(join(made("torn"), "manifest.json"), "{");
    made("unjudged", { files: {} });
    made("part", { shard: { index: 1, of: 2, inventoryHosts: [] } });
    mkdirSync(join(folder, "killed"));
    writeJournal(join(folder, "killed"), begunRun(), {});
    expect(names()).toEqual([]);
    expect(causes()).toEqual([
      `${folder}/cron.log is no folder, so no run`,
      `${folder}/empty holds no run: it has no manifest.json`,
      `${folder}/killed: the run was ended before it was done; go on with it: plimsoll audit -i inventory.yaml --resume ${folder}/killed`,
      `${folder}/part is shard 1/2 of a run and says nothing by itself; put all its shards together: plimsoll merge`,
      `${folder}/torn/manifest.json: it is damaged or was not written by this version`,
      `${folder}/unjudged was collected and not judged; judge it: plimsoll assess ${folder}/unjudged`,
      `${folder}/old is a link that leads nowhere`,
    ]);
  });

  it("leave out one that is being collected, and say so", () => {
    for (const name of ["begun", "just-made"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "lock"), JSON.stringify({ process: process.pid, host: hostname() }));
    }
    writeJournal(join(folder, "begun"), begunRun(), {});
    expect(causes()).toEqual([
      `${folder}/begun is being collected just now`,
      `${folder}/just-made is being collected just now`,
    ]);
  });

  it("are looked for in a folder that is there, and is no run itself", () => {
    expect(() => runsIn(join(folder, "none"))).toThrow(`${folder}/none: there is no such folder`);
    writeFileSync(join(folder, "file"), "");
    expect(() => runsIn(join(folder, "file"))).toThrow(`${folder}/file: it is no folder`);
    const run = made("one");
    expect(() => runsIn(run)).toThrow(`${run} is a run itself; give the folder that holds it and others`);
  });
});
