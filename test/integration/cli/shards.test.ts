import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { shardOf } from "../../../src/inventory/shard.ts";
import { latestRun, timedRuns } from "../../../src/run-folder/runs-folder.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { nodeRecording } from "../../support/recordings.ts";
import { filesBelow } from "../../support/sharded-run.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";

type Manifest = { readonly hosts: readonly { readonly name: string }[]; readonly shard?: object };

describe("an audit in shards", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-shards-"));
  const at = (name: string): string => join(folder, name);
  const decisions = at("decisions.yaml");
  let demo: DemoCluster;
  let inventory = "";

  /** Runs plimsoll at a time that stands still. */
  const run = (...args: readonly string[]) => runOn(undefined, ...args);
  /** The same, on a day of that month. */
  async function runOn(day: number | undefined, ...args: readonly string[]) {
    const now = day === undefined ? {} : { now: () => new Date(Date.UTC(2026, 10, day, 3)) };
    const { status, printed, talked } = await plimsollIn({ workingDirectory: folder, ...now }, ...args);
    return { status, stdout: printed, stderr: talked };
  }
  const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(at(`${name}/manifest.json`), "utf8"));

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    inventory = demo.inventory;
    writeFileSync(decisions, "options: { dualRoleIsWorker: false }\n");
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is the audit of a single machine once it is merged: every file is the same", async () => {
    const judging = ["--checklist", "node", "--benchmark", "all", "--format", "html,ckl,json"];
    const single = await run("audit", "-i", inventory, "-o", "single", "--decisions", decisions, ...judging);
    const shards = [];
    for (let index = 7; index >= 1; index -= 1) {
      const shard = `${index}/7`;
      const collected = await run(
        "audit",
        "-i",
        inventory,
        "--shard",
        shard,
        "-o",
        `s${index}`,
        "--decisions",
        decisions,
      );
      expect([collected.status, collected.stdout]).toEqual([exitCodes.clean, at(`s${index}`)]);
      expect(collected.stderr).toContain(`Shard ${shard} is collected; plimsoll merge judges the run`);
      expect(existsSync(at(`s${index}/assessment.json`))).toBe(false);
      shards.push(`s${index}`);
    }
    const merged = await run("merge", ...shards, "-o", "merged", ...judging);
    expect(merged.status).toBe(single.status);
    expect(merged.stdout).toBe(single.stdout.replaceAll(at("single"), at("merged")));
    expect(filesBelow(at("merged"))).toEqual(filesBelow(at("single")));
    expect(Object.keys(filesBelow(at("merged")))).toContain("checklists/w2.demo.ckl");
  });

  it("does not judge a shard by itself, nor a run that lacks one", async () => {
    for (const command of ["assess", "report"]) {
      const { status, stderr } = await run(command, "s2");
      expect([status, stderr]).toEqual([
        exitCodes.runFolder,
        `plimsoll: ${at("s2")} is shard 2/7 of a run and says nothing by itself; put all its shards together: plimsoll merge\n`,
      ]);
    }
    const { status, stderr } = await run("merge", "s1", "s2", "s4", "s5", "s6", "s7", "-o", "lacking");
    expect([status, stderr]).toEqual([exitCodes.runFolder, "plimsoll: the run is not whole: shard 3/7 is missing\n"]);
    expect(existsSync(at("lacking"))).toBe(false);
  });

  it("goes by other decisions where merge is given some", async () => {
    const shards = Array.from({ length: 7 }, (_, index) => `s${index + 1}`);
    const other = at("other.yaml");
    writeFileSync(other, "options: { dualRoleIsWorker: true }\n");
    await run("merge", ...shards, "-o", "others", "--decisions", other, "--format", "json");
    expect(readFileSync(at("others/decisions.yaml"), "utf8")).toBe(readFileSync(other, "utf8"));
    await run("audit", "-i", inventory, "-o", "single-others", "--decisions", other, "--format", "json");
    expect(filesBelow(at("others"))).toEqual(filesBelow(at("single-others")));
  });

  describe("on a schedule", () => {
    async function collectOn(day: number): Promise<readonly string[]> {
      const shards = ["1/2", "2/2"].map((shard) => [shard, `day-${day}-${shard.at(0)}`] as const);
      for (const [shard, output] of shards) {
        await runOn(day, "collect", "-i", inventory, "--shard", shard, "-o", output, "--quiet");
      }
      return shards.map(([, output]) => output);
    }
    const mergeOn = (day: number, shards: readonly string[], only: string, ...more: readonly string[]) =>
      runOn(day, "merge", ...shards, "--runs", "runs", "--only", only, "--format", "json", ...more);
    const runs = (): readonly string[] => timedRuns(at("runs")).map((path) => basename(path));

    it("is merged into a folder of runs, compared with the last one, and who wants to know is told", async () => {
      writeFileSync(at("changed"), `#!/bin/sh\ncat >${at("diff.json")}\n`, { mode: 0o755 });
      const told = ["--on-change", at("changed"), "--prometheus", at("plimsoll.prom"), "--keep", "2"];
      const first = await collectOn(1);
      expect((await mergeOn(1, first, "V-242387", ...told)).status).toBe(exitCodes.clean);
      expect(existsSync(at("diff.json"))).toBe(false);
      // A Job that is applied twice makes no run that would look like a new audit.
      expect(await mergeOn(2, first, "V-242387", ...told)).toMatchObject({
        status: exitCodes.runFolder,
        stderr: `plimsoll: ${at("runs/2026-11-01T030000Z")} is not older than these shards: it is of them, or of later ones\n`,
      });
      const second = await mergeOn(3, await collectOn(2), "V-242387,V-242434", ...told);
      expect(second).toMatchObject({ status: exitCodes.open, stdout: expect.stringMatching(/^Since 2026-11-01/m) });
      expect(JSON.parse(readFileSync(at("diff.json"), "utf8"))).toMatchObject({ counts: { added: 1 } });
      expect(readFileSync(at("plimsoll.prom"), "utf8")).toContain(
        'plimsoll_run_duration_seconds{cluster="demo"} 86400\n',
      );
      const third = await mergeOn(4, await collectOn(4), "V-242387", ...told);
      expect(third.stderr).toContain(`Removed ${at("runs/2026-11-01T030000Z")}\n`);
      expect([runs(), latestRun(at("runs"))]).toEqual([
        ["2026-11-04T030000Z", "2026-11-03T030000Z"],
        at("runs/2026-11-04T030000Z"),
      ]);
    });

    it("needs the folder for what only that can have, and is told that shards are missing", async () => {
      const [one = ""] = await collectOn(5);
      expect(await runOn(5, "merge", one, "--keep", "2")).toMatchObject({
        status: exitCodes.usage,
        stderr: "plimsoll: --keep needs --runs, the folder of this cluster's runs\n",
      });
      const before = runs();
      expect(await mergeOn(5, [one], "V-242387")).toMatchObject({
        status: exitCodes.runFolder,
        stderr: "plimsoll: the run is not whole: shard 2/2 is missing\n",
      });
      expect(runs()).toEqual(before);
    });
  });

  it.each(["--format", "--only", "--benchmark", "--fail-on", "--previous", "--checklist"])(
    "refuses what says how a whole run is judged: %s",
    async (option) => {
      const value = { "--format": "json", "--only": "V-242387", "--fail-on": "I", "--checklist": "node" };
      const given = value[option as keyof typeof value] ?? "nsa-cisa";
      const ended = await run("audit", "-i", inventory, "--shard", "1/2", option, given, "-o", "never");
      expect([ended.status, existsSync(at("never"))]).toEqual([exitCodes.usage, false]);
      expect(ended.stderr).toContain(`option '--shard <i/n>' cannot be used with option '${option} `);
    },
  );

  it("says what a shard is", async () => {
    const ended = await run("collect", "-i", inventory, "--shard", "0/7", "-o", "never");
    expect([ended.status, ended.stderr]).toEqual([
      exitCodes.usage,
      "plimsoll: option '--shard <i/n>' argument '0/7' is invalid. It must be such as 3/7: a part, from 1, and how many there are.\n",
    ]);
  });

  describe("of hosts of which one cannot be reached", () => {
    const of = 2;
    const shard = `${shardOf("w2", of)}/${of}`;

    it("ends in 3 for that host's shard, which keeps its part when it is gone on with", async () => {
      const { hosts, ...rest } = parse(readFileSync(inventory, "utf8"));
      const gone = join(inventory, "..", "gone.yaml");
      const silent = hosts.map((host: { readonly name: string; readonly ssh: object }) =>
        host.name === "w2" ? { ...host, ssh: { ...host.ssh, port: 1 } } : host,
      );
      writeFileSync(gone, stringify({ ...rest, hosts: silent }));
      const ended = await run("audit", "-i", gone, "--shard", shard, "-o", "part");
      expect([ended.status, ended.stdout]).toEqual([exitCodes.incomplete, at("part")]);
      expect((await run("collect", "-i", gone, "--shard", shard, "-o", "collected")).status).toBe(exitCodes.clean);
      const before = manifestOf("part");
      const wrong = await run("audit", "-i", gone, "--resume", "part", "--shard", "3/9");
      expect([wrong.status, wrong.stderr]).toEqual([
        exitCodes.usage,
        `plimsoll: ${at("part")} cannot be gone on with: it is shard ${shard}, not 3/9\n`,
      ]);
      const again = await run("audit", "-i", gone, "--resume", "part");
      expect(again.status).toBe(exitCodes.incomplete);
      expect(again.stderr).toContain(`Shard ${shard} is collected`);
      expect(manifestOf("part")).toMatchObject({ shard: before.shard, hosts: before.hosts });
    });

    it("and a whole run is not gone on with as a shard", async () => {
      const { status, stderr } = await run("collect", "-i", inventory, "--resume", "single", "--shard", "1/2");
      expect([status, stderr]).toEqual([
        exitCodes.usage,
        `plimsoll: ${at("single")} cannot be gone on with: it is no shard, not 1/2\n`,
      ]);
    });
  });

  it("takes from a folder of sweeps those of its hosts", async () => {
    mkdirSync(at("sweeps"));
    writeFileSync(at("sweeps/w2.sweep"), sweepOf(nodeRecording("w2"), sweepHeader("localhost")));
    const shards = ["1/2", "2/2"];
    for (const [index, shard] of shards.entries()) {
      const ended = await run("collect", "-i", inventory, "--from", "sweeps", "--shard", shard, "-o", `swept${index}`);
      expect(ended.status).toBe(exitCodes.clean);
    }
    expect((await run("merge", "swept0", "swept1", "-o", "swept")).stdout).toContain(
      "3 of 3 nodes read (1 by console)",
    );
  });
});
