import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { writeFleetRun } from "../support/fleet-evidence.ts";

// What judging and showing kept evidence of 5,000 nodes costs: figures, printed and not judged.

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const usage = fileURLToPath(new URL("usage.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "plimsoll-fleet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program: seconds on the clock and of the processor, and the most memory that it held at once. */
function measured(...args: readonly string[]): string {
  const report = join(folder, "usage");
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", usage, main, ...args], {
    env: { ...process.env, USAGE_FILE: report },
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (status === null || status > 3) throw new Error(`${args.join(" ")}: exit status ${status}: ${stderr}`);
  return `${seconds} s, ${readFileSync(report, "utf8")}`;
}

const megabytes = (...paths: readonly string[]): string =>
  `${(paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6).toFixed(1)} MB`;

describe.each([
  { nodes: 5000, configurations: 40 },
  { nodes: 5000, configurations: 5000 },
])("$nodes nodes in $configurations configurations", ({ nodes, configurations }) => {
  it("are judged and shown", async () => {
    const run = join(folder, String(configurations));
    await writeFleetRun(run, { nodes, configurations });
    const say = (what: string, figures: string) => console.log(`${configurations} configurations, ${what}: ${figures}`);
    say("assess", measured("assess", run));
    say("assessment.json", megabytes(join(run, "assessment.json")));
    say("report", measured("report", run));
    say("report.html", megabytes(join(run, "report.html")));
    const byNode = join(folder, `${configurations}-by-node`);
    cpSync(run, byNode, { recursive: true });
    say("report --checklist node --format ckl", measured("report", byNode, "--checklist", "node", "--format", "ckl"));
    const checklists = readdirSync(join(byNode, "checklists")).map((file) => join(byNode, "checklists", file));
    say("of its checklists", `${checklists.length} files, ${megabytes(...checklists)}`);
    say("assess, both benchmarks", measured("assess", run, "--benchmark", "all"));
    expect(readdirSync(run)).toContain("assessment.json");
  });
});
