import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { imported, taskAssets } from "../../support/stig-manager.ts";

describe("the checklists of the demo's run", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-checklists-"));
  const run = join(folder, "run");
  let demo: DemoCluster;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    await plimsollHere("audit", "-i", demo.inventory, "-o", run);
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const there = () => readdirSync(join(run, "checklists")).sort();
  const text = (name: string) => readFileSync(join(run, "checklists", name), "utf8");
  const both = (...names: readonly string[]) => names.flatMap((name) => [`${name}.ckl`, `${name}.cklb`]);
  const named = () =>
    Object.keys(JSON.parse(readFileSync(join(run, "manifest.json"), "utf8")).files)
      .filter((path) => path.startsWith("checklists/"))
      .map((path) => path.replace("checklists/", ""));

  it("are one of the cluster without being asked for, in both formats of STIG Viewer", () => {
    expect(there()).toEqual(both("demo"));
  });

  it("are one for each node by --checklist node, and the cluster's is taken away", async () => {
    const ended = await plimsollHere("report", run, "--format", "ckl,cklb", "--checklist", "node");
    expect(ended).toMatchObject({ status: exitCodes.clean, stderr: "" });
    expect(there()).toEqual(both("cp1.demo", "w1.demo", "w2.demo"));
    expect(named()).toEqual(there());
    expect(ended.stdout.trim().split("\n")).toHaveLength(6);
    const parsed = there().map((name) => imported(name.endsWith("b") ? "cklb" : "ckl", text(name)));
    expect([...taskAssets(parsed, "V2R6").keys()]).toEqual(["cp1.demo", "w1.demo", "w2.demo"]);
    for (const { checklists } of parsed) expect(checklists[0]?.reviews).toHaveLength(92);
    // V-242376 is the controller manager's, V-242393 the workers'.
    const result = (name: string, rule: string) =>
      imported("ckl", text(name)).checklists[0]?.reviews.find(({ ruleId }) => ruleId.startsWith(`S${rule}r`))?.result;
    expect([result("cp1.demo.ckl", "V-242376"), result("w1.demo.ckl", "V-242376")]).toEqual(["fail", "notapplicable"]);
    expect([result("cp1.demo.ckl", "V-242393"), result("w1.demo.ckl", "V-242393")]).toEqual(["notapplicable", "fail"]);
  });

  it("stay so where the run is judged or shown again without a word on it, and are the same bytes", async () => {
    const before = there().map(text);
    await plimsollHere("assess", run);
    await plimsollHere("report", run, "--format", "ckl,cklb");
    expect(there().map(text)).toEqual(before);
  });

  it("say nothing of Not Reviewed rules by --empty-not-reviewed", async () => {
    await plimsollHere("report", run, "--format", "ckl", "--checklist", "node", "--empty-not-reviewed");
    expect(there()).toEqual(["cp1.demo.ckl", "w1.demo.ckl", "w2.demo.ckl"]);
    const { reviews = [] } = imported("ckl", text("w1.demo.ckl")).checklists[0] ?? {};
    expect(reviews.length).toBeLessThan(92);
    expect(reviews.map(({ result }) => result)).not.toContain("informational");
  });

  it("are one for each role by --checklist role", async () => {
    await plimsollHere("report", run, "--format", "ckl,cklb", "--checklist", "role");
    expect(there()).toEqual(both("demo-control-plane", "demo-worker"));
  });

  it("are the cluster's again by --checklist cluster, and no node's is left", async () => {
    const ended = await plimsollHere("report", run, "--format", "ckl,cklb", "--checklist", "cluster");
    expect(ended.stdout).toBe(
      `${both("demo")
        .map((name) => join(run, "checklists", name))
        .join("\n")}\n`,
    );
    expect(there()).toEqual(both("demo"));
    expect(named()).toEqual(there());
  });

  it("are refused by another word, before anything is written", async () => {
    const ended = await plimsollHere("report", run, "--checklist", "rack");
    expect(ended.status).toBe(exitCodes.usage);
    expect(ended.stderr).toContain("cluster, role, node");
    expect(existsSync(join(run, "checklists/demo.ckl"))).toBe(true);
  });
});
