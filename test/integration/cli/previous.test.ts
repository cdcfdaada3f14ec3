import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

describe("an earlier run", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-previous-"));
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  let demo: DemoCluster;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    await plimsollHere("audit", "-i", demo.inventory, "-o", first, "--only", "V-242387,V-242390");
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const changes = () => {
    const text = readFileSync(join(second, "assessment.json"), "utf8");
    const { findings } = assessmentSchema.parse(JSON.parse(text));
    return Object.fromEntries(findings.map(({ id, history }) => [id, history?.change]));
  };

  it("is compared with an audit, with evidence that is judged again, and with a report", async () => {
    const only = ["--only", "V-242387,V-242434"];
    const audit = await plimsollHere("audit", "-i", demo.inventory, "-o", second, ...only, "--previous", first);
    expect(audit.stdout).toMatch(/^Since \d{4}-\d\d-\d\d \d\d:\d\d UTC: 1 unchanged, 1 not judged before$/m);
    expect(changes()).toEqual({ "V-242387": "same", "V-242434": "added" });
    await plimsollHere("assess", second, ...only);
    expect(changes()).toEqual({ "V-242387": undefined, "V-242434": undefined });
    expect((await plimsollHere("report", second, "--format", "html", "--previous", first)).status).toBe(
      exitCodes.clean,
    );
    expect(readFileSync(join(second, "report.html"), "utf8")).toContain("Changes since the earlier run");
  });

  it("of another cluster, or none at all, ends the audit before anything is contacted", async () => {
    const other = join(folder, "other.yaml");
    writeFileSync(other, readFileSync(demo.inventory, "utf8").replace(/^cluster: .*$/m, "cluster: other"));
    const third = join(folder, "third");
    const wrong = await plimsollHere("audit", "-i", other, "-o", third, "--previous", first);
    expect(wrong).toMatchObject({ status: exitCodes.usage, stdout: "" });
    expect(wrong.stderr).toBe(`plimsoll: ${first}, to compare with, is of the cluster demo, not of other\n`);
    const none = await plimsollHere("audit", "-i", demo.inventory, "-o", third, "--previous", join(folder, "none"));
    expect(none).toMatchObject({ status: exitCodes.runFolder, stdout: "" });
    expect(none.stderr).toContain(`${join(folder, "none")} holds no run: it has no manifest.json`);
  });
});
