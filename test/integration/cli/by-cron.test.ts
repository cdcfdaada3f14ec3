import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { latestRun } from "../../../src/run-folder/runs-folder.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { plimsoll } from "../../support/plimsoll.ts";

const hasCron =
  requireTools("an audit that cron starts", [
    { command: "cron", package: "cron" },
    { command: "unshare", package: "util-linux" },
    { command: "mkfifo", package: "coreutils" },
  ]) && requireRoot("an audit that cron starts");

// A cron of its own, that sees no table but this one, and that no other sees: its folders are this process's alone.
const ownCron = `set -e
mount -t tmpfs tmpfs /var/spool/cron; mkdir -m 1730 /var/spool/cron/crontabs; chgrp crontab /var/spool/cron/crontabs
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /etc/cron.d; mount --bind /dev/null /etc/crontab
crontab "$1"
exec cron -f`;

describe.skipIf(!hasCron)("an audit that cron starts", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-cron-"));
  let demo: DemoCluster;
  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("by the printed line ends as the verdict says, and is kept", async () => {
    const [runs, ended, table] = ["runs", "ended", "table"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    // A percent sign is the end of a line to cron.
    const hook = join(folder, "100% changed");
    writeFileSync(hook, "#!/bin/sh\nexit 0\n", { mode: 0o700 });
    const more = ["--", "--runs", runs, "--only", "V-242387", "--format", "json", "--on-change", hook];
    const { stdout, stderr } = await plimsoll("schedule", "-i", demo.inventory, "--as", "cron", ...more);
    expect([stderr, stdout]).toEqual(["", expect.stringContaining("100\\% changed")]);
    // At the start of cron instead of the next night, and word of the end.
    const line = stdout.trim().split("\n").at(-1)?.replace("0 3 * * *", "@reboot");
    execFileSync("mkfifo", [ended]);
    writeFileSync(table, `MAILTO=""\n${line} >${folder}/said 2>&1; echo $? >${ended}\n`);
    const cron = spawn("unshare", ["--mount", "sh", "-c", ownCron, "sh", table], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said = text(cron.stderr);
    const stopped = new Promise<string>((resolve) => cron.on("exit", () => void said.then(resolve)));
    const waits = spawn("timeout", ["50", "cat", ended], { stdio: ["ignore", "pipe", "inherit"] });
    // Whichever is first: the end of the audit, or of a cron that could not start.
    const status = await Promise.race([text(waits.stdout), stopped]);
    waits.kill();
    cron.kill();
    await stopped;
    expect(status, readFileSync(join(folder, "said"), "utf8")).toBe("0\n");
    const run = latestRun(runs) ?? "";
    const assessment = assessmentSchema.parse(JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")));
    expect(assessment.coverage).toMatchObject({ complete: true });
    // Nothing but the result: no progress, no question.
    expect(readFileSync(join(folder, "said"), "utf8")).toMatch(/^Cluster demo, /);
  });
});
