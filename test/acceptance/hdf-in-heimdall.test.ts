import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reviewsFromCkl } from "@nuwcdivnpt/stig-manager-client-modules";
import { beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { type Assessment, assessmentSchema, type Finding, isOfStig } from "../../src/findings/assessment.ts";
import { notAFinding, notReviewed } from "../../src/findings/verdict.ts";
import { controlOf } from "../../src/reports/hdf/control.ts";
import { hdfReport } from "../../src/reports/hdf/hdf.ts";
import { broughtBenchmark } from "../support/brought.ts";
import { withText } from "../support/hostile-assessment.ts";
import { hostile } from "../support/hostile-texts.ts";
import { isInstalled } from "../support/own-packages.ts";
import { plimsollHere } from "../support/plimsoll-here.ts";
import { textOf } from "../support/report-text.ts";
import { mixedFindings, reviewedFindings } from "../support/reviewed-findings.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding, sampleOfBoth } from "../support/sample-assessment.ts";
import { stigManagerResults, watcherDefaults } from "../support/stig-manager.ts";
import { heimdallKeeps, heimdallReads, heimdallShows, heimdallWrites, type ShownControl } from "./heimdall.ts";
import { heimdallStatuses } from "./statuses.ts";

const runnable = isInstalled(import.meta.dirname);
const demo: { assessment?: Assessment; files?: readonly string[] } = {};

/** The demo's run. */
beforeAll(async () => {
  if (!runnable) return;
  const run = join(mkdtempSync(join(tmpdir(), "plimsoll-hdf-")), "run");
  expect(await plimsollHere("demo", "-o", run)).toMatchObject({ status: 0 });
  expect(await plimsollHere("report", run, "--format", "hdf")).toMatchObject({ status: 0 });
  const names = readdirSync(join(run, "hdf")).sort();
  expect(names).toEqual(["demo-nsa-cisa.hdf.json", "demo-stig.hdf.json"]);
  // The STIG's first, as the assessment has it.
  demo.files = names.reverse().map((name) => readFileSync(join(run, "hdf", name), "utf8"));
  demo.assessment = assessmentSchema.parse(JSON.parse(readFileSync(join(run, "assessment.json"), "utf8")));
});

type Written = { readonly findings: readonly Finding[]; readonly files: readonly string[] };
const written = (assessment: Assessment) => (): Written => ({
  findings: assessment.findings,
  files: hdfReport(assessment).map(textOf),
});
const demoRun = (): Written => ({ findings: demo.assessment?.findings ?? [], files: demo.files ?? [] });

const cases: readonly { readonly of: string; readonly made: () => Written }[] = [
  { of: "the demo", made: demoRun },
  ...Object.entries(releases).map(([of, benchmark]) => ({ of, made: written(assessmentOf(benchmark)) })),
  { of: "a file with hostile texts", made: written(assessmentOf(broughtBenchmark("v2r6"))) },
  { of: "both benchmarks", made: written(sampleOfBoth()) },
  { of: "groups of every kind", made: written(sampleAssessment({ findings: mixedFindings })) },
  { of: "findings that people decided", made: written(sampleAssessment({ findings: reviewedFindings })) },
];

describe.runIf(runnable).each(cases)("Heimdall shows our HDF of $of", ({ made }) => {
  const shown = (): readonly ShownControl[] => made().files.flatMap(heimdallShows);

  it("with the status of every finding", () => {
    const { findings } = made();
    expect(findings.length).toBeGreaterThan(0);
    expect(shown().map(({ data, hdf }) => [data.id, hdf.status, hdf.severity])).toEqual(
      findings.map(({ id, status, severity }) => [id, heimdallStatuses[status], severity]),
    );
  });

  it("with every control of NIST that the finding has", () => {
    const { findings } = made();
    expect(shown().map(({ hdf }) => hdf.parsedNistTags.map(({ rawText }) => rawText).sort())).toEqual(
      findings.map(({ nist }) => (nist.length === 0 ? ["UM-1"] : [...nist].sort())),
    );
  });

  it("with all texts, although it takes them for HTML", () => {
    for (const { data } of shown()) {
      const { title, desc, descriptions, results } = data;
      const texts = [title, desc, ...descriptions.map((one) => one.data)];
      const found = results.flatMap((one) => [one.code_desc, one.message ?? one.skip_message ?? ""]);
      for (const text of [...texts, ...found]) expect(heimdallKeeps(text)).toBe(text);
    }
  });

  it("with details for each, in which nothing is undefined", () => {
    for (const { data, hdf } of shown()) {
      expect(data.results.length).toBeGreaterThan(0);
      expect(hdf.finding_details).not.toMatch(/\b(undefined|null)\b/);
    }
  });
});

describe.runIf(runnable).each(cases)(
  "STIG Manager takes the checklist that Heimdall makes of our HDF of $of",
  ({ made }) => {
    const stigOf = ({ files }: Written): string => files[0] ?? "";

    it("with every rule, its status and details of ours", () => {
      const { findings, ...rest } = made();
      const parsed = reviewsFromCkl({ ...watcherDefaults, data: heimdallWrites(stigOf({ findings, ...rest })) });
      expect(parsed.errors).toEqual([]);
      expect(parsed.target.name).toMatch(/^(sample|demo)$/);
      expect(parsed.checklists.map(({ benchmarkId }) => benchmarkId)).toEqual(["Kubernetes_STIG"]);
      const reviews = parsed.checklists[0]?.reviews ?? [];
      expect(reviews.map(({ ruleId, result }) => [ruleId, result])).toEqual(
        findings.filter(isOfStig).map(({ ruleId, status }) => [ruleId, stigManagerResults[status]]),
      );
      for (const { detail } of reviews) {
        expect(detail).toMatch(/^(failed|passed|skipped) :: TEST (Open|Not )/);
        expect(detail.length).toBeLessThan(32_767);
      }
    });

    it("and Heimdall reads it again with the same statuses and severities", () => {
      const { findings, ...rest } = made();
      const again = heimdallReads(heimdallWrites(stigOf({ findings, ...rest })));
      expect(heimdallShows(JSON.stringify(again)).map(({ data, hdf }) => [data.id, hdf.status, hdf.severity])).toEqual(
        findings.filter(isOfStig).map(({ id, status, severity }) => [id, heimdallStatuses[status], severity]),
      );
    });
  },
);

describe.runIf(runnable)("a checklist that Heimdall makes of our HDF", () => {
  it("is of our release", () => {
    for (const [name, benchmark] of Object.entries(releases)) {
      const [text = ""] = written(assessmentOf(benchmark))().files;
      const { checklists } = reviewsFromCkl({ ...watcherDefaults, data: heimdallWrites(text) });
      expect(checklists.map(({ revisionStr }) => revisionStr)).toEqual([name.toUpperCase()]);
    }
  });

  it("has people's words as comments, and nothing else", () => {
    const [text = ""] = written(sampleAssessment({ findings: [sampleFinding(), ...reviewedFindings] }))().files;
    const [parsed] = reviewsFromCkl({ ...watcherDefaults, data: heimdallWrites(text) }).checklists;
    const [first, second] = parsed?.reviews ?? [];
    expect(first?.comment).toBeNull();
    expect(second?.comment).toMatch(/^JUSTIFICATION :: Waived by A\. Uthority \(ticket RISK-1; /);
  });
});

describe.runIf(runnable)("what people decided, in Heimdall", () => {
  const shown = () =>
    Object.fromEntries(
      written(sampleAssessment({ findings: reviewedFindings }))()
        .files.flatMap(heimdallShows)
        .map((one) => [one.data.id, one]),
    );

  it("is a waiver only where it makes a finding not applicable: what is open stays Failed", () => {
    const waived = Object.entries(shown()).flatMap(([id, { hdf }]) => (hdf.waived ? [id] : []));
    expect(waived).toEqual(["V-22"]);
    expect(shown()["V-20"]?.hdf.descriptions["justification"]).toContain("Behind a firewall");
  });

  it("is an attestation where it counts", () => {
    const attested = Object.entries(shown()).flatMap(([id, { hdf }]) => (hdf.attested ? [id] : []));
    expect(attested).toEqual(["V-25", "V-26"]);
  });
});

describe.runIf(runnable)("what a person wrote of a rule in an earlier checklist", () => {
  const sample = sampleAssessment();
  const finding = sampleFinding();
  const control = controlOf(
    {
      finding,
      status: finding.status,
      comments: "Accepted :: until May.\nSee the ticket.",
      override: { severity: "low", justification: "Behind a firewall." },
    },
    sample.benchmarks.stig,
    sample.collected.from,
  );
  const [empty = ""] = written(sampleAssessment({ findings: [] }))().files;
  const file = empty.replace('"controls": []', () => `"controls": [${JSON.stringify(control)}]`);

  it("is whole in Heimdall, and the severity that they gave it counts", () => {
    const [shown] = heimdallShows(file);
    expect(shown?.hdf.descriptions["comments"]).toBe("Accepted :: until May.\nSee the ticket.");
    expect([shown?.data.impact, shown?.hdf.severity, shown?.data.tags["severity"]]).toEqual([0.3, "low", "high"]);
  });

  it("is whole in the checklist that Heimdall makes of it", () => {
    const checklist = heimdallWrites(file);
    const [review] = reviewsFromCkl({ ...watcherDefaults, data: checklist }).checklists[0]?.reviews ?? [];
    expect(review?.comment).toBe("COMMENTS :: Accepted :: until May.\nSee the ticket.");
    expect(checklist).toContain("<SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>");
    expect(checklist).toContain("<SEVERITY_JUSTIFICATION>Behind a firewall.</SEVERITY_JUSTIFICATION>");
    expect(heimdallShows(JSON.stringify(heimdallReads(checklist)))[0]?.hdf.severity).toBe("low");
  });
});

describe.runIf(runnable)("Heimdall is really asked", () => {
  it("refuses what is no exec-json", () => {
    const [text = ""] = written(sampleAssessment())().files;
    expect(() => heimdallShows(text.replace('"start_time"', '"started"'))).toThrow(/not an exec-json/);
    expect(() => heimdallShows(text.replace('"status": "skipped"', '"status": "open"'))).toThrow(/not an exec-json/);
  });

  it("takes a pass beside what was skipped for a pass, which is why ours has none", () => {
    const groups = [groupOf(["cp1"], notAFinding("Set.")), groupOf(["w1"], notReviewed("Not seen."))];
    const [text = ""] = written(sampleAssessment({ findings: [sampleFinding({ groups })] }))().files;
    expect(heimdallShows(text).map(({ hdf }) => hdf.status)).toEqual(["Not Reviewed"]);
    const passing = text.replace('"status": "skipped"', '"status": "passed"');
    expect(heimdallShows(passing).map(({ hdf }) => hdf.status)).toEqual(["Passed"]);
  });

  it("takes a tag out of a text, which is why ours has none", () => {
    expect(heimdallKeeps("cat <path>")).toBe("cat ");
    expect(heimdallKeeps(`1 < 2 & <5, ${hostile.rightToLeft}`)).toBe(`1 < 2 & <5, ${hostile.rightToLeft}`);
  });

  it("takes a file of ours whatever is written everywhere in it", () => {
    for (const text of Object.values(hostile))
      for (const file of written(withText(` ${text}`))().files) expect(heimdallShows(file).length).toBeGreaterThan(0);
  });
});
