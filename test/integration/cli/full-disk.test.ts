import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireRoot } from "../../support/lab-requirements.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

describe.runIf(requireRoot("a full disk"))("a disk that is full", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-full-"));
  const disk = join(folder, "disk");
  beforeEach(() => {
    mkdirSync(disk, { recursive: true });
    // Room for the evidence of the demo's nodes (a few KiB each), not for its assessment.
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
  });
  afterEach(() => {
    execFileSync("umount", [disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  it("is said in one sentence, exits 4, and leaves what was written before, whole", async () => {
    const ended = await plimsollHere("demo", "-o", join(disk, "run"));
    expect(ended.stderr).toMatch(/plimsoll: cannot write .*: no space left on the device\n$/);
    expect(ended.status).toBe(4);
    const left = readdirSync(join(disk, "run"), { recursive: true, encoding: "utf8" });
    expect(left).toContain("evidence/node-w1.json.gz");
    expect(left.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(existsSync(join(disk, "run", "report.html"))).toBe(false);
  });
});
