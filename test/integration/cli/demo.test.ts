import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import { type Ended, plimsoll, startPlimsoll } from "../../support/plimsoll.ts";

describe("plimsoll demo", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-demo-test-"));
  const run = join(folder, "run");
  const temporary = join(folder, "tmp");
  let demo: Ended;
  let assessment: Assessment;

  beforeAll(async () => {
    mkdirSync(temporary);
    demo = await startPlimsoll(["demo", "-o", run], { ...process.env, TMPDIR: temporary }).ended;
    assessment = assessmentSchema.parse(JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("reads all three nodes and the API over real connections, and exits 0", () => {
    expect(demo.status, demo.stderr).toBe(0);
    expect(demo.stderr).toMatch(/3\/3 /);
    expect(assessment.coverage).toMatchObject({ complete: true, api: { state: "read", version: "v1.36.2" } });
    const unknown = assessment.findings
      .flatMap(({ automatic, groups }) => (automatic ? groups : []))
      .filter(({ literal }) => literal.reason.includes("not in the recording"));
    expect(unknown).toEqual([]);
  });

  it("leaves an assessment that the published schema admits", () => {
    const schema = JSON.parse(
      readFileSync(new URL("../../../src/findings/assessment.schema.json", import.meta.url), "utf8"),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(assessment), JSON.stringify(validate.errors)).toBe(true);
  });

  it("ends by naming the report, the checklist and the assessment", () => {
    for (const file of ["report.html", "checklists/demo.ckl", "assessment.json"])
      expect(demo.stdout).toContain(join(run, file));
  });

  it("finds what a default kubeadm cluster is known for", () => {
    const status = Object.fromEntries(assessment.findings.map(({ id, status: word }) => [id, word]));
    expect(status).toMatchObject({
      "V-242376": "open",
      "V-242381": "not_a_finding",
      "V-242390": "not_a_finding",
      "V-242393": "open",
      "V-242397": "open",
      "V-242445": "open",
      "V-242467": "not_a_finding",
    });
  });

  it("folds the two equal workers in every rule", () => {
    const apart = assessment.findings.filter(({ groups }) =>
      groups.some(({ targets }) => targets.includes("w1") !== targets.includes("w2")),
    );
    expect(apart.map(({ id }) => id)).toEqual([]);
  });

  it("can be judged and shown again: same bytes", async () => {
    const files = ["assessment.json", "report.html", "checklists/demo.ckl"];
    const before = files.map((file) => readFileSync(join(run, file)));
    expect((await plimsoll("assess", run, "--benchmark", "all")).status).toBe(1);
    expect((await plimsoll("report", run)).status).toBe(0);
    expect(
      files.filter((file, index) => !readFileSync(join(run, file)).equals(before[index] ?? Buffer.alloc(0))),
    ).toEqual([]);
  });

  it("refuses to write over a run", async () => {
    const again = await plimsoll("demo", "-o", run);
    expect(again).toMatchObject({
      status: 2,
      stderr: `plimsoll: ${run} already holds a run; give another folder with --output\n`,
    });
  });

  it("leaves no keys behind", () => {
    expect(readdirSync(temporary)).toEqual([]);
  });
});
