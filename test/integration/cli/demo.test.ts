import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assessment, assessmentSchema } from "../../../src/findings/assessment.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { type Ended, startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { schemaProblems } from "../../support/published-schemas.ts";
import { textOf } from "../../support/report-text.ts";

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

  it("has a page of templates compiled by the build, byte for byte as of those in templates/", () => {
    const written = readFileSync(join(run, "report.html"), "utf8");
    expect(written === textOf(htmlReport(assessment))).toBe(true);
  });

  it("is written as SARIF and OSCAL that the published schemas admit, with a rule and a finding for each", async () => {
    const ended = await plimsollHere("report", run, "--format", "sarif,oscal");
    expect(ended.status, ended.stderr).toBe(0);
    const read = (name: string): unknown => JSON.parse(readFileSync(join(run, name), "utf8"));
    const sarif = read("plimsoll.sarif") as Log;
    expect(schemaProblems("sarif", sarif)).toEqual([]);
    const rules = sarif.runs.flatMap(({ tool }) => tool.driver.rules ?? []);
    expect(rules.map(({ id, properties }) => [id, properties?.["status"]]).sort()).toEqual(
      assessment.findings.map(({ id, status }) => [id, status]).sort(),
    );
    const oscal = read("oscal-assessment-results.json") as {
      readonly "assessment-results": { readonly results: readonly { readonly findings: readonly unknown[] }[] };
    };
    expect(schemaProblems("oscal", oscal)).toEqual([]);
    expect(oscal["assessment-results"].results[0]?.findings).toHaveLength(assessment.findings.length);
  });

  it("ends by naming the report, the checklist and the assessment", () => {
    for (const file of ["report.html", "checklists/demo.ckl", "checklists/demo.cklb", "assessment.json"])
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

  it("gives each check of the guidance its status on a default kubeadm cluster", () => {
    const byStatus = (status: Status) =>
      assessment.findings.flatMap((one) => (one.benchmark === "nsa-cisa" && one.status === status ? [one.id] : []));
    expect(byStatus("open")).toEqual([
      "non-root-containers",
      "immutable-file-systems",
      "pod-security-enforcement",
      "privilege-escalation",
      "container-capabilities",
      "service-account-tokens",
      "seccomp-profile",
      "default-deny-network",
      "network-policy-enforcement",
      "container-resource-limits",
      "namespace-resource-policies",
      "worker-node-segmentation",
      "etcd-encryption-at-rest",
      "anonymous-authentication",
      "audit-logging-enabled",
      "audit-policy-content",
      "audit-log-retention",
      "log-forwarding",
      "fault-tolerance",
    ]);
    expect(byStatus("not_reviewed")).toEqual([
      "rootless-container-engine",
      "image-admission-control",
      "linux-security-modules",
      "control-plane-firewall",
      "etcd-access-isolation",
      "kubeconfig-permissions",
      "certificate-validity",
      "plaintext-credentials",
      "static-user-credentials",
      "user-authentication-method",
      "monitoring-and-alerting",
      "supported-versions",
      "unused-components",
    ]);
    expect(byStatus("not_a_finding")).toEqual([
      "privileged-containers",
      "host-process-namespaces",
      "host-network-and-ports",
      "host-path-volumes",
      "dedicated-namespaces",
      "control-plane-listeners",
      "etcd-transport-security",
      "kubelet-access",
      "tls-protocol-and-ciphers",
      "authorization-mode",
      "anonymous-bindings",
      "cluster-admin-bindings",
      "sensitive-permissions",
      "log-persistence",
    ]);
    expect(byStatus("not_applicable")).toEqual([
      "encryption-key-management",
      "cloud-credential-exposure",
      "seccomp-audit-mode",
      "service-mesh-encryption",
    ]);
  });

  it("can be judged and shown again by the sources: same bytes", async () => {
    const files = ["assessment.json", "report.html", "checklists/demo.ckl", "checklists/demo.cklb"];
    const before = files.map((file) => readFileSync(join(run, file)));
    expect((await plimsollHere("assess", run, "--benchmark", "all")).status).toBe(1);
    expect((await plimsollHere("report", run)).status).toBe(0);
    expect(
      files.filter((file, index) => !readFileSync(join(run, file)).equals(before[index] ?? Buffer.alloc(0))),
    ).toEqual([]);
  });

  it("refuses to write over a run", async () => {
    const again = await plimsollHere("demo", "-o", run);
    expect(again).toMatchObject({
      status: 2,
      stderr: `plimsoll: ${run} already holds a run; give another folder with --output\n`,
    });
  });

  it("leaves no keys behind", () => {
    expect(readdirSync(temporary)).toEqual([]);
  });
});
