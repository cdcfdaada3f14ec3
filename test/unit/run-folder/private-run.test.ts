import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unreadCluster } from "../../../src/probes/cluster/unread-cluster.ts";
import { openRun } from "../../../src/run-folder/write-run.ts";
import { runManifest } from "../../support/run-manifest.ts";

const isRoot = process.geteuid?.() === 0;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-private-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const manifest = runManifest();

async function writeAll(run: string): Promise<void> {
  const writer = openRun(run);
  writer.writeText("report.html", ["page"]);
  writer.writeText("checklists/a.ckl", ["list"]);
  writer.writeBytes("previous/b.ckl", Buffer.from("kept"));
  await writer.writeCluster(unreadCluster("c", "", "not-collected", "none", () => new Date(0)));
  writer.writeManifest(manifest);
}

const modes = (run: string): ReadonlySet<string> =>
  new Set(
    ["", ...readdirSync(run, { recursive: true, encoding: "utf8" })].map((path) => {
      const stat = lstatSync(join(run, path));
      return `${stat.isDirectory() ? "folder" : "file"} ${(stat.mode & 0o777).toString(8)}`;
    }),
  );

describe("a run", () => {
  it.each([0o000, 0o022, 0o077, 0o377])("is its owner's only under umask %o", async (umask) => {
    const before = process.umask(umask);
    try {
      await writeAll(join(folder, "run"));
    } finally {
      process.umask(before);
    }
    expect([...modes(join(folder, "run"))].sort()).toEqual(["file 600", "folder 700"]);
  });

  it("is there whole: 200 files have their text, and nothing is left beside them", () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    const names = Array.from({ length: 200 }, (_, number) => `evidence/${number}`);
    for (const name of names) writer.writeText(name, [name]);
    writer.writeManifest(manifest);
    expect(readdirSync(join(run, "evidence"))).toHaveLength(200);
    expect(names.filter((name) => readFileSync(join(run, name), "utf8") !== name)).toEqual([]);
    expect(readdirSync(run).sort()).toEqual(["evidence", "manifest.json"]);
  });

  it.each([0o775, 0o757, 0o777])("is not written into a folder that others may write to (%o)", (mode) => {
    const run = join(folder, "run");
    mkdirSync(run);
    chmodSync(run, mode);
    expect(() => openRun(run)).toThrow(`cannot write ${run}: others may write to it (mode 0${mode.toString(8)})`);
  });

  it.runIf(isRoot)("is not written into somebody else's folder, nor where a link of theirs leads", () => {
    const theirs = join(folder, "theirs");
    mkdirSync(theirs, { mode: 0o700 });
    chownSync(theirs, 65534, 65534);
    expect(() => openRun(theirs)).toThrow(/belongs to uid 65534, not to who runs this \(uid 0\)$/);

    const [mine, link] = [join(folder, "mine"), join(folder, "link")];
    mkdirSync(mine, { mode: 0o700 });
    symlinkSync(mine, link);
    lchownSync(link, 65534, 65534);
    expect(() => openRun(link)).toThrow(`cannot write ${link}: it is a link that somebody else made`);
    expect(readdirSync(mine)).toEqual([]);
  });

  it("goes where one's own link leads", async () => {
    mkdirSync(join(folder, "disk"), { mode: 0o700 });
    symlinkSync(join(folder, "disk"), join(folder, "run"));
    await writeAll(join(folder, "run"));
    expect(existsSync(join(folder, "disk", "manifest.json"))).toBe(true);
  });

  it("is not written where anybody may rename its folder", () => {
    const open = join(folder, "open");
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(() => openRun(join(open, "run"))).toThrow(`anybody may rename what is in ${open}`);
    chmodSync(open, 0o1777);
    expect(() => openRun(join(open, "run"))).not.toThrow();
  });

  it("follows no link that lies in it, be it a folder's, a file's or of a half-written file", async () => {
    const [run, outside] = [join(folder, "run"), join(folder, "outside")];
    mkdirSync(run, { mode: 0o700 });
    mkdirSync(outside);
    writeFileSync(join(outside, "precious"), "precious");
    for (const name of ["report.html", "report.html.part", "manifest.json"])
      symlinkSync(join(outside, "precious"), join(run, name));
    symlinkSync(outside, join(run, "checklists"));

    await expect(writeAll(run)).rejects.toThrow(`cannot write ${join(run, "checklists")}: it is a link`);
    rmSync(join(run, "checklists"));
    await writeAll(run);

    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
    expect(readdirSync(outside)).toEqual(["precious"]);
    expect(lstatSync(join(run, "report.html")).isFile()).toBe(true);
    expect(statSync(join(run, "manifest.json")).mode & 0o777).toBe(0o600);
  });
});
