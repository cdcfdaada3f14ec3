import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reach } from "../../src/collect.ts";
import { collectRun, type RunInput } from "../../src/collect-run.ts";
import { readManifest } from "../../src/run-folder/read-run.ts";
import { hostOf } from "../support/inventory-host.ts";
import { connectedTo } from "../support/transport.ts";

const unreachable: Reach["connect"] = async ({ address }) => ({
  transport: {
    ...connectedTo(address),
    stage: "tcp",
    outcome: "unreachable",
    message: "there is no route to the host",
  },
});

describe("a run", () => {
  let parent = "";
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "plimsoll-run-"));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const input = (folder: string): RunInput => ({
    inventory: { cluster: "c", hosts: [hostOf("w1")] },
    inventoryFile: { file: "/inventory.yaml", sha256: "" },
    given: { from: ["/sweeps"] },
    folder,
    toolVersion: "0",
    places: { atWork: 1, waiting: 1 },
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });

  it("does not end before it began where the clock is set back meanwhile", async () => {
    let clock = Date.UTC(2026, 10, 21, 6);
    const now = (): Date => {
      clock -= 3_600_000;
      return new Date(clock);
    };
    await collectRun(input(parent), { connect: unreachable, api: undefined, readerSha256: "", now });
    const { startedAt, endedAt } = readManifest(parent);
    expect([startedAt, endedAt]).toEqual(["2026-11-21T05:00:00.000Z", "2026-11-21T05:00:00.000Z"]);
  });

  it("leaves a manifest with what it was given, and neither journal nor lock", async () => {
    await collectRun(input(parent), { connect: unreachable, api: undefined, readerSha256: "", now: () => new Date(0) });
    expect(readManifest(parent).given).toEqual({ from: ["/sweeps"] });
    expect(readdirSync(parent).sort()).toEqual(["evidence", "manifest.json"]);
  });
});
