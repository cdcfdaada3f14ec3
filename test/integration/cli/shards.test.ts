import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { shardOf } from "../../../src/inventory/shard.ts";
import { filesBelow } from "../../support/sharded-run.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";
import { recordedTerminal } from "../../support/terminal.ts";

type Manifest = { readonly hosts: readonly { readonly name: string }[]; readonly shard?: object };

describe("an audit in shards", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-shards-"));
  const at = (name: string): string => join(folder, name);
  const decisions = at("decisions.yaml");
  let demo: DemoCluster;
  let inventory = "";

  /** Runs plimsoll at a time that stands still. */
  async function run(...args: readonly string[]) {
    const kept = recordedTerminal({ workingDirectory: folder });
    const status = await runProgram(args, kept.terminal);
    return { status, stdout: kept.printed(), stderr: kept.talked() };
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
      "error: option '--shard <i/n>' argument '0/7' is invalid. It must be such as 3/7: a part, from 1, and how many there are.\n",
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
    const recording = JSON.parse(
      readFileSync(new URL("../../../src/demo/recordings/w2.json", import.meta.url), "utf8"),
    );
    mkdirSync(at("sweeps"));
    writeFileSync(at("sweeps/w2.sweep"), sweepOf(recording, sweepHeader("localhost")));
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
