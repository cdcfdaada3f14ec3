import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";

const waiver = (rule: string, scope: string, more = "expires: 2099-01-31") =>
  `  - { rule: ${rule}, scope: ${scope}, reason: the image is due, approver: "J. Doe, ISSM", ticket: RISK-7, ${more} }`;
const attestation = (rule: string, more: string) =>
  `  - { rule: ${rule}, status: not_a_finding, statement: compared by hand, by: J. Doe, date: 2026-01-01, ${more} }`;

describe("waivers and attestations of a run", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-waivers-"));
  const run = join(folder, "run");
  let demo: DemoCluster;

  const text = (file: string) => readFileSync(join(run, file), "utf8");
  const assessment = (): Assessment => assessmentSchema.parse(JSON.parse(text("assessment.json")));
  const finding = (id: string) => assessment().findings.find((one) => one.id === id);
  const write = (...lines: readonly string[]): string => {
    const file = join(folder, "decisions.yaml");
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  };
  const assessBy = (...lines: readonly string[]) =>
    plimsollHere("assess", run, "--benchmark", "all", "--decisions", write(...lines));

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
    const formats = ["--format", "html,ckl,json,csv,junit"];
    const { status, stderr } = await plimsollHere(
      "audit",
      "-i",
      demo.inventory,
      "-o",
      run,
      "--benchmark",
      "all",
      ...formats,
    );
    expect(status, stderr).toBe(1);
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are said in every report, and change no evidence", async () => {
    const before = assessment();
    const fingerprint = finding("V-242410")?.fingerprint;
    const { status, stdout } = await assessBy(
      "waivers:",
      waiver("V-242392", "{ roles: [worker] }"),
      waiver("V-242397", "{ nodes: [w1] }"),
      waiver("non-root-containers", "{ namespaces: ['*'] }"),
      "attestations:",
      attestation("V-242410", `expires: 2099-01-01, fingerprint: ${fingerprint}`),
      attestation("V-242411", "expires: 2099-01-01, fingerprint: 0000-0000-0000-0000"),
    );
    expect(status).toBe(1);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("3 waivers; 2 attestations");
    expect(stdout).toContain("Of the open ones 1 waived: V-242392");
    expect(finding("V-242392")).toMatchObject({
      status: "open",
      review: { waived: true, waivers: [{ covers: ["w1", "w2"] }] },
    });
    expect(finding("V-242397")?.review).toMatchObject({ waivers: [{ covers: ["w1"], counts: true }] });
    expect(finding("V-242397")?.review?.waived).toBeUndefined();
    expect(finding("non-root-containers")?.review?.waived).toBe(true);
    expect(finding("V-242410")).toMatchObject({ status: "not_a_finding", effectiveStatus: "not_reviewed" });
    expect(finding("V-242411")).toMatchObject({
      status: "not_reviewed",
      review: { attestation: { counts: false, why: expect.stringContaining("has changed") } },
    });
    expect(assessment().findings.map(({ groups }) => groups)).toEqual(before.findings.map(({ groups }) => groups));
    const words = "Waived until 2099-01-31 by J. Doe, ISSM: the image is due (RISK-7).";
    for (const file of ["checklists/demo.ckl", "findings.csv", "junit.xml", "report.html"])
      expect(text(file), file).toContain(words);
    const rule = text("checklists/demo.ckl")
      .split("<VULN>")
      .find((one) => one.includes("V-242392"));
    expect(rule).toContain("<STATUS>Open</STATUS>");
  });

  it("are kept with the run: judged again it says the same, byte for byte", async () => {
    const files = ["assessment.json", "report.html", "checklists/demo.ckl", "findings.csv", "junit.xml"];
    const before = files.map(text);
    expect((await plimsollHere("assess", run, "--benchmark", "all")).status).toBe(1);
    expect(files.map(text)).toEqual(before);
  });

  it("make no failure of what is waived", async () => {
    const open = assessment().findings.filter(({ status }) => status === "open");
    const all = open.map(({ id }) => waiver(id, "{ cluster: true }"));
    expect((await assessBy("waivers:", ...all)).status).toBe(0);
    const [, ...others] = all;
    expect((await assessBy("waivers:", ...others)).status).toBe(1);
  });

  it("end in status 6 where one that is needed has expired", async () => {
    const late = waiver("V-242392", "{ roles: [worker] }", "expires: 2026-01-31");
    const { status, stdout } = await assessBy("waivers:", late);
    expect(status).toBe(6);
    expect(stdout).toContain("EXPIRED on 2026-01-31: the waiver of V-242392 for worker nodes");
    expect((await assessBy("waivers:", waiver("V-242383", "{ cluster: true }", "expires: 2026-01-31"))).status).toBe(1);
    expect((await assessBy("attestations:", attestation("V-242410", "expires: 2026-01-31"))).status).toBe(6);
  });

  it("are checked before anything is judged", async () => {
    const { status, stderr } = await assessBy("waivers:", waiver("V-24239", "{ cluster: true }"));
    expect(status).toBe(2);
    expect(stderr).toMatch(/decisions\.yaml:2:13: there is no rule "V-24239" in any release/);
  });

  describe("by decisions check", () => {
    const check = (lines: readonly string[], ...more: readonly string[]) =>
      plimsollHere("decisions", "check", write(...lines), ...more);

    it("have nothing amiss", async () => {
      const { status, stdout } = await check(["waivers:", waiver("V-242392", "{ nodes: [w1, w2] }")], "--run", run);
      expect(stdout).toBe("1 waiver and 0 attestations looked at: nothing amiss\n");
      expect(status).toBe(0);
    });

    it("are named where they do nothing or too much, and end in 1", async () => {
      const lines = [
        "waivers:",
        waiver("V-242392", "{ cluster: true }"),
        waiver("V-242383", "{ namespaces: [default] }"),
        "attestations:",
        attestation("V-242392", "expires: 2099-01-01"),
      ];
      const { status, stdout } = await check(lines, "--run", run);
      expect(stdout.trimEnd().split("\n")).toEqual([
        "decisions.yaml:2: too broad: the waiver of V-242392, of CAT I or high, lets everything be: name the nodes, namespaces or objects",
        "decisions.yaml:3: unused: the waiver of V-242383 does nothing: in the run nothing is open; remove it, or look at its scope",
        "decisions.yaml:5: contradictory: the attestation of V-242392 says not_a_finding, the run shows Open: what was seen counts; remove it",
        "",
        "2 waivers and 1 attestation looked at: 3 complaints",
      ]);
      expect(status).toBe(1);
    });

    it("end in 6 where one has expired, in 2 where the file is wrong, in 5 without a run", async () => {
      const late = ["waivers:", waiver("V-242404", "{ nodes: [w1] }", "expires: 2026-01-31")];
      expect((await check(late)).status).toBe(6);
      expect((await check(["waivers: 7"])).status).toBe(2);
      expect((await check(late, "--run", join(folder, "nowhere"))).status).toBe(5);
    });

    it("of another release are a hint", async () => {
      const { status, stdout } = await check(["waivers:", waiver("V-242386", "{ nodes: [w1] }")]);
      expect(stdout).toContain("decisions.yaml:2: hint: the waiver of V-242386 is of a rule that V2R6 does not have");
      expect(status).toBe(0);
      expect((await check(["waivers:", waiver("V-242386", "{ nodes: [w1] }")], "--release", "v2r4")).stdout).toContain(
        "nothing amiss",
      );
    });
  });
});
