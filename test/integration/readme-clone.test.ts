import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { skip } from "../support/lab-requirements.ts";
import { root, run } from "./readme-pages.ts";

describe("the README", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-clone-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Installs from the npm registry: CI does it, a developer's every run need not.
  it("begins with a command that works in a fresh clone", { timeout: 300_000 }, async (context) => {
    if (process.env["PLIMSOLL_REQUIRE_LAB"] !== "1") {
      skip("SKIPPED fresh clone: PLIMSOLL_REQUIRE_LAB=1 runs npm ci && npm run demo in a clone of HEAD");
      context.skip();
    }
    const clone = join(folder, "clone");
    execFileSync("git", ["clone", "--quiet", root, clone]);
    const ended = await run("npm ci && npm run demo", clone);
    expect(ended.output).toMatch(/runs\/[0-9TZ-]+\/report\.html/);
    expect(ended.status).toBe(0);
  });
});
