import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockRun } from "../../../src/run-folder/lock.ts";
import { nodeEvidenceFile } from "../../../src/run-folder/manifest.ts";
import { removeOldRuns } from "../../../src/run-folder/retention.ts";
import { runName } from "../../../src/run-folder/runs-folder.ts";
import { openRun } from "../../../src/run-folder/write-run.ts";
import { begunRun, runManifest } from "../../support/run-manifest.ts";

const hosts = ["a", "b"].map((name) => ({ name, evidence: nodeEvidenceFile(name) }));
const half = ".0123456789abcdef.part";

describe("the runs beyond those that are kept", () => {
  let runs = "";
  beforeEach(() => {
    runs = mkdtempSync(join(tmpdir(), "plimsoll-keep-"));
  });
  afterEach(() => rmSync(runs, { recursive: true }));

  /** A run of that day of January, with a report, a checklist and what is in folders of folders. */
  function run(day: number, { cluster = "c", ended = true } = {}): string {
    const folder = join(runs, runName(new Date(Date.UTC(2026, 0, day))));
    const writer = openRun(folder);
    writer.begin(begunRun({ cluster, hosts }));
    for (const path of ["report.html", "checklists/c.ckl", "previous/c.ckl", "evidence/node-a.json.gz"])
      writer.writeText(path, [path]);
    if (ended) writer.writeManifest(runManifest({ cluster, hosts }));
    return folder;
  }
  const remove = (keep: number, spare: readonly string[] = []) =>
    removeOldRuns(runs, { keep, cluster: "c", spare }).map((old) =>
      [basename(old.folder).slice(8, 10), old.state === "left" ? old.why : "removed"].join(" "),
    );
  const days = (): readonly string[] =>
    readdirSync(runs)
      .map((name) => name.slice(8, 10))
      .sort();

  it("go, the oldest of them, and nothing where there are no more than that", () => {
    for (const day of [1, 2, 3, 4]) run(day);
    expect(remove(4)).toEqual([]);
    expect(remove(2)).toEqual(["02 removed", "01 removed"]);
    expect(days()).toEqual(["03", "04"]);
  });

  it("stay where something leads to them, be it by a link", () => {
    const [one, two] = [run(1), run(2)];
    for (const day of [3, 4, 5]) run(day);
    symlinkSync(basename(one), join(runs, "baseline"));
    expect(remove(2, [join(runs, "baseline"), two])).toEqual(["03 removed"]);
  });

  it("are the cluster's own, and runs: others neither go nor count", () => {
    run(1);
    run(2, { cluster: "other" });
    run(3, { cluster: "other", ended: false });
    writeFileSync(join(run(4), "manifest.json"), "{}");
    // It ended once, and was killed when it was gone on with.
    openRun(run(5)).begin(begunRun({ hosts }));
    mkdirSync(join(runs, runName(new Date(Date.UTC(2026, 0, 6))), "notes"), { recursive: true });
    for (const day of [7, 8]) run(day);
    expect(remove(2)).toEqual(["01 removed"]);
    expect(days()).toEqual(["02", "03", "04", "05", "06", "07", "08"]);
  });

  it("may have been killed: they go with the older ones, and do not count", () => {
    const gone = JSON.stringify({ process: 2 ** 22 + 1, host: hostname() });
    const [killed, unbegun] = [run(1, { ended: false }), join(runs, runName(new Date(Date.UTC(2026, 0, 2))))];
    writeFileSync(join(killed, "evidence", "node-b.json.gz"), "it had its name, and was not noted");
    writeFileSync(join(killed, "evidence", `cluster.json.gz${half}`), "half of i");
    mkdirSync(unbegun);
    for (const folder of [killed, unbegun]) writeFileSync(join(folder, "lock"), gone);
    run(3);
    run(4, { ended: false });
    run(5);
    const judgedHalf = run(6);
    writeFileSync(join(judgedHalf, `report.html${half}`), "<!doc");
    expect(remove(3)).toEqual(["02 removed", "01 removed"]);
    expect(days()).toEqual(["03", "04", "05", "06"]);
    for (const day of [7, 8]) run(day);
    expect(remove(2)).toEqual(["06 removed", "05 removed", "04 removed", "03 removed"]);
  });

  it("stay where they were killed with what people left in them, or while somebody goes on with them", () => {
    writeFileSync(join(run(1, { ended: false }), "notes.txt"), "to do");
    writeFileSync(join(run(2, { ended: false }), "checklists", "c.ckl"), "filled in");
    const release = lockRun(run(3, { ended: false }));
    for (const day of [4, 5]) run(day);
    expect(remove(2)).toEqual([
      "03 another process writes it",
      "02 checklists/c.ckl in it is not as plimsoll wrote it",
      "01 notes.txt in it is not as plimsoll wrote it",
    ]);
    release();
    expect(remove(2)[0]).toBe("03 removed");
  });

  it("are no links, and no link in one is followed", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "plimsoll-elsewhere-"));
    writeFileSync(join(elsewhere, "precious"), "");
    const one = run(1);
    rmSync(join(one, "report.html"));
    symlinkSync(elsewhere, join(one, "report.html"));
    symlinkSync(elsewhere, join(runs, runName(new Date(Date.UTC(2025, 0, 1)))));
    for (const day of [2, 3]) run(day);
    expect(remove(2)).toEqual(["01 removed"]);
    expect([existsSync(one), readdirSync(elsewhere)]).toEqual([false, ["precious"]]);
    rmSync(elsewhere, { recursive: true });
  });

  it("stay with what people left in them", () => {
    writeFileSync(join(run(1), "notes.txt"), "to do");
    writeFileSync(join(run(2), "checklists", "c.ckl"), "filled in");
    mkdirSync(join(run(3), "evidence", "more"));
    for (const day of [4, 5]) run(day);
    expect(remove(2)).toEqual([
      "03 more in it is not as plimsoll wrote it",
      "02 checklists/c.ckl in it is not as plimsoll wrote it",
      "01 notes.txt in it is not as plimsoll wrote it",
    ]);
    expect(days()).toEqual(["01", "02", "03", "04", "05"]);
  });

  it("stay while somebody writes them, and go the next time", () => {
    const release = lockRun(run(1));
    for (const day of [2, 3]) run(day);
    expect(remove(2)).toEqual(["01 another process writes it"]);
    release();
    expect(remove(2)).toEqual(["01 removed"]);
  });

  it("go where an earlier removal was stopped half way", () => {
    const one = run(1);
    for (const name of ["checklists", "evidence", "previous"]) rmSync(join(one, name), { recursive: true });
    for (const day of [2, 3]) run(day);
    expect(remove(2)).toEqual(["01 removed"]);
  });
});
