import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Recording } from "../../../src/connect/recordings/recording.ts";
import { type DemoNode, startDemoNode } from "../../../src/demo/ssh-node.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { type Ended, startPlimsoll } from "../../support/plimsoll.ts";
import { canRunSshd, createWorkshop, hello, makeKey, type Sshd, script, startSshd, takeProgram, user } from "./sshd.ts";

// Cursor, title, C1, right-to-left override and isolates, zero-width, a carriage return, DEL.
const escapes =
  "\\033[2K\\033[1A\\033]0;owned\\007\\302\\233[31m\\342\\200\\256dnuof\\342\\201\\246\\342\\200\\213\\r\\177";

/** What hostile nodes do, by the host's name: the rest of a shell script. */
const behaviours: Readonly<Record<string, string>> = {
  "floods-before": "exec yes Welcome",
  "floods-errors": "exec yes trouble >&2",
  "floods-answers": `${takeProgram}; ${hello}; exec yes`,
  "floods-an-answer": `${takeProgram}; ${hello}; read -r request; printf '#1 4000000 %064d\\n' 0; exec tr '\\0' A </dev/zero`,
  "floods-errors-later": `${takeProgram}; ${hello}; exec yes trouble >&2`,
  "says-escapes": `printf '${escapes}' >&2; exit 1`,
  "lacks-escapes": `${takeProgram}; printf '\\nplimsoll-reader 1 0 missing:${escapes}\\n'; exit 1`,
  "forges-a-number": `${takeProgram}; ${hello}; printf '#2 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\\n\\n'; cat`,
};

const recordings = new URL("../../../src/demo/recordings/", import.meta.url);
const recorded = (node: string): Recording => JSON.parse(readFileSync(new URL(`${node}.json`, recordings), "utf8"));

// C0 but for line ends and tabs, DEL, C1; marks that turn text around, or are not seen.
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

describe.skipIf(!canRunSshd("a run with hostile nodes"))(
  "a run with eight hostile nodes beside two honest ones",
  () => {
    const workshop = createWorkshop();
    const running: Sshd[] = [];
    const honest: DemoNode[] = [];
    const folder = workshop.path("run");
    let ended: Ended;
    let assessment: Assessment;

    beforeAll(async () => {
      const publicKey = makeKey(workshop.path("key"));
      const hosts: string[] = [];
      const known: string[] = [];
      for (const name of ["w1", "w2"]) {
        const node = await startDemoNode(lying(name), user, publicKey);
        honest.push(node);
        hosts.push(`  - {name: ${name}, address: 127.0.0.1, role: worker, ssh: {port: ${node.port}}}`);
        known.push(`[127.0.0.1]:${node.port} ${node.hostKey}`);
      }
      for (const [name, behaviour] of Object.entries(behaviours)) {
        const shell = script(workshop, `${name}.sh`, behaviour);
        const sshd = await startSshd(workshop, { name, authorized: [publicKey], config: [`ForceCommand ${shell}`] });
        running.push(sshd);
        hosts.push(`  - {name: ${name}, address: 127.0.0.1, role: worker, ssh: {port: ${sshd.port}}}`);
        known.push(...sshd.hostKeys.map((key) => `[127.0.0.1]:${sshd.port} ${key}`));
      }
      writeFileSync(workshop.path("known_hosts"), `${known.join("\n")}\n`);
      const ssh = `ssh: {user: ${user}, identityFile: ${workshop.path("key")}, knownHosts: ${workshop.path("known_hosts")}}`;
      writeFileSync(workshop.path("inventory.yaml"), `cluster: hostile\n${ssh}\nhosts:\n${hosts.join("\n")}\n`);
      ended = await audit();
      const written = JSON.parse(readFileSync(`${folder}/assessment.json`, "utf8"));
      assessment = assessmentSchema.parse(written);
    });

    afterAll(async () => {
      await Promise.all([...running.map((sshd) => sshd.stop()), ...honest.map((node) => node.close())]);
      workshop.remove();
    });

    /** Of the second honest node the configuration is another's word: escapes in names, values and messages. */
    function lying(name: string): Recording {
      if (name === "w1") return recorded(name);
      const nasty = "\u001b[2K\u202e\u009b31m\u200b";
      return {
        ...recorded(name),
        "read /etc/os-release": { state: "ok", text: `ID=${nasty}\nNAME=../../etc/passwd\n` },
        "read /var/lib/kubelet/config.yaml": { state: "failed", cause: "permission-denied", message: nasty },
        "stat /etc/kubernetes/kubelet.conf": { state: "failed", cause: "unparseable", message: nasty.repeat(50) },
      };
    }

    function audit(): Promise<Ended> {
      const formats = "html,ckl,cklb,csv,sarif,json,junit,hdf,xccdf,oscal";
      const report = 'process.on("exit",()=>process.stderr.write("maxRSS="+process.resourceUsage().maxRSS+"\\n"))';
      mkdirSync(folder, { recursive: true });
      return startPlimsoll(
        ["audit", "-i", workshop.path("inventory.yaml"), "-o", folder, "--format", formats, "--log-level", "debug"],
        { ...process.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(report)}` },
      ).ended;
    }

    it("ends as a run that could not read every host, and reads the others", () => {
      expect(ended.stderr).not.toContain("mistake of its own");
      const unread = assessment.coverage.nodes.filter(({ state }) => state !== "read").map(({ name }) => name);
      expect(unread.toSorted()).toEqual(Object.keys(behaviours).toSorted());
    });

    it("takes no more memory for it than for honest nodes", () => {
      const kibibytes = Number(/maxRSS=(\d+)/.exec(ended.stderr)?.[1]);
      expect(kibibytes).toBeGreaterThan(10_000);
      expect(kibibytes).toBeLessThan(600_000);
    });

    it("judges the first node all the same", () => {
      const findings = assessment.findings.flatMap(({ id, groups }) =>
        groups.filter(({ targets }) => targets.includes("w1")).map(({ effective }) => [id, effective.status]),
      );
      expect(findings.length).toBeGreaterThan(50);
      expect(findings.some(([, status]) => status === "not_a_finding")).toBe(true);
    });

    it("prints and logs nothing that moves a cursor or turns a line around", () => {
      expect(unseen.exec(ended.stdout)).toBeNull();
      expect(unseen.exec(ended.stderr)).toBeNull();
      expect(ended.stderr).toContain("]0;owned");
    });

    it("writes its own files and no other, with nothing unseen in any", () => {
      const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
        statSync(`${folder}/${name}`).isFile(),
      );
      const evidence = files.filter((name) => name.startsWith("evidence/node-")).toSorted();
      expect(evidence).toEqual(
        ["w1", "w2", ...Object.keys(behaviours)].map((name) => `evidence/node-${name}.json.gz`).toSorted(),
      );
      const reports = files.filter((name) => !name.endsWith(".gz") && name !== "assessment.json");
      expect(reports.length).toBeGreaterThan(8);
      // assessment.json keeps what was said, in the escapes of JSON.
      const text = (name: string): string => readFileSync(`${folder}/${name}`, "utf8").replace(/^\ufeff/, "");
      expect(reports.filter((name) => unseen.test(text(name)))).toEqual([]);
      expect(Object.keys(JSON.parse(text("manifest.json")).files).filter((name) => !files.includes(name))).toEqual([]);
    });
  },
);
