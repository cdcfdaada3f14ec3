import type { BegunRun, Manifest } from "../../src/run-folder/manifest.ts";

/** What is known of a run before its first host is asked, where a test has no wishes of its own. */
export const begunRun = (more: Partial<BegunRun> = {}): BegunRun => ({
  schemaVersion: 1,
  tool: { name: "plimsoll", version: "0.1.0", readerSha256: "" },
  cluster: "c",
  inventory: { file: "inventory.yaml", sha256: "" },
  apiConfigured: false,
  startedAt: "2026-11-21T06:00:00.000Z",
  hosts: [],
  ...more,
});

/** The manifest of a run that ended, with no files unless they are given. */
export const runManifest = (more: Partial<Manifest> = {}): Manifest => ({
  ...begunRun(),
  endedAt: "2026-11-21T06:02:00.000Z",
  state: "complete",
  files: {},
  ...more,
});
