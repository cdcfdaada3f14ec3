import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { type Assessment, assessmentSchema, type StigFinding } from "../../../src/findings/assessment.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import type { Ended } from "../../support/plimsoll.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { published, publishedFile } from "../../support/published.ts";
import { xccdfGroup, xccdfText } from "../../support/xccdf.ts";
import { zipOf } from "../../support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-benchmark-file-"));
const run = join(folder, "run");
const zip = join(folder, "U_Kubernetes_V2R7_STIG.zip");
const groups = [
  xccdfGroup({ check: 'Look for "--read-only-port", the words of nobody.', fix: "</details><b>Mend</b>" }),
  xccdfGroup({ id: "V-300000", stigId: "CNTR-K8-009999", title: "A rule that nobody knows", severity: "low" }),
].join("");
const name = "U_Kubernetes_STIG_V2R7_Manual-xccdf.xml";
let demo: DemoCluster;
let audited: Ended;
beforeAll(async () => {
  writeFileSync(zip, zipOf({ name: `folder/${name}`, content: xccdfText(groups) }));
  demo = await startDemoCluster(new Date());
  audited = await plimsollHere("audit", "-i", demo.inventory, "-o", run, "--benchmark-file", zip);
});
afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

const text = (file: string) => readFileSync(join(run, file), "utf8");
const assessment = (): Assessment => assessmentSchema.parse(JSON.parse(text("assessment.json")));
const findingOf = (id: string) => assessment().findings.find((one) => one.id === id) as StigFinding;

describe("--benchmark-file", () => {
  it("judges by a release that nobody saw, and shows its texts", () => {
    const { status, stdout, stderr } = audited;
    expect([status, stderr.includes("plimsoll:")]).toEqual([0, false]);
    expect(stdout).toContain("Kubernetes_STIG V2R7");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /file, U_Kubernetes_V2R7_STIG.zip, in it U_\S+, SHA-256 \w{64}; 1 rule /,
    );
    expect(assessment().benchmarks.stig).toMatchObject({
      release: "7",
      fileName: name,
      file: { name: "U_Kubernetes_V2R7_STIG.zip", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(assessment().findings.map(({ id }) => id)).toEqual(["V-242387", "V-300000"]);
    expect(findingOf("V-242387")).toMatchObject({
      status: "not_reviewed",
      logic: { release: "V2R6", checkText: "other" },
      disa: { discussion: "Why a < b & c." },
    });
    expect(findingOf("V-300000")).toMatchObject({
      status: "not_reviewed",
      automatic: false,
      summary: expect.stringMatching(/^plimsoll has no logic for this rule: /),
    });
    expect(text("report.html")).toContain("&lt;/details&gt;&lt;b&gt;Mend");
    expect(text("checklists/demo.ckl")).toContain(
      "<ATTRIBUTE_DATA>&lt;/details&gt;&lt;b&gt;Mend&lt;/b&gt;</ATTRIBUTE_DATA>",
    );
    expect(text("checklists/demo.ckl")).toContain("<ATTRIBUTE_DATA>SV-300000r1_rule</ATTRIBUTE_DATA>");
  });

  it("judges only rules that the file has, those included that plimsoll does not know", async () => {
    const only = (id: string) => plimsollHere("assess", run, "--benchmark-file", zip, "--only", id);
    expect((await only("V-300000")).status).toBe(0);
    expect(assessment().findings.map(({ id }) => id)).toEqual(["V-300000"]);
    const { status, stderr } = await only("V-242376");
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('there is no rule "V-242376" in U_Kubernetes_V2R7_STIG.zip: it is one of --release '),
    ]);
  });

  it.each([
    [
      "a bomb",
      zipOf({ name: "a-xccdf.xml", content: Buffer.alloc(15e6) }),
      /: "a-xccdf\.xml" in the zip would unpack to/,
    ],
    ["an external entity", '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', /: has a document type/],
    ["broken XML", xccdfText(groups).slice(0, 900), /: is not well-formed XML, or is cut off/],
    [
      "another STIG",
      xccdfText(groups).replaceAll("Kubernetes", "RKE2"),
      /: is another benchmark than the Kubernetes STIG/,
    ],
  ])("refuses %s in one sentence before anything is contacted", async (_what, content, sentence) => {
    const file = join(folder, "wrong");
    writeFileSync(file, content);
    const { status, stdout, stderr } = await plimsollHere("audit", "-i", "/nonexistent.yaml", "--benchmark-file", file);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^plimsoll: [^\n]+\n$/);
    expect(stderr).toMatch(sentence);
  });
});

describe("benchmark diff", () => {
  it("lists what is different, and what that is for our rules", async () => {
    const file = join(folder, "v2r7.xml");
    const groups = [
      xccdfGroup({ severity: "medium", check: 'Look for "--read-only-port".', title: "Title \u202e\u009b2J<b>" }),
      xccdfGroup({
        id: "V-300000",
        stigId: "CNTR-K8-009999",
        ruleId: "SV-3r1_rule",
        title: "A rule that nobody knows",
      }),
    ].join("");
    writeFileSync(file, xccdfText(groups));
    const { status, stdout, stderr } = await plimsollHere("benchmark", "diff", "V2R6", file);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(stdout).toMatch(/^from Kubernetes_STIG V2R6 .*, 92 rules,\n {5}built in\nto {3}Kubernetes_STIG V2R7/);
    expect(stdout).toContain("\nAdded: 1\n  V-300000  CAT I, A rule that nobody knows\n");
    expect(stdout).toContain("\nRemoved: 91\n");
    expect(stdout).toContain("\nRenumbered: 1\n  V-242387  SV-242387r1137639_rule is now SV-242387r1_rule\n");
    expect(stdout).toContain("\nReworded, check text: 1\n  V-242387  Title ⟨U+202E⟩⟨U+009B⟩2J<b>\n");
    expect(stdout).toContain("\nSeverity changed: 1\n  V-242387  CAT I is now CAT II\n");
    expect(stdout).toContain("\nTitle changed: 1\n");
    expect(stdout).toMatch(
      /\nRules that plimsoll wrote for another check text: 2\n {2}V-242387 {2}Not Reviewed: the text names/,
    );
    expect(stdout).toContain("\n  V-300000  Not Reviewed: plimsoll has no logic for this rule\n");
  });

  it.each([
    [["v2r6", "v9r9"], 'there is no release "v9r9" here, only v1r11, v2r4, v2r5, v2r6: give DISA\'s file'],
    [["/nonexistent.zip", "v2r6"], "/nonexistent.zip: there is no such file"],
  ])("refuses %s", async (given, sentence) => {
    const { status, stdout, stderr } = await plimsollHere("benchmark", "diff", ...given);
    expect([status, stdout, stderr]).toEqual([2, "", `plimsoll: ${sentence}\n`]);
  });
});

const suite = "--benchmark-file with DISA's own files";
describe.runIf(requireFile(suite, published))(suite, () => {
  it.each(["v1r11", "v2r4", "v2r5", "v2r6"])(
    "says of %s what the built-in release does, with DISA's texts",
    async (name) => {
      const judged = async (...flags: readonly string[]) => {
        expect((await plimsollHere("assess", run, ...flags)).status).toBe(1);
        return assessment().findings.map((finding) => {
          const { disa, ...others } = finding as StigFinding;
          return { others, disa };
        });
      };
      const builtIn = await judged("--release", name);
      const brought = await judged("--benchmark-file", publishedFile(name));
      expect(brought.map(({ others }) => others)).toEqual(builtIn.map(({ others }) => others));
      expect(brought.every(({ disa }) => disa?.check.includes("finding"))).toBe(true);
      expect(builtIn.some(({ disa }) => disa !== undefined)).toBe(false);
    },
  );
});
