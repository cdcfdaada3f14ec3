import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

const always = `# CRLF and umlauts stay as they are: ü\r
options: { v242436Always: true }
ppsm: { document: D, approvedBy: J. Doe, date: 2026-01-31, expires: 2027-01-31, components: { etcd: [] } }
`;
const nothing = "options: {}\n";

describe("decisions of the site", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-decisions-"));
  const decisions = join(folder, "decisions.yaml");
  const other = join(folder, "other.yaml");
  let demo: DemoCluster;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    writeFileSync(decisions, always);
    writeFileSync(other, nothing);
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const audit = (run: string, ...more: readonly string[]) =>
    plimsollHere("audit", "-i", demo.inventory, "-o", run, ...more);
  const text = (run: string, file: string) => readFileSync(join(run, file), "utf8");
  const assessmentOf = (run: string): Assessment => assessmentSchema.parse(JSON.parse(text(run, "assessment.json")));
  const finding = (run: string, id: string) => assessmentOf(run).findings.find((one) => one.id === id);
  const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
  const kept = ["assessment.json", "report.html", "checklists/demo.ckl", "manifest.json", "decisions.yaml"];

  describe("given to an audit", () => {
    const run = join(folder, "run");
    let stdout: string;
    beforeAll(async () => {
      const ended = await audit(run, "--decisions", decisions);
      expect(ended.status, ended.stderr).toBe(1);
      stdout = ended.stdout;
    });

    it("are kept with the run as they were written", () => {
      expect(text(run, "decisions.yaml")).toBe(always);
      const manifest = JSON.parse(text(run, "manifest.json"));
      expect(manifest.decisions).toEqual({ file: decisions });
      expect(manifest.files["decisions.yaml"]).toBe(sha256(always));
    });

    it("are named wherever the result is shown", () => {
      expect(assessmentOf(run).decisions).toEqual({
        file: "decisions.yaml",
        sha256: sha256(always),
        options: { v242436Always: true },
        ppsm: { document: "D", approvedBy: "J. Doe", date: "2026-01-31", expires: "2027-01-31" },
      });
      expect(stdout).toContain("Site decisions, decisions.yaml: v242436Always: true; approved ports: D,");
      expect(text(run, "report.html")).toContain(sha256(always));
    });

    it("decide, and the checklist says so in the rules that follow them", () => {
      expect(finding(run, "V-242436")).toMatchObject({ status: "open", effectiveStatus: "not_a_finding" });
      const marked = text(run, "checklists/demo.ckl")
        .split("<VULN>")
        .filter((rule) => rule.includes("This follows a decision of the site (v242436Always: true)."));
      expect(marked.map((rule) => /V-\d+/.exec(rule)?.[0])).toEqual(["V-242436"]);
    });

    it("are those of a later assessment: same bytes", async () => {
      const before = kept.map((file) => text(run, file));
      expect((await plimsollHere("assess", run)).status).toBe(1);
      expect(kept.filter((file, index) => text(run, file) !== before[index])).toEqual([]);
    });

    it("give way to others that an assessment is given, which are kept instead", async () => {
      expect((await plimsollHere("assess", run, "--decisions", other)).status).toBe(1);
      expect(finding(run, "V-242436")).toMatchObject({ status: "not_applicable" });
      expect(assessmentOf(run).decisions).toEqual({ file: "other.yaml", sha256: sha256(nothing), options: {} });
      expect(text(run, "decisions.yaml")).toBe(nothing);
      expect(text(run, "report.html")).toContain(sha256(nothing));
      expect(text(run, "checklists/demo.ckl")).not.toContain("This follows a decision of the site");
      expect((await plimsollHere("assess", run)).status).toBe(1);
      expect(assessmentOf(run).decisions).toMatchObject({ file: "other.yaml" });
    });

    it("are refused where the kept ones were changed", async () => {
      appendFileSync(join(run, "decisions.yaml"), "\n");
      const ended = await plimsollHere("assess", run);
      expect(ended).toMatchObject({
        status: 5,
        stderr: expect.stringMatching(/^plimsoll: .*decisions\.yaml: its SHA-256 is not the one in manifest\.json\n$/),
      });
    });
  });

  it("may be named by the inventory, to a collection too; the option wins", async () => {
    const [collected, told] = [join(folder, "collected"), join(folder, "told")];
    const without = readFileSync(demo.inventory, "utf8");
    writeFileSync(demo.inventory, `decisions: ${decisions}\n${without}`);
    expect((await plimsollHere("collect", "-i", demo.inventory, "-o", collected)).status).toBe(0);
    await audit(told, "--decisions", other);
    writeFileSync(demo.inventory, without);
    expect((await plimsollHere("assess", collected)).status).toBe(1);
    expect(existsSync(join(collected, "report.html"))).toBe(false);
    expect(finding(collected, "V-242436")?.status).toBe("open");
    expect(finding(told, "V-242436")?.status).toBe("not_applicable");
  });

  it("need not be there; a run without them can be given some later", async () => {
    const run = join(folder, "undecided");
    await audit(run);
    expect(existsSync(join(run, "decisions.yaml"))).toBe(false);
    expect(assessmentOf(run).decisions).toBeUndefined();
    expect(finding(run, "V-254800")).toMatchObject({ status: "open", effectiveStatus: "open" });
    await plimsollHere("assess", run, "--decisions", decisions);
    expect(text(run, "report.html")).toContain(sha256(always));
    expect(text(run, "decisions.yaml")).toBe(always);
    expect(finding(run, "V-242436")?.status).toBe("open");
  });

  it.each([
    ["one that is not there", "missing.yaml", undefined, /missing\.yaml: there is no such file\n$/],
    [
      "a misspelt key",
      "bad.yaml",
      "options:\n  v242436Allways: true\n",
      /bad\.yaml:2:3: unknown key .*"v242436Always"\?\)\n$/,
    ],
  ])(
    "that cannot be used are said in one sentence, contact nothing and exit 2: %s",
    async (_what, name, content, words) => {
      const [file, run] = [join(folder, name), join(folder, `run-${name}`)];
      if (content !== undefined) writeFileSync(file, content);
      for (const ended of [
        await audit(run, "--decisions", file),
        await plimsollHere("assess", run, "--decisions", file),
      ]) {
        expect(ended.stderr).toMatch(words);
        expect(ended.stderr).toMatch(/^plimsoll: [^\n]*\n$/);
        expect([ended.status, existsSync(run)]).toEqual([2, false]);
      }
    },
  );
});
