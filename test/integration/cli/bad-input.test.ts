import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeSshKeys } from "../../../src/demo/ssh-keys.ts";
import { type DemoNode, startDemoNode } from "../../../src/demo/ssh-node.ts";
import { listeningPort } from "../../support/listening-port.ts";
import { startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollHere, plimsollIn } from "../../support/plimsoll-here.ts";
import { nodeRecording } from "../../support/recordings.ts";
import { sweepHeader, sweepOf } from "../../support/sweep.ts";

const recording = nodeRecording("w1");
const keys = makeSshKeys();

describe("what can be wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bad-"));
  let node: DemoNode;
  let mute: Server;
  let mutePort = 0;
  let run: string;
  let runs = 0;

  beforeAll(async () => {
    node = await startDemoNode(recording, "audit", keys.public);
    mute = createServer((socket) => socket.on("error", () => undefined));
    mutePort = await listeningPort(mute);
    writeFileSync(join(folder, "id"), keys.private, { mode: 0o600 });
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${node.port} ${node.hostKey}\n`);
  });
  beforeEach(() => {
    runs += 1;
    run = join(folder, `run-${runs}`);
  });
  afterAll(async () => {
    await node.close();
    mute.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function inventory(hosts: readonly object[], ssh: object = {}): string {
    const file = join(folder, `inventory-${runs}.yaml`);
    const defaults = { user: "audit", identityFile: "./id", knownHosts: "./known_hosts", connectTimeout: 2, ...ssh };
    writeFileSync(file, stringify({ cluster: "c", ssh: defaults, hosts }));
    return file;
  }
  const good = (name: string) => ({ name, address: "127.0.0.1", role: "worker", ssh: { port: node.port } });
  // Port 1 (tcpmux) has no listener on loopback.
  const down = (name: string) => ({ name, address: "127.0.0.1", role: "worker", ssh: { port: 1 } });
  const audit = (file: string, ...more: readonly string[]) => plimsollHere("audit", "-i", file, "-o", run, ...more);
  const manifest = () => JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));

  describe("is said in one sentence, contacts nothing and exits 2", () => {
    it.each([
      ["no command", [], /Usage: plimsoll/],
      ["an unknown option", ["audit", "-i", "x", "--frobnicate"], /unknown option '--frobnicate'/],
      ["no inventory", ["audit"], /required option '-i, --inventory <file>' not specified/],
      ["an inventory that is not there", ["audit", "-i", "/nonexistent.yaml"], /^plimsoll: \/nonexistent\.yaml: .*\n$/],
      [
        "a rule that is not there",
        ["audit", "-i", "x", "--only", "V-1"],
        /^plimsoll: there is no rule "V-1" in v2r6: plimsoll rules lists those that there are\n$/,
      ],
      [
        "a word that is no rule",
        ["audit", "-i", "x", "--only", "V1"],
        /^plimsoll: there is no rule "V1" in v2r6: plimsoll rules lists those that there are\n$/,
      ],
      [
        "a benchmark's file beside a release",
        ["audit", "-i", "x", "--benchmark-file", "x", "--release", "v2r5"],
        /'--benchmark-file <file>' cannot be used with option '--release <name>'/,
      ],
      [
        "a benchmark's file that is not there",
        ["audit", "-i", "x", "--benchmark-file", "/nonexistent.zip"],
        /^plimsoll: \/nonexistent\.zip: there is no such file\n$/,
      ],
      [
        "a benchmark's file where it is not judged by",
        ["assess", "x", "--benchmark-file", "x", "--benchmark", "nsa-cisa"],
        /^plimsoll: --benchmark-file is the STIG's, which --benchmark nsa-cisa leaves out\n$/,
      ],
      [
        "a format that is not there",
        ["report", "x", "--format", "docx"],
        /"docx" is not one of html, ckl, cklb, json, csv, junit/,
      ],
      ["no rule at all", ["audit", "-i", "x", "--only", " , "], /must name at least one rule\.\n$/],
      ["no format", ["report", "x", "--format", ""], /must name at least one of html, ckl/],
      ["a wrong concurrency", ["audit", "-i", "x", "--concurrency", "0"], /must be a number from 1 to 1000/],
      [
        "a rule that the release does not have",
        ["audit", "-i", "x", "--only", "V-242386"],
        /^plimsoll: there is no rule "V-242386" in v2r6: it is one of --release v1r11, v2r4\n$/,
      ],
      [
        "a rule that an older release does not have",
        ["assess", "x", "--release", "v1r11", "--only", "V-274882"],
        /^plimsoll: there is no rule "V-274882" in v1r11: it is one of --release v2r4, v2r5, v2r6\n$/,
      ],
      [
        "a rule asked for that is not there",
        ["rules", "V-1"],
        /^plimsoll: there is no rule "V-1" in v2r6: plimsoll rules lists those that there are\n$/,
      ],
    ])("%s", async (_what, args, sentence) => {
      const ended = await plimsollHere(...args);
      expect(ended.stderr).toMatch(sentence);
      expect(ended.status).toBe(2);
    });

    it("an inventory of no hosts, a wrong role, an empty range", async () => {
      for (const [hosts, words] of [
        [[], /hosts/],
        [[{ name: "w", role: "minion" }], /inventory-\d+\.yaml:\d+:\d+: .*minion/],
        [[{ name: "w[5:4]", role: "worker" }], /inventory-\d+\.yaml:\d+:\d+: .*\[5:4\]/],
      ] as const) {
        const ended = await audit(inventory(hosts));
        expect(ended.stderr).toMatch(words);
        expect([ended.status, existsSync(run)]).toEqual([2, false]);
      }
    });

    it("a key that is not there, is no key, or needs another passphrase", async () => {
      const { privateKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase: "right" },
      });
      writeFileSync(join(folder, "locked"), privateKey, { mode: 0o600 });
      writeFileSync(join(folder, "text"), "no key");
      for (const [identityFile, words] of [
        ["./missing", /missing cannot be read/],
        ["./text", /text holds no private key\.\n$/],
        ["./locked", /passphrase .*locked/],
      ] as const) {
        const file = inventory([good("w1")], { identityFile });
        const environment = { PLIMSOLL_PASSPHRASE: "wrong" };
        const ended = await plimsollIn({ environment }, "audit", "-i", file, "-o", run);
        expect(ended.talked).toMatch(words);
        expect([ended.status, existsSync(run)]).toEqual([2, false]);
      }
    });

    it("sweeps that cannot be used, all of them", async () => {
      const sweeps = join(folder, "sweeps");
      mkdirSync(sweeps);
      writeFileSync(join(sweeps, "w1.sweep"), sweepOf(recording, sweepHeader("w1")).slice(0, -40));
      writeFileSync(join(sweeps, "w9.sweep"), sweepOf(recording, sweepHeader("w9")));
      const ended = await audit(inventory([good("w1")]), "--from", sweeps);
      expect(ended.stderr).toMatch(
        /^plimsoll: .*w1\.sweep is cut off: .*\nplimsoll: .*w9\.sweep is of w9, which .*\n$/,
      );
      expect([ended.status, existsSync(run)]).toEqual([2, false]);
    });

    it("a host without a key where no agent runs", async () => {
      const file = inventory([good("w1")]);
      writeFileSync(file, readFileSync(file, "utf8").replace(/ *identityFile: .*\n/, ""));
      const ended = await plimsollIn({ environment: {} }, "audit", "-i", file, "-o", run);
      expect(ended.talked).toMatch(/^plimsoll: w1 has no identityFile in the inventory, and no agent runs .*\n$/);
      expect([ended.status, existsSync(run)]).toEqual([2, false]);
    });

    it("a kubeconfig that is not there", async () => {
      const file = inventory([good("w1")]);
      writeFileSync(file, `kubeconfig: ./no-kubeconfig\n${readFileSync(file, "utf8")}`);
      const ended = await audit(file);
      expect(ended.stderr).toMatch(/^plimsoll: .*no-kubeconfig: /);
      expect([ended.status, existsSync(run)]).toEqual([2, false]);
    });
  });

  it("one host down of five: the others are read, the exit is 3", async () => {
    const others = await Promise.all(["b", "c", "d"].map(() => startDemoNode(recording, "audit", keys.public)));
    const known = [node, ...others].map(({ port, hostKey }) => `[127.0.0.1]:${port} ${hostKey}\n`);
    writeFileSync(join(folder, "known_hosts"), known.join(""));
    const hosts = others.map(({ port }, index) => ({ ...good(`n${index}`), ssh: { port } }));
    const ended = await audit(inventory([good("w1"), ...hosts, down("gone")]));
    await Promise.all(others.map((other) => other.close()));
    expect(ended.stdout).toMatch(/INCOMPLETE: 4 of 5 nodes read; unread: gone \(refused/);
    expect(ended.status).toBe(3);
  });

  it("all hosts down: nothing passes, the exit is 3", async () => {
    const ended = await audit(inventory([down("a")]));
    expect(ended.status).toBe(3);
    const { findings } = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8"));
    expect(findings).toHaveLength(92);
    expect(findings.filter(({ status }: { status: string }) => /^not_a/.test(status))).toEqual([]);
  });

  it("a host key that changed: nothing is run there", async () => {
    const other = makeSshKeys();
    writeFileSync(join(folder, "changed"), `[127.0.0.1]:${node.port} ${other.public}\n`);
    const ended = await audit(inventory([good("w1")], { knownHosts: "./changed" }));
    expect(ended.stderr).toMatch(/w1: host-key-changed/);
    expect(ended.status).toBe(3);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s leaves what was read, says so and exits by the signal",
    async (signal) => {
      const slow = {
        name: "slow",
        address: "127.0.0.1",
        role: "worker",
        ssh: { port: mutePort, connectTimeout: 60 },
      };
      const file = inventory([good("w1"), slow]);
      const { child, ended } = startPlimsoll(["audit", "-i", file, "-o", run]);
      // The first host has been read: only the mute one is left.
      await new Promise<void>((resolve) => {
        child.stderr.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes("w1: read")) resolve();
        });
      });
      child.kill(signal);
      const { status, stderr } = await ended;
      expect(stderr).toContain(`Interrupted by ${signal}`);
      expect(status).toBe(signal === "SIGINT" ? 130 : 143);
      expect(manifest()).toMatchObject({ state: "interrupted" });
      const { coverage } = JSON.parse(readFileSync(join(run, "assessment.json"), "utf8"));
      expect(coverage.nodes).toMatchObject([
        { name: "w1", state: "read" },
        { name: "slow", state: "unread", cause: "interrupted" },
      ]);
    },
  );

  it("an output that cannot be written: one sentence, exit 4", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const ended = await plimsollHere("audit", "-i", inventory([good("w1")]), "-o", join(file, "run"));
    expect(ended).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/^plimsoll: cannot write .*a-file\/run: a part of the path is no directory\n$/),
    });
  });

  it("a run folder that was changed: one sentence, exit 5", async () => {
    await audit(inventory([good("w1")]));
    chmodSync(join(run, "evidence", "node-w1.json.gz"), 0o600);
    writeFileSync(join(run, "evidence", "node-w1.json.gz"), "changed");
    const ended = await plimsollHere("assess", run);
    expect(ended).toMatchObject({
      status: 5,
      stderr: expect.stringMatching(/^plimsoll: .*its SHA-256 is not the one in manifest\.json\n$/),
    });
  });

  it("a folder that is no run: one sentence, exit 5", async () => {
    mkdirSync(run);
    expect(await plimsollHere("report", run)).toMatchObject({
      status: 5,
      stderr: `plimsoll: ${run} holds no run: it has no manifest.json\n`,
    });
  });
});
