import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Assessment } from "../../src/findings/assessment.ts";
import type { Status } from "../../src/findings/verdict.ts";
import { plimsoll } from "../support/plimsoll.ts";
import { sweepAt } from "./audited-node.ts";
import { labFolder, startServices } from "./services.mjs";

/** w3 has no sshd: somebody runs the sweep at its console, and brings the file. */
export function auditByConsole(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-console-"));
  const run = join(folder, "run");
  let stopServices: () => Promise<void>;
  let assessment: Assessment;

  beforeAll(async () => {
    stopServices = await startServices();
    writeFileSync(join(folder, "w3.sweep"), sweepAt("w3"));
    const audit = await plimsoll("audit", "-i", join(labFolder, "inventory.yaml"), "-o", run, "--from", folder);
    expect(audit.stdout).toContain("4 of 6 nodes read (1 by console)");
    assessment = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8"));
  });
  afterAll(async () => {
    await stopServices?.();
    rmSync(folder, { recursive: true, force: true });
  });

  const on = (node: string): Readonly<Record<string, readonly Status[]>> =>
    Object.fromEntries(
      assessment.findings.flatMap(({ id, groups }) => {
        const group = groups.find(({ targets }) => targets.includes(node));
        return group === undefined ? [] : [[id, [group.literal.status, group.effective.status]]];
      }),
    );

  it("finds no SSH server on it, and judges all else as on a worker that is read over SSH", () => {
    const passes = ["not_a_finding", "not_a_finding"];
    expect(on("w3")).toEqual({ ...on("w1"), "V-242393": passes, "V-242394": passes });
  });

  it("says by which file it was read", () => {
    const covered = assessment.coverage.nodes.find(({ name }) => name === "w3");
    expect(covered).toMatchObject({ state: "read", console: { file: "w3.sweep" } });
  });
}
