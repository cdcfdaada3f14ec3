import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readRun } from "../../../src/run-folder/read-run.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { canRunSshd } from "../connect/sshd.ts";
import { evidenceOf, type FaultCluster, readsOf, startFaultCluster } from "./fault-cluster.ts";

const names = ["cp1", "w1", "w2", "behind1", "behind2"];

/** A process and all that it has started, children first. */
function treeOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return [...children.flatMap((child) => treeOf(Number(child))), pid];
}

/** As proc(5) has it: T is stopped. */
const stateOf = ({ pid }: ChildProcess): string | undefined =>
  /^\d+ \(.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];

describe.skipIf(
  !canRunSshd("a network that fails") || !requireTools("faults", [{ command: "perl", package: "perl-base" }]),
)("an audit of a cluster", () => {
  let cluster: FaultCluster;
  let runs = 0;
  const newFolder = (): string => cluster.folder(`run${runs++}`);
  const allRead = Object.fromEntries(names.map((name) => [name, "read"]));
  beforeAll(async () => {
    cluster = await startFaultCluster(names);
  });
  afterEach(() => {
    for (const { proxy, stopAt, letGo } of cluster.nodes) {
      proxy.set({});
      stopAt(undefined);
      letGo();
    }
    cluster.bastionProxy.set({});
    cluster.apiProxy.set({});
  });
  afterAll(() => cluster?.close());

  /** What goes on with a run asks once more for these hosts, and for no other. */
  async function mended(folder: string, ...unread: readonly string[]): Promise<void> {
    const before = cluster.logins();
    expect((await cluster.here("collect", "--resume", folder)).status).toBe(0);
    expect(await readsOf(folder)).toEqual(allRead);
    const asked = names.filter((name) => cluster.node(name).logins() > (before[name] ?? 0));
    expect(asked).toEqual(unread);
  }

  it("over links that are half a second away, one that drips, and a bastion as far, is whole", {
    timeout: 180_000,
  }, async () => {
    for (const { proxy } of cluster.nodes) proxy.set({ delay: 500 });
    cluster.node("w2").proxy.set({ drip: 700 });
    cluster.bastionProxy.set({ delay: 500 });
    cluster.apiProxy.set({ delay: 20 });
    const ended = await cluster.run("audit", "-o", newFolder(), "--format", "json");
    expect(ended.stdout).toContain("5 of 5 nodes read");
  });

  it("whose bastion is down says so of each host behind it, and of no other", async () => {
    const folder = newFolder();
    cluster.bastionProxy.set({ when: { at: "accepted", how: "fin" } });
    await cluster.run("collect", "-o", folder);
    expect(await readsOf(folder)).toEqual({ ...allRead, behind1: "unreachable", behind2: "unreachable" });
    for (const name of ["behind1", "behind2"]) {
      expect((await evidenceOf(folder, name)).read).toMatchObject({
        message: expect.stringContaining(`the jump host 127.0.0.1:${cluster.bastionProxy.port} failed`),
      });
    }
    cluster.bastionProxy.set({});
    await mended(folder, "behind1", "behind2");
  });

  it("whose bastion goes down in mid run says by which way the hosts are lost", async () => {
    const folder = newFolder();
    const behind = ["behind1", "behind2"].map(cluster.node);
    for (const { stopAt } of behind) stopAt("in a frame");
    const { ended } = cluster.start("collect", "-o", folder);
    await Promise.all(behind.map(({ reached }) => reached()));
    cluster.bastionProxy.cut("reset");
    await ended;
    expect(await readsOf(folder)).toEqual({ ...allRead, behind1: "truncated", behind2: "truncated" });
    for (const { name, stopAt, letGo } of behind) {
      expect((await evidenceOf(folder, name)).read).toMatchObject({
        message: expect.stringContaining(`by way of 127.0.0.1:${cluster.bastionProxy.port}`),
      });
      stopAt(undefined);
      letGo();
    }
    await mended(folder, "behind1", "behind2");
  });

  it("of which one sshd is killed with all its sessions loses that host", async () => {
    const folder = newFolder();
    const { stopAt, reached, letGo, sshd } = cluster.node("w1");
    stopAt("between frames");
    const { ended } = cluster.start("collect", "-o", folder);
    await reached();
    for (const pid of treeOf(sshd.pid)) if (pid !== sshd.pid) process.kill(pid, "SIGKILL");
    expect((await ended).status).toBe(0);
    expect(await readsOf(folder)).toEqual({ ...allRead, w1: "truncated" });
    stopAt(undefined);
    letGo();
    await mended(folder, "w1");
  });

  it("whose API server is cut off in mid run keeps what was seen before, and asks it again", async () => {
    const folder = newFolder();
    // Past the handshake and the first answers.
    cluster.apiProxy.set({ when: { at: 20_000, how: "gone" } });
    await cluster.run("collect", "-o", folder);
    expect(await readsOf(folder)).toEqual(allRead);
    const reasons = async () =>
      Object.values((await readRun(folder)).cluster.facts).map((fact) => (fact.state === "unknown" ? fact.reason : ""));
    expect(await reasons()).toEqual(expect.arrayContaining(["", "truncated"]));
    cluster.apiProxy.set({});
    await mended(folder);
    expect(await reasons()).not.toContain("truncated");
  });

  it("goes on where it was suspended for a while", async () => {
    const folder = newFolder();
    const { stopAt, reached, letGo } = cluster.node("w1");
    stopAt("hello");
    const { child, ended } = cluster.start("collect", "-o", folder);
    await reached();
    child.kill("SIGSTOP");
    await vi.waitUntil(() => stateOf(child) === "T");
    letGo();
    child.kill("SIGCONT");
    expect((await ended).status).toBe(0);
    expect(await readsOf(folder)).toEqual(allRead);
  });

  it("ends its work where nobody reads what it prints", async () => {
    const folder = newFolder();
    const { child, ended } = cluster.start("audit", "-o", folder, "--format", "json");
    ended.catch(() => undefined);
    child.stdout.destroy();
    expect(await once(child, "close")).toEqual([141, null]);
    expect(await readsOf(folder)).toEqual(allRead);
  });

  it.runIf(requireRoot("a full disk"))(
    "whose disk is full asks nobody further, and is gone on with when there is space",
    async () => {
      const disk = cluster.workshop.path("disk");
      mkdirSync(disk);
      // Room for the folder and the journal, and for some of the evidence.
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=32k", "tmpfs", disk]);
      try {
        const folder = `${disk}/run`;
        const before = cluster.logins();
        const ended = await cluster.run("collect", "-o", folder, "--concurrency", "1");
        expect([ended.status, ended.stderr]).toEqual([4, expect.stringContaining("no space left on the device")]);
        const asked = names.filter((name) => cluster.node(name).logins() > (before[name] ?? 0));
        expect(asked.length).toBeLessThan(names.length);
        execFileSync("mount", ["-o", "remount,size=10m", disk]);
        const read = asked.slice(0, -1);
        await mended(folder, ...names.filter((name) => !read.includes(name)));
      } finally {
        execFileSync("umount", [disk]);
      }
    },
  );
});
