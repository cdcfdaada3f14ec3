import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { runHistorySchema } from "../../../src/findings/run-history.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

describe("plimsoll history", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-history-"));
  const runs = join(folder, "runs");
  let demo: DemoCluster;

  // Two audits of a cluster, w2 unread in the second; and what is none.
  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    const withoutW2 = join(demo.inventory, "../without-w2.yaml");
    // Port 1 of this host: nobody listens there.
    writeFileSync(withoutW2, readFileSync(demo.inventory, "utf8").replace(/(- name: w2\b[\s\S]*?port: )\d+/, "$11"));
    await plimsollHere("audit", "-i", demo.inventory, "-o", join(runs, "1"), "--format", "json");
    await plimsollHere(
      "audit",
      "-i",
      withoutW2,
      "-o",
      join(runs, "2"),
      "--format",
      "html",
      "--previous",
      join(runs, "1"),
    );
    await plimsollHere("collect", "-i", demo.inventory, "-o", join(runs, "shard"), "--shard", "1/2");
    cpSync(join(runs, "1"), join(runs, "changed"), { recursive: true });
    writeFileSync(join(runs, "changed", "assessment.json"), "{}");
    symlinkSync("2", join(runs, "latest"));
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows the trend, what is not seen, and what is left out and why", async () => {
    const ended = await plimsollHere("history", runs);
    expect(ended).toMatchObject({ status: exitCodes.clean, stderr: "" });
    expect(ended.stdout).toMatch(
      /^Cluster demo, Kubernetes Security Technical Implementation Guide V2R6, 92 rules:\n {2}2 runs, /m,
    );
    const rows = [...ended.stdout.matchAll(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}(\d of \d\*?) +.* ([#=?-]+)$/gm)];
    expect(rows.map(([, read]) => read)).toEqual(["3 of 3", "2 of 3*"]);
    expect(ended.stdout).toMatch(/^Not seen by the newest run: \d+ rules?$/m);
    expect(ended.stdout).toMatch(/^ {4}w2: open .* or before( to .*)?,/m);
    expect(ended.stdout).not.toMatch(/^Mended/m);
    const [, left = ""] = ended.stdout.split("\nLeft out: 2\n");
    expect(left.replaceAll(/\n +/g, " ")).toBe(
      [
        `  ${runs}/changed/assessment.json: its SHA-256 is not the one in manifest.json`,
        `${runs}/shard is shard 1/2 of a run and says nothing by itself; put all its shards together: plimsoll merge\n`,
      ].join(" "),
    );
  });

  it("gives programs the same by its schema, the same bytes each time", async () => {
    const ended = await plimsollHere("history", runs, "--json");
    expect(ended).toMatchObject({ status: exitCodes.clean, stderr: "" });
    const schema = JSON.parse(
      readFileSync(new URL("../../../src/findings/run-history.schema.json", import.meta.url), "utf8"),
    );
    expect(new Ajv2020.Ajv2020({ strict: true }).validate(schema, JSON.parse(ended.stdout))).toBe(true);
    const { trends, leftOut } = runHistorySchema.parse(JSON.parse(ended.stdout));
    const [whole] = trends;
    expect(whole?.runs.map(({ folder: name, nodes }) => [name, nodes.read])).toEqual([
      ["1", 3],
      ["2", 2],
    ]);
    expect(leftOut.map(({ name }) => name)).toEqual(["changed", "shard"]);
    const ofW2 = whole?.findings.flatMap(({ seen }) => seen.filter(({ targets }) => targets.includes("w2"))) ?? [];
    expect(ofW2.length).toBeGreaterThan(0);
    expect(
      ofW2.every(({ standing, mended, targets }) => standing === "unseen" && !mended && targets.length === 1),
    ).toBe(true);
    expect((await plimsollHere("history", runs, "--json")).stdout).toBe(ended.stdout);
  });

  it("stands on the page of a run that was compared, as a chart of the runs before", () => {
    const page = readFileSync(join(runs, "2", "report.html"), "utf8");
    expect(page).toContain("Open findings of 2 runs, the last of them this one");
  });

  it("needs a folder with a run that can be shown", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const none = await plimsollHere("history", empty);
    expect(none).toMatchObject({ status: exitCodes.runFolder, stderr: "" });
    expect(none.stdout.replaceAll(/\s+/g, " ")).toBe(`${empty}: no run of which a trend could be shown `);
    const missing = await plimsollHere("history", join(folder, "none"));
    expect(missing).toMatchObject({ status: exitCodes.runFolder, stdout: "" });
    expect(missing.stderr).toBe(`plimsoll: ${folder}/none: there is no such folder\n`);
  });
});
