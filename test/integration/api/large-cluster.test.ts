import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { readRun } from "../../../src/run-folder/read-run.ts";
import { startLargeApi } from "../../bench/start-large-api.mjs";
import { startPlimsoll } from "../../support/plimsoll.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Some 90 MB of JSON; as objects it is several times that. What the program is made of takes some 25 MB of this heap.
const size = { pods: 6_000, nodes: 100 };
const heap = 75;

it("is audited in a heap that holds no whole list of objects", async () => {
  const server = await startLargeApi(size, folder);
  const run = join(folder, "run");
  const environment = { ...process.env, SSH_AUTH_SOCK: "/none", NODE_OPTIONS: `--max-old-space-size=${heap}` };
  const { ended } = startPlimsoll(["audit", "-i", server.inventory, "-o", run], environment);
  const { status, stderr } = await ended;
  expect([status, stderr]).toEqual([3, expect.not.stringContaining("heap")]);
  const sent = await server.stop();
  expect(sent.bytes).toBeGreaterThan(80_000_000);

  const { cluster } = await readRun(run);
  const { "api.pods": pods, "api.nodes": nodes } = cluster.facts;
  expect(pods).toMatchObject({ state: "present", value: { length: size.pods } });
  expect(nodes).toMatchObject({ state: "present", value: { length: size.nodes } });
  const { findings } = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")) as Assessment;
  expect(findings.find(({ id }) => id === "V-242415")).toMatchObject({
    status: "not_a_finding",
    summary: "Not found in any pod of the cluster: environment variables from Secrets.",
  });
});
