import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { unreadCluster } from "../../../src/probes/cluster/unread-cluster.ts";
import { nodeEvidenceFile } from "../../../src/run-folder/manifest.ts";
import { nodeFileText } from "../../../src/run-folder/node-file.ts";
import { readAssessment, readRun } from "../../../src/run-folder/read-run.ts";
import { openRun } from "../../../src/run-folder/write-run.ts";
import { runManifest } from "../../support/run-manifest.ts";
import { sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

const now = () => new Date("2026-11-21T06:00:00Z");
const node = (name: string) => ({
  node: name,
  address: name,
  declaredRole: "worker" as const,
  labels: {},
  read: { state: "read" as const },
  collectedAt: now().toISOString(),
  readerSha256: "",
  facts: unreadFacts(name, "not-collected", "test"),
});
const manifest = runManifest({ hosts: [{ name: "w1", evidence: nodeEvidenceFile("w1") }] });

/** All of a run's evidence at once. */
async function wholeRun(folder: string) {
  const run = await readRun(folder);
  return { ...run, nodes: [...run.nodes] };
}

describe("a run folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-run-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function writeRun(): Promise<string> {
    const run = join(folder, "run");
    const writer = openRun(run);
    writer.writeNode(node("w1"));
    await writer.writeCluster(unreadCluster("c", "", "not-collected", "none", now));
    writer.writeManifest(manifest);
    return run;
  }

  it("gives back what was written, to its owner only", async () => {
    const run = await writeRun();
    expect(await wholeRun(run)).toMatchObject({ nodes: [node("w1")], manifest: { cluster: "c" } });
    expect(statSync(run).mode & 0o777).toBe(0o700);
    expect(statSync(join(run, nodeEvidenceFile("w1"))).mode & 0o777).toBe(0o600);
  });

  it("has no half files, and the same evidence gives the same bytes", async () => {
    const run = await writeRun();
    const first = readFileSync(join(run, nodeEvidenceFile("w1")));
    openRun(run).writeNode(node("w1"));
    expect(readFileSync(join(run, nodeEvidenceFile("w1"))).equals(first)).toBe(true);
    expect(readdirSync(join(run, "evidence")).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("keeps the site's decisions, and names the file that they are from", async () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    writer.writeNode(node("w1"));
    await writer.writeCluster(unreadCluster("c", "", "not-collected", "none", now));
    writer.writeText("decisions.yaml", ["options: ", "{}\n"]);
    writer.writeManifest({ ...manifest, decisions: { file: "/etc/site.yaml" } });
    expect((await wholeRun(run)).decisions).toEqual({
      copy: join(run, "decisions.yaml"),
      text: "options: {}\n",
      file: "/etc/site.yaml",
    });
    expect((await wholeRun(await writeRun())).decisions).toBeUndefined();
  });

  it("takes facts that an older version did not ask for as not looked at", async () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    const old = <T extends { readonly facts: object }>(evidence: T): T => ({ ...evidence, facts: {} });
    writer.writeNode(old(node("w1")));
    await writer.writeCluster(old(unreadCluster("c", "", "not-collected", "none", now)));
    writer.writeManifest(manifest);
    const { nodes, cluster } = await wholeRun(run);
    const asked = { state: "unknown", reason: "not-collected" };
    expect(nodes[0]?.facts["process.kubelet"]).toMatchObject(asked);
    expect(cluster.facts["api.namespaces"]).toMatchObject(asked);
  });

  it("refuses evidence that was changed after the run, naming the file", async () => {
    const run = await writeRun();
    writeFileSync(join(run, nodeEvidenceFile("w1")), "other");
    await expect(wholeRun(run)).rejects.toThrow(/node-w1\.json\.gz: its SHA-256 is not the one in manifest\.json/);
  });

  it("says which file has a fact that is no JSON, when it is asked for", async () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    const broken = nodeFileText(node("w1")).replace(/^"kubelet.config":\{.*$/m, '"kubelet.config":{"state",');
    writer.writeBytes(nodeEvidenceFile("w1"), gzipSync(broken));
    await writer.writeCluster(unreadCluster("c", "", "not-collected", "none", now));
    writer.writeManifest(manifest);
    const [read] = (await wholeRun(run)).nodes;
    expect(read?.facts["kubelet.unit"]).toMatchObject({ state: "unknown" });
    const what = /node-w1\.json\.gz: it is damaged or was not written by this version/;
    expect(() => read?.facts["kubelet.config"]).toThrow(what);
  });

  it.each([
    ["a missing evidence file", (run: string) => rmSync(join(run, nodeEvidenceFile("w1"))), "there is no such file"],
    ["a manifest that is none", (run: string) => writeFileSync(join(run, "manifest.json"), "{}"), "it is damaged"],
  ])("says in one sentence what is wrong: %s", async (_what, damage, sentence) => {
    const run = await writeRun();
    damage(run);
    await expect(wholeRun(run)).rejects.toThrow(sentence);
  });

  it("keeps the file that was there, and no half of one, where the new one's text fails", () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    writer.writeText("report.html", ["whole"]);
    const failing = function* (): Generator<string> {
      yield "half";
      throw new Error("no such name");
    };
    expect(() => writer.writeText("report.html", failing())).toThrow(/^no such name$/);
    expect(readdirSync(run)).toEqual(["report.html"]);
    expect(readFileSync(join(run, "report.html"), "utf8")).toBe("whole");
  });

  it("has no assessment before it was judged", async () => {
    const run = await writeRun();
    expect(() => readAssessment(run)).toThrow("assessment.json: there is no such file");
  });

  it("says how an assessment of another version is made anew", () => {
    const run = join(folder, "run");
    const writer = openRun(run);
    const older = sampleAssessment({ findings: [] });
    writer.writeText("assessment.json", [JSON.stringify(older)]);
    writer.writeManifest(manifest);
    expect(readAssessment(run).assessment).toEqual(older);
    const { component: _, ...finding } = sampleFinding();
    for (const other of [
      { ...older, schemaVersion: 1 },
      { ...older, findings: [finding] },
    ]) {
      writer.writeText("assessment.json", [JSON.stringify(other)]);
      writer.writeManifest(manifest);
      expect(() => readAssessment(run)).toThrow(
        "assessment.json: it was not written by this version; judge the run again with plimsoll assess",
      );
    }
  });

  it("says where it cannot write, and why", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => openRun(join(file, "run"))).toThrow(
      `cannot write ${join(file, "run")}: a part of the path is no directory`,
    );
  });
});
