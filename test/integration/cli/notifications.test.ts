import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { lockRun } from "../../../src/run-folder/lock.ts";
import { latestRun, timedRuns } from "../../../src/run-folder/runs-folder.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";

describe("who is told of a schedule's audit", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-notify-"));
  const path = (name: string): string => join(folder, name);
  const runs = path("runs");
  const { ca, cert, key } = makeCertificates(new Date());
  const posted: unknown[] = [];
  const server = createServer({ cert, key }, async (request, response) => {
    posted.push(await json(request));
    response.end("ok");
  });
  let demo: DemoCluster;
  let day = 0;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    const port = await listeningPort(server);
    writeFileSync(path("ca.pem"), ca);
    writeFileSync(path("webhook"), `https://127.0.0.1:${port}/services/secret\n`, { mode: 0o600 });
    mkdirSync(path("bin"));
    // What it does with them is tried in the lab.
    writeFileSync(path("bin/logger"), `#!/bin/sh\nprintf '%s\\n' "$@" >>${path("logged")}\n`, { mode: 0o755 });
    writeFileSync(path("changed"), `#!/bin/sh\ncat >${path("diff.json")}; echo "$PLIMSOLL_TEXT"\n`, { mode: 0o755 });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const all = (): readonly string[] => [
    ...["--on-change", path("changed"), "--webhook", path("webhook")],
    ...["--syslog", "--prometheus", path("plimsoll.prom")],
  ];
  const given = (only: string): readonly string[] => [
    ...["audit", "-i", demo.inventory, "--runs", runs, "--only", only, "--format", "json", "--quiet"],
  ];
  /** Audits in this process, a day after the last one. */
  async function audit(only: string, ...args: readonly string[]) {
    const now = new Date(Date.UTC(2026, 10, ++day, 3));
    const around = { workingDirectory: folder, environment: { PATH: path("bin") }, now: () => now };
    const { status, talked } = await plimsollIn(around, ...given(only), ...args);
    return { status, talked };
  }
  const logged = (): string => (existsSync(path("logged")) ? readFileSync(path("logged"), "utf8") : "");
  const metric = (name: string): string | undefined =>
    new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, "m").exec(readFileSync(path("plimsoll.prom"), "utf8"))?.[1];

  it("is log and metrics of the first run, of which nobody knows what changed", async () => {
    expect(await audit("V-242387", ...all())).toEqual({ status: exitCodes.clean, talked: "" });
    expect([existsSync(path("diff.json")), posted]).toEqual([false, []]);
    expect(logged()).toMatch(
      /^--socket-errors=on\n--tag\nplimsoll\n--priority\ndaemon\.info\n--\naudit cluster=demo status=0 complete=yes nodes_read=3\/3 /,
    );
    expect(metric("plimsoll_exit_status")).toBe("0");
    expect(metric("plimsoll_last_success_timestamp_seconds")).toBe(metric("plimsoll_last_run_timestamp_seconds"));
    expect(statSync(path("plimsoll.prom")).mode & 0o777).toBe(0o644);
  });

  it("is program and webhook too where something changed; by https, with the authorities that Node is told of", async () => {
    const environment = {
      ...process.env,
      PATH: `${path("bin")}:${process.env["PATH"]}`,
      NODE_EXTRA_CA_CERTS: path("ca.pem"),
    };
    const { ended } = startPlimsoll([...given("V-242387,V-242434"), ...all()], environment);
    const { status, stderr } = await ended;
    expect([status, stderr]).toEqual([exitCodes.open, expect.stringMatching(/^demo: .*1 not judged before\n$/)]);
    expect(JSON.parse(readFileSync(path("diff.json"), "utf8"))).toMatchObject({
      cluster: "demo",
      counts: { added: 1 },
    });
    expect(posted).toEqual([
      expect.objectContaining({
        cluster: "demo",
        exitStatus: 1,
        text: stderr.trim(),
        findings: [expect.objectContaining({ id: "V-242434", change: "added" })],
      }),
    ]);
  });

  it("is said where it cannot be done, with a status, and loses nothing", async () => {
    day = 27;
    writeFileSync(path("broken"), "#!/bin/sh\necho no mail here; exit 75\n", { mode: 0o755 });
    const ended = await audit("V-242387", ...all(), "--on-change", path("broken"), "--keep", "2");
    expect(ended.status).toBe(exitCodes.untold);
    expect(ended.talked).toContain("no mail here\n");
    expect(ended.talked).toContain(`plimsoll: ${path("broken")} was not told: it ended in status 75\n`);
    // This process trusts no authority of the test's; of the URL no more than the host is said.
    expect(ended.talked).toMatch(/plimsoll: the webhook at 127\.0\.0\.1:\d+ was not told: no certificate authority/);
    expect(ended.talked).not.toContain("secret");
    const [newest = ""] = timedRuns(runs);
    expect([timedRuns(runs).length, latestRun(runs)]).toEqual([2, newest]);
    expect(existsSync(join(newest, "assessment.json"))).toBe(true);
    expect(metric("plimsoll_exit_status")).toBe("0");
  });

  it("is the log where the audit comes to nothing", async () => {
    const release = lockRun(runs);
    rmSync(path("logged"));
    const metrics = readFileSync(path("plimsoll.prom"), "utf8");
    const ended = await audit("V-242387", ...all());
    release();
    expect(ended.status).toBe(exitCodes.runFolder);
    expect(logged()).toMatch(/\ndaemon\.err\n--\naudit failed runs=\S+\/runs: \S+\/runs is in use by process \d+ on /);
    expect(readFileSync(path("plimsoll.prom"), "utf8")).toBe(metrics);
  });

  it("is looked at before anything is asked", async () => {
    const before = timedRuns(runs);
    const wrong = async (...args: readonly string[]) => {
      const { status, talked } = await audit("V-242387", ...args);
      expect(status).toBe(exitCodes.usage);
      return talked;
    };
    expect(await wrong("--on-change", "./none")).toContain(
      "--on-change: there is no program ./none that may be started",
    );
    expect(await wrong("--on-change", path("webhook"))).toContain("that may be started");
    expect(await wrong("--on-change", "mailx")).toContain("there is no program mailx that may be started on the PATH");
    expect(await wrong("--webhook", "http://hooks.example.org/secret")).toBe(
      "plimsoll: --webhook plain http is for this machine only: it is no https URL\n",
    );
    writeFileSync(path("no-url"), "not a url\n", { mode: 0o600 });
    expect(await wrong("--webhook", path("no-url"))).toBe(
      `plimsoll: --webhook ${path("no-url")}: it is no https URL\n`,
    );
    writeFileSync(path("open"), "https://hooks.example.org/x\n", { mode: 0o644 });
    expect(await wrong("--webhook", path("open"))).toContain("can be read by others than its owner");
    expect(await wrong("--prometheus", "plimsoll.txt")).toContain("node_exporter reads *.prom only");
    expect(await wrong("--prometheus", "none/plimsoll.prom")).toContain("its folder is not there");
    expect(timedRuns(runs)).toEqual(before);
    expect(await plimsollIn({ workingDirectory: folder }, "audit", "-i", demo.inventory, "--syslog")).toMatchObject({
      status: exitCodes.usage,
      talked: "plimsoll: --syslog needs --runs, the folder of this cluster's runs\n",
    });
  });
});
