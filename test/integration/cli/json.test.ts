import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  type DescribedCommand,
  describedCommand,
  withAllBelow,
} from "../../../src/cli/completion/described-command.ts";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { commandLine } from "../../../src/cli/program.ts";
import { makeSshKeys } from "../../../src/demo/ssh-keys.ts";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { recordedTerminal } from "../../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-json-"));
const docs = readFileSync(new URL("../../../docs/json.md", import.meta.url), "utf8");

const leaves: readonly DescribedCommand[] = withAllBelow(
  describedCommand(commandLine({ ...recordedTerminal(), finish: () => undefined })),
).filter(({ path, commands }) => commands.length === 0 && path.at(-1) !== "help");
const names = leaves.map(({ path }) => path.join(" "));

/** What docs/json.md says of a command: its members, which of them may be missing. */
const documented = (command: string): readonly string[] => {
  const rows = docs.split("\n").filter((line) => line.startsWith("|"));
  const row = rows.find((line) => line.split("|")[1]?.includes(`\`${command}\``));
  return [...(row?.split("|")[2] ?? "").matchAll(/`([$\w]+\??)`/g)].map(([, name = ""]) => name);
};

/** What commands printed, by their names. */
const results = new Map<string, Record<string, unknown>>();

const plimsoll = (...args: readonly string[]) =>
  plimsollIn({ workingDirectory: folder, home: folder, now: () => new Date() }, ...args);

/** Runs a command with --json. */
async function asked(...args: readonly string[]) {
  const { status, printed, talked } = await plimsoll(...args, "--json");
  const result: Record<string, unknown> = JSON.parse(printed);
  return { status, result, printed, talked };
}

// Port 1 (tcpmux) has no listener on loopback.
const down = { name: "down", address: "127.0.0.1", role: "worker", ssh: { port: 1 } };

/** A command line for every command; those that read runs come after what makes them. */
const cases: Readonly<Record<string, readonly string[]>> = {
  init: ["--control-plane", "cp-1=10.0.0.1", "--cluster", "c", "--user", "audit", "-o", "written.yaml"],
  check: ["-i", "down.yaml"],
  audit: ["-i", "down.yaml", "-o", "audited", "--format", "html,ckl"],
  collect: ["-i", "down.yaml", "-o", "collected"],
  merge: ["shard-1", "shard-2", "-o", "merged", "--format", "json"],
  assess: ["audited", "--fail-on", "I"],
  report: ["audited", "--format", "ckl"],
  diff: ["audited", "merged"],
  history: ["."],
  rules: ["V-242387", "non-root-containers", "V-242443"],
  "benchmark diff": ["v2r5", "v2r6"],
  trust: ["-i", "down.yaml"],
  schedule: ["-i", "down.yaml", "--as", "systemd"],
  "decisions check": ["decisions.yaml"],
  "api-access": [],
  reader: [],
  demo: ["-o", "demo"],
  schema: ["run-history"],
  completion: ["bash"],
};

describe("--json", () => {
  beforeAll(async () => {
    writeFileSync(join(folder, "known_hosts"), "");
    writeFileSync(
      join(folder, "down.yaml"),
      stringify({
        cluster: "c",
        ssh: { user: "audit", knownHosts: "./known_hosts", identityFile: "./id", connectTimeout: 2 },
        hosts: [down],
      }),
    );
    writeFileSync(join(folder, "id"), makeSshKeys().private, { mode: 0o600 });
    writeFileSync(
      join(folder, "decisions.yaml"),
      stringify({
        waivers: [{ rule: "V-242387", scope: { cluster: true }, reason: "r", approver: "a", expires: "2020-01-01" }],
      }),
    );
    for (const index of [1, 2]) {
      await plimsoll("collect", "-i", "down.yaml", "-o", `shard-${index}`, "--shard", `${index}/2`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is an option of every command, each of which is tried here and documented", () => {
    expect(Object.keys(cases).sort()).toEqual([...names].sort());
    for (const { path, options } of leaves) {
      expect([path, options.some((option) => option.names.includes("--json"))]).toEqual([path, true]);
      expect(documented(path.join(" ")), path.join(" ")).not.toEqual([]);
    }
  });

  it.each(Object.entries(cases))("%s prints one object with the members that are documented", async (command, args) => {
    const { status, result, printed, talked } = await asked(...command.split(" "), ...args);
    expect([exitCodes.clean, exitCodes.incomplete, exitCodes.expired], talked).toContain(status);
    results.set(command, result);
    const members = documented(command);
    expect(members.map((name) => name.replace("?", ""))).toEqual(expect.arrayContaining(Object.keys(result)));
    expect(Object.keys(result)).toEqual(expect.arrayContaining(members.filter((name) => !name.endsWith("?"))));
    if (!["api-access", "schema"].includes(command)) expect(Object.keys(result)[0]).toBe("schemaVersion");
    if ("exitStatus" in result) expect(result["exitStatus"]).toBe(status);
    // No control sequence, thus no colour, on either side; NO_COLOR has nothing to turn off.
    expect(printed + talked).not.toContain("\u001b");
  });

  it("says of a run what was written, what was read, why not, and what is open", async () => {
    const unread = await asked("audit", "-i", "down.yaml", "-o", "unread", "--format", "html,csv");
    expect(unread.status).toBe(exitCodes.incomplete);
    expect(unread.result).toMatchObject({
      run: join(folder, "unread"),
      cluster: "c",
      complete: false,
      files: ["report.html", "findings.csv", "assessment.json"].map((file) => join(folder, "unread", file)),
      nodes: {
        all: 1,
        read: 0,
        unread: [{ name: "down", cause: "refused", message: "the connection was refused" }],
      },
      api: { state: "not-configured" },
    });
    expect(JSON.stringify(unread.result)).toMatch(/"happened":"The machine answered, .*"todo":"/);
    expect(unread.talked).toBe("1/1 down: refused: the connection was refused\n");

    const result = results.get("demo") ?? {};
    expect(result).toMatchObject({
      exitStatus: exitCodes.clean,
      complete: true,
      nodes: { all: 3, read: 3, unread: [] },
      api: { state: "read" },
    });
    const { findings }: { findings: readonly { benchmark: string; severity: string; status: string }[] } = JSON.parse(
      readFileSync(join(folder, "demo", "assessment.json"), "utf8"),
    );
    const open = findings.filter((one) => one.benchmark === "stig" && one.severity === "high" && one.status === "open");
    expect(open.length).toBeGreaterThan(0);
    expect(result["benchmarks"]).toMatchObject([
      { name: "stig", release: "V2R6", counts: [{ category: "CAT I", open: open.length, waived: 0 }, {}, {}] },
      { name: "nsa-cisa" },
    ]);
  });

  it("says what a shard has, which nobody judges, and what a run that is gone on with lacks", async () => {
    const shard = await asked("audit", "-i", "down.yaml", "-o", "shard", "--shard", "1/1");
    expect(shard.result).toMatchObject({ run: join(folder, "shard"), shard: "1/1", complete: false });
    expect(Object.keys(shard.result).sort()).toEqual(
      documented("collect")
        .map((name) => name.replace("?", ""))
        .toSorted(),
    );
    const again = await asked("collect", "-i", "down.yaml", "--resume", "collected");
    expect(again.result).toMatchObject({ nodes: { all: 1, read: 0, unread: [{ name: "down", cause: "refused" }] } });
  });

  it("has host keys as talk for whoever confirms them, and what is without a known bastion", async () => {
    const { result, talked } = await asked("trust", "-i", "down.yaml");
    expect(talked).toMatch(/^0 of 1 hosts and bastions are known .*\ndown 127\.0\.0\.1:1 refused: .*\n$/);
    expect(result["servers"]).toMatchObject([{ name: "down", state: "refused", cause: "refused" }]);
  });

  it.each(names)("%s that cannot be carried out prints no result, and one sentence as talk", async (command) => {
    const { status, printed, talked } = await plimsoll(...command.split(" "), "--json", "--frobnicate");
    expect({ status, printed }).toEqual({ status: exitCodes.usage, printed: "" });
    expect(talked).toMatch(
      /^plimsoll: (unknown option '--frobnicate'|required option '-i, --inventory <file>' not specified)\n$/,
    );
  });
});
