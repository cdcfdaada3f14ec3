import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

describe("the benchmarks of an assessment", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-benchmarks-"));
  const run = join(folder, "run");
  let demo: DemoCluster;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    appendFileSync(demo.inventory, "profile: eks\n");
    expect((await plimsollHere("audit", "-i", demo.inventory, "-o", run, "--benchmark", "all")).status).toBe(1);
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = (file: string) => readFileSync(join(run, file), "utf8");
  const assessment = (): Assessment => assessmentSchema.parse(JSON.parse(text("assessment.json")));

  it("are both judged and both on the page, and the checklist is the STIG's", () => {
    const { benchmarks, findings } = assessment();
    expect(Object.keys(benchmarks)).toEqual(["stig", "nsa-cisa"]);
    expect(findings.filter(({ benchmark }) => benchmark === "stig")).toHaveLength(92);
    expect(findings.filter(({ benchmark }) => benchmark === "nsa-cisa")).toHaveLength(50);
    for (const id of ["V-242414", "host-network-and-ports"]) expect(text("report.html")).toContain(`id="${id}"`);
    expect(text("checklists/demo.ckl").match(/<VULN>/g)).toHaveLength(92);
    expect(text("checklists/demo.ckl")).not.toContain("host-network-and-ports");
  });

  it("refer to each other where both are judged", () => {
    const related = (id: string) => assessment().findings.find((one) => one.id === id)?.related;
    expect(related("V-242414")).toEqual(["host-network-and-ports"]);
    expect(related("host-network-and-ports")).toEqual(["V-242414"]);
  });

  it("say who answers for a rule by the profile that the inventory names", () => {
    const who = (id: string) => assessment().findings.find((one) => one.id === id)?.responsibility?.who;
    expect(assessment().profile).toMatchObject({ name: "eks", provider: "AWS" });
    expect([who("V-242376"), who("V-242387"), who("V-242414")]).toEqual([
      "provider",
      "cluster-admin",
      "workload-owner",
    ]);
    expect(text("report.html")).toContain('data-filter="who"');
    expect(text("checklists/demo.ckl")).toContain("Responsible: cluster admin");
  });

  it("are the STIG alone in XCCDF results, which count as a checklist", async () => {
    const { status, stdout } = await plimsollHere("report", run, "--format", "xccdf");
    expect([status, stdout]).toEqual([0, `${join(run, "checklists/demo.xccdf.xml")}\n`]);
    const results = text("checklists/demo.xccdf.xml");
    expect(results.match(/<cdf:rule-result /g)).toHaveLength(92);
    expect(results).not.toContain("host-network-and-ports");
    const { collected } = assessment();
    expect(results).toContain(`start-time="${collected.from}" end-time="${collected.to}"`);
    expect(JSON.parse(text("manifest.json")).files).toHaveProperty(["checklists/demo.xccdf.xml"]);
  });

  it("can be chosen for evidence that is there", async () => {
    const judged = async (...more: readonly string[]) => {
      const { status, stderr, stdout } = await plimsollHere("assess", run, ...more);
      return { status, stderr, stdout };
    };
    const guidance = await judged("--benchmark", "nsa-cisa");
    expect(guidance.stdout).toContain("NSA/CISA v1.2");
    expect(Object.keys(assessment().benchmarks)).toEqual(["nsa-cisa"]);
    await judged("--benchmark", "nsa-cisa", "--only", "host-network-and-ports");
    expect(assessment().findings.map(({ id }) => id)).toEqual(["host-network-and-ports"]);
    const wrong = await judged("--only", "host-network-and-ports");
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      'plimsoll: there is no rule "host-network-and-ports" in v2r6: it is a check of --benchmark nsa-cisa\n',
    ]);
  });

  it("leave no checklist of an earlier assessment beside one that has none", async () => {
    for (const file of ["checklists/demo.ckl", "checklists/demo.xccdf.xml"]) {
      expect(existsSync(join(run, file))).toBe(false);
      expect(Object.keys(JSON.parse(text("manifest.json")).files)).not.toContain(file);
    }
    expect((await plimsollHere("report", run)).status).toBe(0);
  });
});
