import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assessRun } from "../../../src/audit.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";

// The demo's run as release 0.1.0 wrote it.
const run = fileURLToPath(new URL("run-of-0.1.0", import.meta.url));

describe("a run that release 0.1.0 made", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-run-"));
  let assessment: Assessment;
  beforeAll(async () => {
    cpSync(run, folder, { recursive: true });
    assessment = await assessRun(folder, { toolVersion: "0", benchmarks: [releases.v2r6] });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const readings = (id: string): readonly (string | undefined)[] => {
    const found = assessment.findings.find((finding) => finding.id === id);
    return [found?.status, found?.effectiveStatus];
  };

  it("is judged by every rule, and incomplete by what was not asked of the API", () => {
    const { nodes, api, complete } = assessment.coverage;
    expect([...new Set(nodes.map(({ state }) => state)), api.state, complete]).toEqual(["read", "partly-read", false]);
    expect(api.unread).toMatchObject([
      { cause: "not-collected", message: "this run was made before plimsoll asked for it" },
    ]);
    expect(assessment.findings).toHaveLength(92);
  });

  it.each([
    ["the kubelet's unit without its next start", "V-242387", "not_a_finding", "not_a_finding"],
    ["the data of one etcd, which deviates", "V-242445", "open", "open"],
    ["the data of one etcd, which does not", "V-242459", "not_reviewed", "not_reviewed"],
    ["an etcd whose variables nobody read", "V-242423", "not_a_finding", "not_reviewed"],
    ["certificates that nobody read", "V-245544", "not_a_finding", "not_reviewed"],
    ["files with keys, and distributions, that nobody looked for", "V-242467", "not_reviewed", "not_reviewed"],
    ["sockets that nobody listed", "V-242410", "not_reviewed", "not_reviewed"],
    ["objects that nobody listed", "V-242383", "not_reviewed", "not_reviewed"],
    ["a discovery that nobody asked for", "V-242437", "not_reviewed", "not_reviewed"],
    ["kubectl that nobody looked for", "V-242396", "not_reviewed", "not_reviewed"],
  ])("%s: %s", (_what, id, literal, effective) => {
    expect(readings(id)).toEqual([literal, effective]);
  });
});
