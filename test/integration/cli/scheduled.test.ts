import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import type { Terminal } from "../../../src/cli/terminal/terminal.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { lockRun } from "../../../src/run-folder/lock.ts";
import { readManifest, readRun } from "../../../src/run-folder/read-run.ts";
import { latestRun, timedRuns } from "../../../src/run-folder/runs-folder.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";

const lockedKey = {
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "unknown here" },
} as const;

describe("an audit into a folder of runs", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-scheduled-"));
  let demo: DemoCluster;
  let next = Date.UTC(2026, 10, 1, 3);
  let folders = 0;
  const newRuns = (): string => join(folder, `runs-${++folders}`);

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Audits in this process, a day after the last one; nobody sits at its terminal. */
  function audit(args: readonly string[], world: Partial<Terminal> = {}) {
    next += 24 * 3_600_000;
    const now = new Date(next);
    const inventory = args.includes("-i") ? [] : ["-i", demo.inventory];
    const cheap = ["--only", "V-242387,V-242434", "--format", "json", ...inventory, ...args];
    return plimsollIn({ workingDirectory: folder, now: () => now, ...world }, "audit", ...cheap);
  }
  /** The demo's inventory with something else in it; its paths lead to the same files. */
  function inventory(change: (written: { hosts: object[]; [key: string]: unknown }) => void): string {
    const written = parse(readFileSync(demo.inventory, "utf8"));
    change(written);
    const path = join(demo.inventory, "..", `inventory-${folders}.yaml`);
    writeFileSync(path, stringify(written));
    return path;
  }
  /** A host that takes a connection and says nothing: its server, and the inventory with it. */
  async function withMuteHost() {
    const mute = createServer(() => undefined);
    const host = { name: "mute", address: "127.0.0.1", role: "worker", ssh: { port: await listeningPort(mute) } };
    return { mute, path: inventory(({ hosts }) => hosts.push(host)) };
  }
  const assessmentOf = (run: string) =>
    assessmentSchema.parse(JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")));

  it("is compared with the last one, which latest leads to, and keeps as many as are wanted", async () => {
    const runs = newRuns();
    const first = await audit(["--runs", runs]);
    expect([first.status, first.printed]).toEqual([exitCodes.open, expect.not.stringContaining("Since ")]);
    const [one = ""] = timedRuns(runs);
    expect(latestRun(runs)).toBe(one);
    const second = await audit(["--runs", runs, "--keep", "2"]);
    expect(second.printed).toMatch(/^Since .*: 2 unchanged$/m);
    const [two = ""] = timedRuns(runs);
    expect(readManifest(two).given).toEqual({ previous: [one] });
    expect(assessmentOf(two).comparedWith?.collected).toEqual(assessmentOf(one).collected);
    const third = await audit(["--runs", runs, "--keep", "2", "--quiet"]);
    expect(third.talked).toBe("");
    const [three = ""] = timedRuns(runs);
    expect([timedRuns(runs), latestRun(runs)]).toEqual([[three, two], three]);
    // No lock, and nothing else, is left.
    expect(readdirSync(runs).toSorted()).toEqual(
      [two, three].map((run) => run.slice(runs.length + 1)).concat("latest"),
    );
    // What is given goes before the last one, and stays however old it is.
    const fourth = await audit(["--runs", runs, "--keep", "2", "--previous", two]);
    expect([fourth.status, timedRuns(runs).slice(1)]).toEqual([exitCodes.open, [three, two]]);
    // A run that is not there is said to be none; it is no second one beside the last.
    const gone = await audit(["--runs", runs, "--previous", "gone"]);
    expect([gone.status, gone.talked]).toEqual([
      exitCodes.runFolder,
      `plimsoll: ${join(folder, "gone")} holds no run: it has no manifest.json\n`,
    ]);
  });

  it("is one at a time; the lock of a process that is gone counts for nothing", async () => {
    const runs = newRuns();
    await audit(["--runs", runs]);
    const release = lockRun(runs);
    const second = await audit(["--runs", runs]);
    release();
    expect(second).toEqual({
      status: exitCodes.runFolder,
      printed: "",
      talked: `plimsoll: ${runs} is in use by process ${process.pid} on ${hostname()}; if that is no plimsoll any more, remove ${runs}/lock\n`,
    });
    expect(timedRuns(runs)).toHaveLength(1);
    writeFileSync(join(runs, "lock"), JSON.stringify({ process: 2 ** 22 + 1, host: hostname() }));
    expect((await audit(["--runs", runs])).status).toBe(exitCodes.open);
    expect([timedRuns(runs).length, readdirSync(runs).includes("lock")]).toEqual([2, false]);
  });

  it("is not compared with another cluster's runs, nor without the run that latest leads to", async () => {
    const runs = newRuns();
    await audit(["--runs", runs]);
    const other = inventory((written) => {
      written["cluster"] = "other";
    });
    const [run = ""] = timedRuns(runs);
    expect(await audit(["--runs", runs, "-i", other])).toMatchObject({
      status: exitCodes.usage,
      talked: `plimsoll: ${run}, to compare with, is of the cluster demo, not of other\n`,
    });
    rmSync(join(run, "assessment.json"));
    expect(await audit(["--runs", runs])).toMatchObject({
      status: exitCodes.runFolder,
      talked: expect.stringContaining(`${run}/assessment.json: there is no such file`),
    });
    expect(timedRuns(runs)).toEqual([run]);
  });

  it("that was killed goes with the older ones, once nobody holds it", async () => {
    const { mute, path } = await withMuteHost();
    const runs = newRuns();
    const { child, ended } = startPlimsoll(["audit", "-i", path, "--runs", runs]);
    // It waits for this host, and has begun.
    await once(mute, "connection");
    const [killed = ""] = timedRuns(runs);
    child.kill("SIGKILL");
    await ended;
    mute.close();
    expect(readdirSync(killed)).toEqual(expect.arrayContaining(["journal.jsonl", "lock"]));
    const after = (days: number): Partial<Terminal> => ({ now: () => new Date(Date.now() + days * 24 * 3_600_000) });
    for (const days of [1, 2]) {
      expect((await audit(["--runs", runs, "--keep", "2"], after(days))).status).toBe(exitCodes.open);
      expect(timedRuns(runs)).toHaveLength(2);
    }
    expect(timedRuns(runs)).not.toContain(killed);
  });

  it("that a signal ends is kept, but is not the last one", async () => {
    const runs = newRuns();
    await audit(["--runs", runs]);
    const onInterrupt = (listener: (signal: "SIGTERM") => void) => {
      listener("SIGTERM");
      return () => undefined;
    };
    expect((await audit(["--runs", runs], { onInterrupt })).status).toBe(143);
    const [ended = "", first = ""] = timedRuns(runs);
    expect([latestRun(runs), readManifest(ended).state]).toEqual([first, "interrupted"]);
  });

  it("has a deadline, after which what was not read is not reviewed, and says so", async () => {
    const { mute, path } = await withMuteHost();
    const runs = newRuns();
    const late = await audit(["--runs", runs, "-i", path, "--deadline", "1s"]);
    mute.close();
    const run = latestRun(runs) ?? "";
    expect(late.talked).toContain(`The deadline was reached: hosts not yet read count as unread; --resume ${run} asks`);
    expect([late.status, late.printed]).toEqual([exitCodes.incomplete, expect.stringContaining("INCOMPLETE")]);
    const { nodes } = await readRun(run);
    expect([...nodes].find(({ node }) => node === "mute")?.read).toEqual({
      state: "unread",
      cause: "interrupted",
      message: expect.stringMatching(/the run's deadline of 1s was reached$/),
    });
    const { findings } = assessmentOf(run);
    const of = (id: string) => findings.find((finding) => finding.id === id)?.groups;
    expect(of("V-242387")?.find(({ targets }) => targets.includes("mute"))?.literal.status).toBe("not_reviewed");
    expect(readManifest(run).state).toBe("interrupted");
  });

  it("asks nobody where nobody sits: what is missing is said before a host is contacted", async () => {
    const key = join(demo.inventory, "..", "locked");
    writeFileSync(key, generateKeyPairSync("ed25519", lockedKey).privateKey, { mode: 0o600 });
    const locked = inventory((written) => {
      written["ssh"] = { ...Object(written["ssh"]), identityFile: "./locked" };
    });
    expect(await audit(["-i", locked, "--runs", newRuns()])).toEqual({
      status: exitCodes.usage,
      printed: "",
      talked: expect.stringMatching(/^plimsoll: .*locked.* passphrase.*\n$/),
    });
    const sudo = inventory((written) => {
      written["ssh"] = { ...Object(written["ssh"]), privilege: "sudo-password" };
    });
    expect(await audit(["-i", sudo, "--runs", newRuns()])).toEqual({
      status: exitCodes.usage,
      printed: "",
      talked:
        "plimsoll: cp1 needs a password for sudo: give it in PLIMSOLL_SUDO_PASSWORD, with --sudo-password-file, or at the terminal\n",
    });
  });

  it("needs its folder, and is no single run's", async () => {
    const wrong = async (...args: readonly string[]) => {
      const { status, talked } = await audit(args);
      expect(status).toBe(exitCodes.usage);
      return talked;
    };
    expect(await wrong("--keep", "3")).toBe("plimsoll: --keep needs --runs, the folder of this cluster's runs\n");
    expect(await wrong("--runs", "a", "--keep", "1")).toContain("It must be a number of runs, 2 at least");
    expect(await wrong("--runs", "a", "-o", "b")).toContain("cannot be used with option");
    expect(await wrong("--runs", "a", "--resume", "b")).toContain("cannot be used with option");
    expect(await wrong("--runs", "a", "--shard", "1/2")).toContain("cannot be used with option");
    expect(await wrong("--deadline", "soon")).toContain("It must be a time such as 90s, 30m or 1h30m");
  });
});
