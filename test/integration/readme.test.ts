import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { readerSha256, readerSource } from "../../src/connect/reader.ts";
import { parseSweep } from "../../src/connect/recordings/sweep-file.ts";
import { type DemoCluster, startDemoCluster } from "../../src/demo/demo-cluster.ts";
import { parseInventory } from "../../src/inventory/load.ts";
import { requireTools } from "../support/lab-requirements.ts";
import { plimsollHere } from "../support/plimsoll-here.ts";
import { nodeRecording } from "../support/recordings.ts";
import { sweepHeader, sweepOf } from "../support/sweep.ts";
import { xccdfGroup, xccdfText } from "../support/xccdf.ts";
import { zipOf } from "../support/zip.ts";
import { blocks, commands, root, run } from "./readme-pages.ts";

const hasJq = requireTools("the README's command for programs", [{ command: "jq", package: "jq" }]);

describe("the README", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-readme-"));
  let demo: DemoCluster | undefined;
  afterAll(async () => {
    await demo?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // npx takes longer to find what it starts than most of that takes: it is asked once.
  const tried = (line: string) => run(line, folder, { ...process.env, PATH: `${folder}/bin:${process.env["PATH"]}` });

  it("has only commands that are tried here", () => {
    expect(commands).toEqual([
      "npm ci && npm run demo",
      "npm ci && npm test",
      "npm run build",
      "npx plimsoll audit -i inventory.yaml -o runs/today",
      "npx plimsoll audit -i inventory.yaml --resume runs/today",
      "npx plimsoll schedule -i inventory.yaml --as cron -- --syslog --keep 30",
      "npx plimsoll api-access > plimsoll-role.yaml",
      "npx plimsoll api-access > plimsoll-role.yaml",
      "npx plimsoll decisions check decisions.yaml --run runs/today",
      "npx plimsoll audit -i inventory.yaml --shard 1/2 -o runs/shard-1",
      "npx plimsoll audit -i inventory.yaml --shard 2/2 -o runs/shard-2",
      "npx plimsoll merge runs/shard-1 runs/shard-2 -o runs/merged",
      "npx plimsoll merge runs/shard-1 runs/shard-2 --runs runs/production --keep 30",
      "npx plimsoll init --from-cluster --kubeconfig kubeconfig --user audit -o nodes.yaml",
      "npx plimsoll check -i inventory.yaml",
      "npx plimsoll trust -i inventory.yaml",
      "npx plimsoll trust -i inventory.yaml --fingerprints consoles.txt",
      "npx plimsoll reader > reader.sh",
      "sh reader.sh sweep > worker-07.sweep",
      "npx plimsoll audit -i inventory.yaml --from sweeps -o runs/with-consoles",
      "npx plimsoll audit -i inventory.yaml --json | jq '.nodes.unread[] | .name + \": \" + .todo'",
      "npx plimsoll reader --install --user audit --public-key id_ed25519.pub",
      "npx plimsoll report runs/today --format ckl,cklb --checklist node",
      "npx plimsoll audit -i inventory.yaml -o runs/next --previous production.ckl",
      "npx plimsoll assess runs/today --benchmark-file U_Kubernetes_V2R5_STIG.zip",
      "npx plimsoll benchmark diff v2r4 U_Kubernetes_V2R5_STIG.zip",
      "npx plimsoll diff runs/yesterday runs/today --fail-on-new II",
      "npx plimsoll history runs",
      'npx plimsoll schedule -i inventory.yaml --as systemd -o . --at "mon 03:00" -- --syslog',
      "npx plimsoll schedule -i inventory.yaml --as cron",
      "npx plimsoll schedule -i inventory.yaml --as cronjob",
    ]);
  });

  it("shows an audit command that works, in a checkout", async () => {
    for (const name of ["package.json", "src", "templates"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const name of ["dist", "node_modules"]) symlinkSync(join(root, name), join(folder, name));
    demo = await startDemoCluster(new Date());
    cpSync(join(demo.inventory, ".."), folder, { recursive: true });
    const ended = await run("npx plimsoll audit -i inventory.yaml -o runs/today", folder);
    expect(ended.output).toContain("3 of 3 nodes read");
    expect(existsSync(join(folder, "runs/today/report.html"))).toBe(true);
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/npx"), '#!/bin/sh\nshift; exec node dist/main.js "$@"\n', { mode: 0o755 });
  });

  it("shows how a run is gone on with", async () => {
    const ended = await tried("npx plimsoll audit -i inventory.yaml --resume runs/today");
    expect(ended.output).toContain("3 of 3 hosts read before, nothing is asked");
    expect(ended.output).toContain("3 of 3 nodes read");
  });

  it("shows how two runs are compared", async () => {
    cpSync(join(folder, "runs/today"), join(folder, "runs/yesterday"), { recursive: true });
    const ended = await tried("npx plimsoll diff runs/yesterday runs/today --fail-on-new II");
    expect([ended.status, ended.output]).toEqual([0, expect.stringContaining("Cluster demo: no difference")]);
  });

  it("shows how the runs in a folder went", async () => {
    const ended = await tried("npx plimsoll history runs");
    expect(ended.status).toBe(0);
    const text = ended.output.replaceAll(/\s+/g, " ");
    expect(text).toMatch(/Cluster demo, .* V2R6, 92 rules: 1 run, /);
    expect(text).toContain("runs/yesterday is the same run as today");
  });

  it.skipIf(!hasJq)("shows how a program asks which nodes were not read", async () => {
    // jq ends in an error where there is anything but JSON.
    const command = commands.find((line) => line.includes("--json | jq")) ?? "";
    expect((await tried(command)).status).toBe(0);
    const counted = await tried("npx plimsoll assess runs/today --json | jq .nodes.read");
    expect(counted).toMatchObject({ status: 0, output: expect.stringMatching(/^3\n$/m) });
  });

  it("shows how it is scheduled", async () => {
    const shown = commands.filter((line) => line.includes("plimsoll schedule"));
    for (const command of shown) expect(await tried(command)).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "plimsoll-demo.timer"), "utf8")).toContain("OnCalendar=Mon *-*-* 03:00:00");
  });

  it("shows how an audit is made in shards", async () => {
    for (const command of commands.filter((line) => line.includes("--shard"))) {
      expect(await tried(command)).toMatchObject({ status: 0 });
    }
    for (const command of commands.filter((line) => line.includes("plimsoll merge"))) {
      expect((await tried(command)).output).toContain("3 of 3 nodes read");
    }
    for (const path of ["merged", "production/latest"]) {
      expect(existsSync(join(folder, "runs", path, "report.html"))).toBe(true);
    }
  });

  it("shows how decisions are checked beside a run", async () => {
    writeFileSync(join(folder, "decisions.yaml"), blocks("yaml", "docs/decisions.md")[1] ?? "");
    const { output } = await tried("npx plimsoll decisions check decisions.yaml --run runs/today");
    expect(output).toMatch(/^decisions\.yaml:3: unused: the waiver of V-242434 does nothing: /m);
    expect(output).toContain("1 waiver and 1 attestation looked at: ");
  });

  it("shows how a checklist that people filled in is carried forward", async () => {
    const ckl = readFileSync(join(folder, "runs/today/checklists/demo.ckl"), "utf8");
    writeFileSync(join(folder, "production.ckl"), ckl.replace("<COMMENTS></COMMENTS>", "<COMMENTS>Mine.</COMMENTS>"));
    const ended = await tried("npx plimsoll audit -i inventory.yaml -o runs/next --previous production.ckl");
    expect(ended.output).toContain("production.ckl (demo): 1 rule carried over, 0 not");
    expect(readFileSync(join(folder, "runs/next/checklists/demo.ckl"), "utf8")).toContain("<COMMENTS>Mine.</COMMENTS>");
  });

  it("shows how DISA's own file is used, for a run and beside a release", async () => {
    const content = xccdfText(xccdfGroup(), "Release: 5 Benchmark Date: 05 Jan 2026");
    const file = "U_Kubernetes_V2R5_STIG.zip";
    writeFileSync(join(folder, file), zipOf({ name: "U_Kubernetes_STIG_V2R5_Manual-xccdf.xml", content }));
    const assessed = await tried(`npx plimsoll assess runs/today --benchmark-file ${file}`);
    expect([assessed.status, assessed.output]).toEqual([0, expect.stringContaining("Kubernetes_STIG V2R5")]);
    const compared = await tried(`npx plimsoll benchmark diff v2r4 ${file}`);
    expect([compared.status, compared.output]).toEqual([0, expect.stringContaining("Removed: 93\n")]);
  });

  it("shows how every node gets its checklist", async () => {
    const ended = await tried("npx plimsoll report runs/today --format ckl,cklb --checklist node");
    expect(ended.status).toBe(0);
    expect(ended.output).toContain("checklists/cp1.demo.cklb");
    expect(existsSync(join(folder, "runs/today/checklists/w2.demo.ckl"))).toBe(true);
  });

  it("shows how an inventory is made of a cluster's nodes, and tried", async () => {
    const made = "npx plimsoll init --from-cluster --kubeconfig kubeconfig --user audit -o nodes.yaml";
    expect((await tried(made)).status).toBe(0);
    const text = readFileSync(join(folder, "nodes.yaml"), "utf8");
    const { hosts } = parseInventory(text, join(folder, "nodes.yaml"), { home: "/root" });
    expect(hosts.map(({ name, role }) => `${name} ${role}`)).toEqual(["cp1 control-plane", "w1 worker", "w2 worker"]);
    const checked = await tried("npx plimsoll check -i inventory.yaml");
    expect(checked.output).toContain("3 of 3 hosts can be read whole by an audit");
    expect(checked.output).toMatch(/API server \S+: 3 nodes, (\d+) of \1 rights\n/);
    expect(checked.status).toBe(0);
  });

  it("shows how the reader is installed", async () => {
    writeFileSync(join(folder, "id_ed25519.pub"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 auditor\n");
    const ended = await tried("npx plimsoll reader --install --user audit --public-key id_ed25519.pub");
    expect([ended.status, ended.output]).toEqual([
      0,
      expect.stringContaining(`sha256:${readerSha256} /usr/local/sbin`),
    ]);
  });

  it("shows how host keys come to be known", async () => {
    const known = join(folder, "known_hosts");
    const before = readFileSync(known, "utf8");
    rmSync(known);
    const shown = await tried("npx plimsoll trust -i inventory.yaml");
    expect([shown.status, existsSync(known)]).toEqual([3, false]);
    const offered = [...shown.output.matchAll(/^(\S+) 127\.0\.0\.1:\d+ ssh-ed25519 (SHA256:[^;]+);/gm)];
    expect(offered.map(([, name]) => name)).toEqual(["cp1", "w1", "w2"]);
    // As ssh-keygen -lf prints it, the name in front.
    const consoles = offered.map(([, name, fingerprint]) => `${name} 256 ${fingerprint} root@${name} (ED25519)\n`);
    writeFileSync(join(folder, "consoles.txt"), consoles.join(""));
    const ended = await tried("npx plimsoll trust -i inventory.yaml --fingerprints consoles.txt");
    expect(ended.output).toMatch(/3 keys added to \S+known_hosts\n$/);
    expect([ended.status, readFileSync(known, "utf8")]).toEqual([0, before]);
  });

  it("shows how a worker without sshd is read", async () => {
    expect((await tried("npx plimsoll reader > reader.sh")).status).toBe(0);
    expect(readFileSync(join(folder, "reader.sh"), "utf8")).toBe(readerSource);
    expect((await plimsollHere("reader", "--sha256")).stdout).toBe(`${readerSha256}\n`);
    expect((await tried("sh reader.sh sweep > worker-07.sweep")).status).toBe(0);
    expect(parseSweep(readFileSync(join(folder, "worker-07.sweep")))).toMatchObject({ state: "ok" });
    mkdirSync(join(folder, "sweeps"));
    writeFileSync(join(folder, "sweeps/w2.sweep"), sweepOf(nodeRecording("w2"), sweepHeader("localhost")));
    const ended = await tried("npx plimsoll audit -i inventory.yaml --from sweeps -o runs/with-consoles");
    expect(ended.output).toContain("3 of 3 nodes read (1 by console)");
    expect(readFileSync(join(folder, "runs/with-consoles/report.html"), "utf8")).toContain("read by console: w2.sweep");
  });

  it("shows how to get the ClusterRole", async () => {
    expect((await tried("npx plimsoll api-access > plimsoll-role.yaml")).status).toBe(0);
    const [role] = parseAllDocuments(readFileSync(join(folder, "plimsoll-role.yaml"), "utf8"));
    expect(role?.toJS()).toMatchObject({ kind: "ClusterRole", metadata: { name: "plimsoll" } });
  });
});
