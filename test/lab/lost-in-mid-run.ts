import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { manifestOf, readsOf } from "../integration/faults/fault-cluster.ts";
import { startPlimsoll } from "../support/plimsoll.ts";
import { holdNext, labMeanwhile, loginsOf } from "./held-node.ts";
import { atConsole, labFolder, startServices } from "./services.mjs";

const nodes = ["w1", "w2"] as const;
const allRead = { w1: "read", w2: "read" };

const hosts = {
  cp1: { name: "cp1", address: "127.0.1.11", role: "control-plane" },
  w1: { name: "w1", address: "127.0.1.12", role: "worker" },
  w2: { name: "w2", address: "127.0.1.13", role: "worker" },
} as const;

/** The lab's inventory with some of its hosts only, in a folder of its own. */
export function inventoryOf(folder: string, names: readonly (keyof typeof hosts)[]): string {
  const text = readFileSync(join(labFolder, "inventory.yaml"), "utf8").replaceAll("./", `${labFolder}/`);
  const path = join(folder, "inventory.yaml");
  writeFileSync(path, stringify({ ...parse(text), hosts: names.map((name) => hosts[name]) }));
  return path;
}

/** What becomes of a run when w1 is lost in its midst, by what real machines do; w1 is afterwards as it was. */
export function lostInMidRun(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-lab-faults-"));
  let inventory: string;
  let stopServices: () => Promise<void>;
  beforeAll(async () => {
    stopServices = await startServices();
    inventory = inventoryOf(folder, nodes);
  });
  afterAll(async () => {
    await stopServices?.();
    rmSync(folder, { recursive: true, force: true });
  });

  const collect = (...args: readonly string[]) => startPlimsoll(["collect", "-i", inventory, ...args]).ended;
  const logins = () => nodes.map(loginsOf);

  /** Begins a run, and does something to w1 when it has answered half of what it is asked. */
  async function disturbed(run: string, disturb: (held: ReturnType<typeof holdNext>) => Promise<void>) {
    const held = holdNext("w1");
    const ended = collect("-o", run);
    await held.reached();
    await disturb(held);
    expect((await ended).status).toBe(0);
  }

  /** What goes on with the run asks w1 once more, and no other. */
  async function mended(run: string): Promise<void> {
    const before = logins();
    const ended = await collect("--resume", run);
    expect([ended.status, ended.stderr]).toEqual([0, expect.stringContaining("1 of 2 hosts read before")]);
    expect(logins().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 0]);
    expect(await readsOf(run)).toEqual(allRead);
    expect(manifestOf(run)).toMatchObject({ state: "complete", resumed: expect.arrayContaining([expect.any(String)]) });
  }

  it("has a node rebooted in its midst unread, and asks it alone when it is up again", async () => {
    const run = join(folder, "rebooted");
    await disturbed(run, async () => void (await labMeanwhile("stop", "w1")));
    expect(await readsOf(run)).toEqual({ ...allRead, w1: "truncated" });
    const down = await collect("--resume", run);
    expect([down.status, await readsOf(run)]).toEqual([0, { ...allRead, w1: "refused" }]);
    await labMeanwhile("start", "w1");
    await mended(run);
  });

  it("has a node unread whose sshd is killed with its sessions, and asks it again where systemd has started it", async () => {
    const run = join(folder, "killed");
    await disturbed(run, async ({ release }) => {
      release();
      atConsole("w1", "systemctl kill --signal=KILL ssh.service", "");
    });
    expect(await readsOf(run)).toEqual({ ...allRead, w1: "truncated" });
    atConsole("w1", "until grep -q ' 0C01007F:0016 00000000:0000 0A' /proc/net/tcp; do :; done", "");
    await mended(run);
  });

  it("reads a node whose sshd is restarted: its sessions live on", async () => {
    const before = logins();
    const run = join(folder, "restarted");
    await disturbed(run, async ({ letGo, release }) => {
      const sshd = () => atConsole("w1", "systemctl show -P MainPID ssh.service", "").toString();
      const old = sshd();
      atConsole("w1", "systemctl restart ssh.service", "");
      expect(sshd()).not.toBe(old);
      await letGo();
      release();
    });
    expect(await readsOf(run)).toEqual(allRead);
    expect(logins().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 1]);
  });
}
