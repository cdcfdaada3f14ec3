import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { assessRun } from "../../../src/audit.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import { parseDecisions } from "../../../src/decisions/load.ts";
import { shardOf } from "../../../src/inventory/shard.ts";
import { reportRun } from "../../../src/report-run.ts";
import { mergeShards } from "../../../src/run-folder/merge-shards.ts";
import { readAssessment, readManifest, readRun } from "../../../src/run-folder/read-run.ts";
import { readShards } from "../../../src/run-folder/read-shards.ts";
import { collectSharded, filesBelow, replayedReach, shardedInventory } from "../../support/sharded-run.ts";

const names = shardedInventory.hosts.map(({ name }) => name);
const text = "options: { dualRoleIsWorker: false }\n";
const decisions = { ...parseDecisions(text, "/decisions.yaml"), file: "/decisions.yaml" };

describe("the shards of a run", () => {
  const parent = mkdtempSync(join(tmpdir(), "plimsoll-shards-"));
  const single = join(parent, "single");
  afterAll(() => rmSync(parent, { recursive: true }));

  const folderOf = (index: number, of: number): string => join(parent, `${index}-of-${of}`);
  const foldersOf = (of: number) => Array.from({ length: of }, (_, at) => folderOf(at + 1, of));
  const merge = (folders: readonly string[], into: string): void =>
    mergeShards(readShards(folders, { sameDecisions: true }), into, { keepDecisions: true });
  async function judged(folder: string) {
    const benchmarks = [releases.v2r6, nsaCisa];
    await assessRun(folder, { toolVersion: "1", benchmarks });
    await reportRun(folder, readAssessment(folder), ["html", "ckl", "json"]);
    return filesBelow(folder);
  }

  beforeAll(() => collectSharded(single, replayedReach().reach, { decisions }));

  it.each(Array.from({ length: 10 }, (_, at) => at + 1))(
    "make the run of a single machine, byte for byte: %i of them, each host and the API asked once",
    async (of) => {
      const { reach, asked } = replayedReach();
      for (let index = 1; index <= of; index += 1) {
        const before = asked.length;
        await collectSharded(folderOf(index, of), reach, { decisions, shard: { index, of } });
        const own = names.filter((name) => shardOf(name, of) === index);
        const hosts = asked.slice(before).filter((name) => name !== "the API");
        expect([hosts.sort(), asked.slice(before).includes("the API")]).toEqual([own.sort(), index === 1]);
      }
      expect(asked.filter((name) => name !== "the API").sort()).toEqual([...names].sort());
      const merged = join(parent, `merged-${of}`);
      merge([...foldersOf(of)].reverse(), merged);
      expect(filesBelow(merged)).toEqual(filesBelow(single));
    },
  );

  it("are judged and reported as a single machine's run is", async () => {
    const seven = await judged(join(parent, "merged-7"));
    expect(Object.keys(seven)).toEqual(expect.arrayContaining(["assessment.json", "report.html", "checklists/c.ckl"]));
    expect(seven["assessment.json"]).toContain('"unreachable"');
    expect(seven).toEqual(await judged(single));
    expect(await judged(join(parent, "merged-1"))).toEqual(seven);
  });

  it("begin with the first of them and end with the last, and say when they were gone on with", async () => {
    const folders = foldersOf(2).map((folder) => `${folder}-times`);
    const { reach } = replayedReach();
    for (const [at, folder] of folders.entries()) {
      const times = [`2026-11-21T0${6 - at}:00:00.000Z`, `2026-11-21T0${7 - at}:00:00.000Z`];
      const now = (): Date => new Date((times.length > 1 ? times.shift() : times[0]) ?? "");
      await collectSharded(folder, { ...reach, now }, { shard: { index: at + 1, of: 2 } });
    }
    const merged = join(parent, "times");
    merge(folders, merged);
    expect(readManifest(merged)).toMatchObject({
      startedAt: "2026-11-21T05:00:00.000Z",
      endedAt: "2026-11-21T07:00:00.000Z",
    });
  });

  it("are no run by themselves", async () => {
    await expect(readRun(folderOf(2, 7))).rejects.toThrow(
      `${folderOf(2, 7)} is shard 2/7 of a run and says nothing by itself; put all its shards together: plimsoll merge`,
    );
  });

  describe("that are no whole", () => {
    const into = join(parent, "refused");
    const refused = (folders: readonly string[]): string => {
      try {
        merge(folders, into);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error("they were put together");
    };
    /** The shards of two, one of them with another manifest. */
    function withOther(index: number, change: (manifest: string) => string): readonly string[] {
      const folder = folderOf(index, 2);
      const path = join(folder, "manifest.json");
      const before = readFileSync(path, "utf8");
      restore.push(() => writeFileSync(path, before));
      expect(change(before)).not.toBe(before);
      writeFileSync(path, change(before));
      return foldersOf(2);
    }
    const restore: (() => void)[] = [];
    afterEach(() => {
      for (const undo of restore.splice(0)) undo();
    });

    it("because one is missing, or several are", () => {
      expect(refused(foldersOf(7).filter((_, at) => at !== 2))).toBe("the run is not whole: shard 3/7 is missing");
      expect(refused(foldersOf(10).slice(0, 2))).toBe(
        "the run is not whole: shards 3/10, 4/10, 5/10, 6/10, 7/10 and 3 more are missing",
      );
    });

    it("because one is there twice", () => {
      const twice = folderOf(2, 3);
      expect(refused([...foldersOf(3), twice])).toBe(`${twice} and ${twice} are both shard 2/3: give one`);
    });

    it("because one is a whole run", () => {
      expect(refused([...foldersOf(2), single])).toBe(`${single} is a whole run, not a shard of one`);
    });

    it.each([
      ["the cluster", /"cluster": "c"/, '"cluster": "d"', "of the cluster d, and of c"],
      ["the inventory", /"1{64}"/, '"2"', "the inventory is not the same file"],
      ["plimsoll", /"version": "1"/, '"version": "2"', "plimsoll 2, and 1"],
      ["the reader", /"f00"/, '"f01"', "another reader ran on the hosts"],
      [
        "--fips",
        /"apiConfigured": true,/,
        '"apiConfigured": true, "fips": true,',
        "one was collected with --fips, the other without",
      ],
      ["the API", /"apiConfigured": true/, '"apiConfigured": false', "they do not say the same of the inventory"],
      [
        "the decisions",
        /"decisions.yaml": "[0-9a-f]+"/,
        '"decisions.yaml": "0"',
        "the site's decisions are not the same; say with --decisions which count",
      ],
    ])("because another one differs: %s", (_what, from, to, why) => {
      const folders = withOther(2, (manifest) => manifest.replace(from, to));
      expect(refused(folders)).toBe(`${folderOf(2, 2)} and ${folderOf(1, 2)} are not of one run: ${why}`);
    });

    it("because they are shards of other numbers", () => {
      expect(refused([folderOf(1, 2), folderOf(2, 3)])).toBe(
        `${folderOf(2, 3)} and ${folderOf(1, 2)} are not of one run: shard 2/3, and 1/2`,
      );
    });

    it("because hosts were taken out of one, or put into another", () => {
      const [host] = names.filter((name) => shardOf(name, 2) === 2);
      const without = (manifest: string): string => {
        const { hosts, ...rest } = JSON.parse(manifest) as { readonly hosts: readonly { readonly name: string }[] };
        return JSON.stringify({ ...rest, hosts: hosts.filter(({ name }) => name !== host) });
      };
      expect(refused(withOther(2, without))).toBe(
        `${folderOf(2, 2)}: its hosts are not those that belong to shard 2/2 of its inventory`,
      );
    });

    const goOnWith = (folder: string) => `go on with it: plimsoll audit -i /inventory.yaml --resume ${folder}`;

    it("because one was interrupted: with how it is gone on with", () => {
      const [, folder = ""] = withOther(2, (manifest) => manifest.replace('"complete"', '"interrupted"'));
      expect(refused(foldersOf(2))).toBe(`${folder}: shard 2/2 was interrupted; ${goOnWith(folder)}`);
    });

    it("because one was killed: with how it is gone on with", () => {
      const folder = folderOf(2, 2);
      const {
        files: _,
        endedAt: __,
        state: ___,
        ...begun
      } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Readonly<Record<string, unknown>>;
      writeFileSync(join(folder, "journal.jsonl"), `${JSON.stringify(begun)}\n`);
      expect(refused(foldersOf(2))).toBe(`${folder}: the run was ended before it was done; ${goOnWith(folder)}`);
      rmSync(join(folder, "journal.jsonl"));
    });

    it("because evidence was changed since: nothing of it stays, so that the same can be tried again", () => {
      const path = join(folderOf(2, 2), "evidence", `node-${names.find((name) => shardOf(name, 2) === 2)}.json.gz`);
      const before = readFileSync(path);
      appendFileSync(path, "x");
      expect(refused(foldersOf(2))).toBe(`${path}: its SHA-256 is not the one in manifest.json`);
      writeFileSync(path, before);
      merge(foldersOf(2), into);
      expect(filesBelow(into)["manifest.json"]).toEqual(filesBelow(join(parent, "merged-2"))["manifest.json"]);
    });
  });
});
