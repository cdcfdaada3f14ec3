import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { requireTools } from "../../support/lab-requirements.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { canRunSshd } from "../connect/sshd.ts";
import {
  evidenceOf,
  type FaultCluster,
  manifestOf,
  readsOf,
  startFaultCluster,
  timelessAssessment,
} from "./fault-cluster.ts";
import type { Point } from "./replayed-node.ts";

const names = ["cp1", "w1", "w2", "w3"];

describe.skipIf(
  !canRunSshd("runs that end early") || !requireTools("resume", [{ command: "perl", package: "perl-base" }]),
)("a run that ended early", () => {
  let cluster: FaultCluster;
  let undisturbed: unknown;
  let runs = 0;
  const newFolder = (): string => cluster.folder(`run${runs++}`);
  const json = ["--format", "json"] as const;

  beforeAll(async () => {
    cluster = await startFaultCluster(names);
    const folder = newFolder();
    const ended = await cluster.here("audit", "-o", folder, ...json);
    expect(ended.stdout).toContain("4 of 4 nodes read");
    undisturbed = timelessAssessment(folder);
  });
  afterEach(() => {
    for (const { proxy, stopAt, letGo } of cluster.nodes) {
      proxy.set({});
      stopAt(undefined);
      letGo();
    }
    cluster.apiProxy.set({});
  });
  afterAll(() => cluster?.close());

  /** Kills an audit of one host after the other when w2 has come to a point; cp1 and w1 were read by then. */
  async function killedAt(point: Point, signal: NodeJS.Signals): Promise<string> {
    const folder = newFolder();
    const { stopAt, reached, letGo } = cluster.node("w2");
    stopAt(point);
    const { child, ended } = cluster.start("collect", "-o", folder, "--concurrency", "1");
    await reached();
    child.kill(signal);
    await ended;
    stopAt(undefined);
    letGo();
    return folder;
  }

  it.each(["upload", "in a frame"] as const)(
    "by SIGKILL (at: %s) is gone on with: what was read is not asked again, and the result is the same",
    async (point) => {
      const before = cluster.logins();
      const folder = await killedAt(point, "SIGKILL");
      expect(existsSync(join(folder, "manifest.json"))).toBe(false);
      writeFileSync(join(folder, "evidence", "node-w3.json.gz.0123456789abcdef.part"), "half");
      const ended = await cluster.here("audit", "--resume", folder, ...json);
      expect(ended.stderr).toContain("2 of 4 hosts read before");
      expect(ended.stdout).toContain("4 of 4 nodes read");
      const asked = (name: string): number => cluster.node(name).logins() - (before[name] ?? 0);
      expect(names.map(asked)).toEqual([1, 1, 2, 1]);
      expect(timelessAssessment(folder)).toEqual(undisturbed);
      expect(
        readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /part$|lock|journal/.test(file)),
      ).toEqual([]);
      expect(manifestOf(folder)).toMatchObject({ state: "complete", resumed: [expect.any(String)] });
      expect((await plimsollHere("assess", folder)).stdout).toContain("4 of 4 nodes read");
    },
  );

  it("by SIGKILL is not judged, but for going on with it", async () => {
    const folder = await killedAt("hello", "SIGKILL");
    for (const command of ["assess", "report"]) {
      const { status, stderr } = await plimsollHere(command, folder);
      expect([status, stderr]).toEqual([
        5,
        `plimsoll: ${folder}: the run was ended before it was done; go on with it: plimsoll audit -i ${cluster.inventory} --resume ${folder}\n`,
      ]);
    }
    const again = await cluster.here("collect", "-o", folder);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("go on with it by --resume")]);
  });

  it("and whose evidence was damaged or changed since is asked for that again", async () => {
    const folder = await killedAt("hello", "SIGKILL");
    appendFileSync(join(folder, "evidence", "node-cp1.json.gz"), "x");
    // As a machine that went down, or a full disk, leaves it.
    appendFileSync(join(folder, "journal.jsonl"), '{"path":"evidence/node-w3.js');
    const before = cluster.logins();
    const ended = await cluster.here("collect", "--resume", folder);
    expect(ended.stderr).toContain("1 of 4 hosts read before");
    expect(cluster.node("cp1").logins()).toBe((before["cp1"] ?? 0) + 1);
    expect(cluster.node("w1").logins()).toBe(before["w1"]);
    expect(Object.values(await readsOf(folder))).toEqual(["read", "read", "read", "read"]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s says what it lacks, ends in %i, and is gone on with", async (signal, status) => {
    const folder = newFolder();
    const { stopAt, reached, letGo } = cluster.node("w2");
    stopAt("in a frame");
    const { child, ended } = cluster.start("audit", "-o", folder, "--concurrency", "1", ...json);
    await reached();
    child.kill(signal);
    expect(await ended).toMatchObject({ status, stderr: expect.stringContaining(`--resume ${folder}`) });
    expect(await readsOf(folder)).toEqual({ cp1: "read", w1: "read", w2: "interrupted", w3: "interrupted" });
    stopAt(undefined);
    letGo();
    const before = cluster.logins();
    await cluster.here("collect", "--resume", folder);
    expect(names.map((name) => cluster.node(name).logins() - (before[name] ?? 0))).toEqual([0, 0, 1, 1]);
    expect(Object.values(await readsOf(folder))).toEqual(["read", "read", "read", "read"]);
  });

  it("by two signals at once loses nothing", async () => {
    const folder = newFolder();
    const { stopAt, reached } = cluster.node("w2");
    stopAt("upload");
    const { child, ended } = cluster.start("collect", "-o", folder, "--concurrency", "1");
    await reached();
    child.kill("SIGSTOP");
    child.kill("SIGINT");
    child.kill("SIGTERM");
    child.kill("SIGCONT");
    await ended;
    cluster.node("w2").stopAt(undefined);
    cluster.node("w2").letGo();
    expect((await cluster.here("audit", "--resume", folder, ...json)).stdout).toContain("4 of 4 nodes read");
    expect(timelessAssessment(folder)).toEqual(undisturbed);
  });

  it("asks what failed once more, and the API where it failed", async () => {
    const folder = newFolder();
    cluster.node("w1").proxy.set({ when: { at: "accepted", how: "fin" } });
    cluster.apiProxy.set({ when: { at: "accepted", how: "reset" } });
    await cluster.run("collect", "-o", folder);
    expect(await readsOf(folder)).toMatchObject({ w1: "unreachable" });
    // Failing again loses nothing.
    expect((await cluster.run("audit", "--resume", folder, ...json)).status).toBe(3);
    expect(await readsOf(folder)).toEqual({ cp1: "read", w1: "unreachable", w2: "read", w3: "read" });
    cluster.node("w1").proxy.set({});
    cluster.apiProxy.set({});
    const before = cluster.logins();
    await cluster.here("audit", "--resume", folder, ...json);
    expect(names.map((name) => cluster.node(name).logins() - (before[name] ?? 0))).toEqual([0, 1, 0, 0]);
    expect(timelessAssessment(folder)).toEqual(undisturbed);
    expect(manifestOf(folder).resumed).toHaveLength(2);
  });

  it("keeps what a node showed when it cannot be reached the next time, and says how that ended", async () => {
    const folder = newFolder();
    const { stopAt, reached, letGo, proxy } = cluster.node("w1");
    stopAt("in a frame");
    const { ended } = cluster.start("collect", "-o", folder);
    await reached();
    proxy.cut("reset");
    await ended;
    letGo();
    proxy.set({ when: { at: "accepted", how: "fin" } });
    await cluster.run("collect", "--resume", folder);
    const { read, facts } = await evidenceOf(folder, "w1");
    expect(read).toMatchObject({ state: "unread", cause: "unreachable" });
    expect(facts["ssh.transport"]).toMatchObject({ value: { stage: "banner", outcome: "unreachable" } });
    expect(Object.values(facts).filter(({ state }) => state === "present").length).toBeGreaterThan(1);
  });

  it("that lacks nothing contacts nobody and writes its reports", async () => {
    const folder = newFolder();
    await cluster.here("audit", "-o", folder, ...json);
    const manifest = manifestOf(folder);
    const before = [cluster.apiProxy.connections(), ...cluster.nodes.map(({ proxy }) => proxy.connections())];
    rmSync(join(folder, "assessment.json"));
    const ended = await cluster.here("audit", "--resume", folder, ...json);
    expect(ended.stderr).toContain("4 of 4 hosts read before, nothing is asked");
    expect(timelessAssessment(folder)).toEqual(undisturbed);
    expect([cluster.apiProxy.connections(), ...cluster.nodes.map(({ proxy }) => proxy.connections())]).toEqual(before);
    expect(manifestOf(folder)).toEqual({ ...manifest, files: expect.anything() });
  });

  it("is gone on with by its own inventory only, by one process, and into its own folder", async () => {
    const folder = await killedAt("hello", "SIGKILL");
    const other = cluster.workshop.path("other.yaml");
    const text = readFileSync(cluster.inventory, "utf8");
    const refused = async (inventory: string, ...args: readonly string[]) => {
      const { status, stderr } = await plimsollHere("collect", "-i", inventory, "--resume", folder, ...args);
      return [status, stderr];
    };
    writeFileSync(other, `${text}# another\n`);
    expect(await refused(other)).toEqual([
      2,
      expect.stringMatching(/other\.yaml is not the inventory that it was begun with/),
    ]);
    writeFileSync(other, text.replace("cluster: faults", "cluster: others"));
    expect(await refused(other)).toEqual([
      2,
      expect.stringContaining("it is of the cluster faults, the inventory of others"),
    ]);
    expect(await refused(cluster.inventory, "--fips")).toEqual([
      2,
      expect.stringContaining("cannot be gone on with: it was begun without --fips"),
    ]);
    expect(await refused(cluster.inventory, "-o", "elsewhere")).toEqual([
      2,
      expect.stringContaining("cannot be used with"),
    ]);
    const none = await cluster.here("collect", "--resume", cluster.folder("none"));
    expect([none.status, none.stderr]).toEqual([5, expect.stringContaining("holds no run: it has no manifest.json")]);

    const { stopAt, reached, letGo } = cluster.node("w3");
    stopAt("hello");
    const { child, ended } = cluster.start("collect", "--resume", folder);
    await reached();
    expect(await refused(cluster.inventory)).toEqual([
      5,
      expect.stringContaining(`${folder} is in use by process ${child.pid} on `),
    ]);
    expect((await plimsollHere("assess", folder)).status).toBe(5);
    letGo();
    expect((await ended).status).toBe(0);
  });
});
