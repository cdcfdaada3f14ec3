import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { shellWord } from "../../../src/schedule/crontab.ts";
import { cronFields, momentNamed, onCalendar } from "../../../src/schedule/moment.ts";
import { unitWord } from "../../../src/schedule/systemd.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { plimsollAt } from "../../support/plimsoll-here.ts";

const hasSystemd = requireTools("systemd units", [{ command: "systemd-analyze", package: "systemd" }]);
const systemd = (...args: readonly string[]) => spawnSync("systemd-analyze", args, { encoding: "utf8" });

describe("a moment", () => {
  it.each([
    ["03:00", "*-*-* 03:00:00", "0 3 * * *"],
    ["mon 3:05", "Mon *-*-* 03:05:00", "5 3 * * 1"],
    ["Thu,mon  23:59", "Mon,Thu *-*-* 23:59:00", "59 23 * * 1,4"],
    ["sun 00:00", "Sun *-*-* 00:00:00", "0 0 * * 0"],
  ])("%s", (text, calendar, fields) => {
    const moment = momentNamed(text);
    expect(moment && [onCalendar(moment), cronFields(moment)]).toEqual([calendar, fields]);
    if (hasSystemd) expect(systemd("calendar", calendar)).toMatchObject({ status: 0 });
  });

  it.each(["", "3", "24:00", "03:60", "monday 03:00", "mon,", "mon-fri 03:00", "03:00 mon", "*-*-* 03:00"])(
    "is not %j",
    (text) => expect(momentNamed(text)).toBeUndefined(),
  );
});

const awkward = ["plain/a-b.c:1", "two words", "it's", '"quoted"', "100%", "$HOME", "back\\slash", "a;b", "*", ""];

describe("a word of a command line", () => {
  it.each(awkward)("is the same to a shell that cron starts: %j", (word) => {
    expect(spawnSync("sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" }).stdout).toBe(word);
  });

  it("is quoted for systemd, whose percent and dollar signs are doubled", () => {
    expect(awkward.map(unitWord)).toEqual([
      "plain/a-b.c:1",
      '"two words"',
      '"it\'s"',
      '"\\"quoted\\""',
      "100%%",
      "$$HOME",
      '"back\\\\slash"',
      '"a;b"',
      '"*"',
      '""',
    ]);
  });
});

describe("plimsoll schedule", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-schedule-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const keys = { user: "audit", identityFile: "/etc/plimsoll/key", knownHosts: "/etc/plimsoll/known_hosts" };
  function inventory(ssh: object = keys): string {
    const hosts = [{ name: "w1", address: "10.0.0.1", role: "worker" }];
    writeFileSync(join(folder, "inventory.yaml"), stringify({ cluster: "production", ssh, hosts }));
    return join(folder, "inventory.yaml");
  }
  const program = [process.execPath, "/opt/plimsoll/dist/main.js"];
  const schedule = (...args: readonly string[]) =>
    plimsollAt({ workingDirectory: folder, program, home: "/home/op" }, "schedule", "-i", "inventory.yaml", ...args);
  const setting = (text: string, name: string) =>
    [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value]) => value);

  it("prints a line for a crontab", async () => {
    const path = inventory();
    const { status, printed, talked } = await schedule("--as", "cron", "--at", "mon 03:00", "--", "--only", "V-242387");
    expect([status, talked]).toEqual([0, ""]);
    expect(printed.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
      `0 3 * * 1 ${process.execPath} /opt/plimsoll/dist/main.js audit -i ${path} --runs /var/lib/plimsoll/production --keep 30 --deadline 2h --quiet --only V-242387`,
    ]);
  });

  it("takes what is given before what is usual", async () => {
    inventory();
    const { printed } = await schedule(
      "--as",
      "cron",
      "--",
      "--runs=/srv/runs",
      "--concurrency",
      "30",
      "--deadline",
      "3h",
    );
    expect(printed).toMatch(/ --keep 30 --quiet --runs=\/srv\/runs --concurrency 30 --deadline 3h$/);
  });

  it.runIf(hasSystemd)("prints units that systemd takes, and finds no fault with", async () => {
    inventory();
    const { status, printed } = await schedule("--as", "systemd", "-o", ".");
    const [service = "", timer = ""] = printed.split("\n");
    expect([status, service]).toEqual([0, join(folder, "plimsoll-production.service")]);
    expect(statSync(service).mode & 0o777).toBe(0o600);
    const text = readFileSync(service, "utf8").replaceAll("/opt/plimsoll/dist/main.js", "/bin/true");
    writeFileSync(service, text);
    expect(systemd("verify", service, timer)).toMatchObject({ status: 0, stderr: "" });
    // 0 is the best, 10 the worst, and 9.6 what a unit without any of it has.
    const secure = systemd("security", "--offline=true", "--threshold=25", service);
    expect(secure.stdout, secure.stderr).toMatch(/Overall exposure level for \S+: 2\.\d OK/);
    expect(secure.status).toBe(0);
    expect((await schedule("--as", "systemd", "-o", ".")).talked).toContain("is there already");
  });

  it("has a unit see and write no more than it has to", async () => {
    inventory();
    const plain = (await schedule("--as", "systemd")).printed;
    const values = (text: string) =>
      ["User", "StateDirectory", "ReadWritePaths", "ProtectHome", "RestrictNamespaces", "TimeoutStartSec"].map((name) =>
        setting(text, name),
      );
    expect(values(plain)).toEqual([[userInfo().username], ["plimsoll/production"], [], ["yes"], ["yes"], ["8100"]]);
    inventory({ ...keys, knownHosts: "/root/.ssh/known_hosts", strictHostKeyChecking: "accept-new" });
    const more = [
      "--runs",
      "/srv/runs",
      "--format",
      "html,pdf",
      "--deadline",
      "30m",
      "--prometheus",
      "/srv/metrics/p.prom",
    ];
    const wide = (await schedule("--as", "systemd", "--", ...more)).printed;
    expect(values(wide)).toEqual([
      [userInfo().username],
      [],
      ["/srv/runs", "/srv/metrics", "/root/.ssh"],
      ["read-only"],
      [],
      ["2700"],
    ]);
  });

  it("says where a person's agent would be needed", async () => {
    inventory({ user: "audit", knownHosts: "/etc/plimsoll/known_hosts" });
    expect((await schedule("--as", "cron")).talked).toMatch(/^w1 has no identityFile in the inventory: no agent/);
  });

  it("refuses what no schedule can carry, or the audit would refuse", async () => {
    inventory();
    const wrong = async (...args: readonly string[]) => {
      const { status, talked } = await schedule(...args);
      expect(status).toBe(2);
      return talked;
    };
    expect(await wrong("--as", "cron", "--", "--webhook", "hook")).toContain("hook: a schedule starts elsewhere");
    expect(await wrong("--as", "cron", "--", "--webhok", "x")).toContain("unknown option '--webhok'");
    expect(await wrong("--as", "cron", "--", "--on-change", "/a\nb")).toContain("holds a character that no schedule");
    expect(await wrong("--as", "cron", "--at", "noon")).toContain("It must be a time such as 03:00");
    expect(await wrong("--as", "cron", "-o", ".")).toContain("--output is for the files of --as systemd");
    expect(await wrong("--as", "at")).toContain("Allowed choices are systemd, cron, cronjob");
  });
});
