import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { type Assessment, isOfStig } from "../../src/findings/assessment.ts";
import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { open } from "../../src/findings/verdict.ts";
import { cklReport } from "../../src/reports/ckl.ts";
import { broughtBenchmark } from "../support/brought.ts";
import { checklistOf, detailsOf } from "../support/checklist.ts";
import { hostile } from "../support/hostile-texts.ts";
import { isInstalled } from "../support/own-packages.ts";
import { textOf } from "../support/report-text.ts";
import { mixedFindings, reviewedFindings } from "../support/reviewed-findings.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding, seenInFile } from "../support/sample-assessment.ts";
import { type HeimdallControl, heimdallReads, heimdallShows } from "./heimdall.ts";
import { heimdallStatuses } from "./statuses.ts";

const impacts = { high: 0.7, medium: 0.5, low: 0.3 };

/** The checklist of one finding, `changed` by the reader of this test. */
const oneRule = textOf(checklistOf(sampleAssessment({ findings: [sampleFinding()] })));
const changed = (pattern: RegExp | string, text: string): string => {
  const other = oneRule.replace(pattern, () => text);
  if (other === oneRule) throw new Error(`nothing is ${pattern}`);
  return other;
};
const controlOf = (checklist: string): HeimdallControl => {
  const [control] = heimdallReads(checklist).profiles.flatMap(({ controls }) => controls);
  if (control === undefined) throw new Error("no control");
  return control;
};

describe
  .runIf(isInstalled(import.meta.dirname))
  .each([
    ...Object.entries(releases).map(([of, benchmark]) => ({ of, assessment: assessmentOf(benchmark) })),
    { of: "a file with hostile texts", assessment: assessmentOf(broughtBenchmark("v2r6")) },
    { of: "hostile nodes", assessment: sampleAssessment({ cluster: Object.values(hostile).join(" ") }) },
    { of: "groups of every kind", assessment: sampleAssessment({ findings: mixedFindings }) },
    { of: "findings that people decided", assessment: sampleAssessment({ findings: reviewedFindings }) },
  ])("Heimdall reads our checklist of $of", ({ assessment }) => {
  const findings = assessment.findings.filter(isOfStig);
  const shownOf = (given: Assessment, emptyNotReviewed: boolean) =>
    cklReport(given, { ...usualChecklists, emptyNotReviewed }).flatMap((file) =>
      heimdallShows(JSON.stringify(heimdallReads(textOf(file)))),
    );

  it("with every rule, its status and its impact", () => {
    const expected = findings.map(({ id, ruleId, stigId, status, severity }) => [
      id,
      ruleId,
      stigId,
      heimdallStatuses[status],
      status === "not_applicable" ? 0 : impacts[severity],
      severity,
    ]);
    for (const isEmpty of [false, true])
      expect(
        shownOf(assessment, isEmpty).map(({ data, hdf }) => [
          data.id,
          data.tags["rid"],
          data.tags["stig_id"],
          hdf.status,
          data.impact,
          hdf.severity,
        ]),
      ).toEqual(expected);
  });

  it("with our details whole, in one result", () => {
    const expected = findings.map((finding) => [detailsOf(finding)]);
    const details = shownOf(assessment, false).map(({ data }) => data.results.map(({ code_desc }) => code_desc));
    expect(details).toEqual(expected);
  });
});

describe.runIf(isInstalled(import.meta.dirname))("Heimdall, of a checklist", () => {
  it("takes a host's name only where it is whole, or the whole file not: ours is empty", () => {
    const named = (fqdn: string) => changed("<HOST_FQDN></HOST_FQDN>", `<HOST_FQDN>${fqdn}</HOST_FQDN>`);
    for (const fqdn of ["cp1.example.org", "cluster.local", "a-b.c-d.example", "192.0.2.1", "2001:db8::1"])
      expect(controlOf(named(fqdn)).id, fqdn).toBe("V-242387");
    const refused = [
      "cp1",
      "localhost",
      "cp_1.example.org",
      "-a.example.org",
      "a..example.org",
      "cp1.example.org.",
      "*.example.org",
    ];
    for (const fqdn of [
      ...refused,
      "cp1.example.123",
      "192.0.2.1:6443",
      "https://cp1.example.org",
      "cp1.example.org, cp2.example.org",
    ])
      expect(() => heimdallReads(named(fqdn)), fqdn).toThrow(/Host FQDN/);
  });

  it("takes a severity that a person gave a rule, and shows DISA's beside it", () => {
    for (const [severity, impact] of Object.entries(impacts)) {
      const control = controlOf(
        changed("<SEVERITY_OVERRIDE></SEVERITY_OVERRIDE>", `<SEVERITY_OVERRIDE>${severity}</SEVERITY_OVERRIDE>`),
      );
      expect([control.impact, control.tags["severity"], control.tags["severityoverride"]]).toEqual([
        impact,
        "high",
        severity,
      ]);
    }
  });

  it("refuses the file for any other word of severity", () => {
    expect(() =>
      heimdallReads(changed("<ATTRIBUTE_DATA>high</ATTRIBUTE_DATA>", "<ATTRIBUTE_DATA>CAT I</ATTRIBUTE_DATA>")),
    ).toThrow(/Severity "CAT I"/);
  });

  it("refuses a byte order mark, and takes CDATA and carriage returns", () => {
    expect(() => heimdallReads(`\uFEFF${oneRule}`)).toThrow(/xml declaration/);
    expect(oneRule).not.toMatch(/^\uFEFF|<!\[CDATA\[|\r/);
    const [result] = controlOf(changed(/<FINDING_DETAILS>[^<]*</, "<FINDING_DETAILS><![CDATA[<seen>]]><")).results;
    expect(result).toMatchObject({ status: "passed", code_desc: "<seen>" });
    expect(controlOf(oneRule.replaceAll("\n", "\r\n")).results).toEqual(controlOf(oneRule).results);
  });

  it("takes a status from details that begin as its own do: ours never do, whatever a node wrote", () => {
    const details = (text: string) =>
      controlOf(changed(/<FINDING_DETAILS>[^<]*</, `<FINDING_DETAILS>${text}<`)).results;
    expect(details("failed :: TEST w1 :: MESSAGE not set").map(({ status }) => status)).toEqual(["failed"]);
    expect(details("Not a Finding. failed :: TEST w1").map(({ status }) => status)).toEqual(["passed"]);
    const words = fc.string({
      unit: fc.constantFrom("failed", "passed", "error", " :: ", "TEST ", "MESSAGE ", "\n", "-".repeat(32), " "),
    });
    fc.assert(
      fc.property(words, (text) => {
        const groups = [groupOf(["w1"], open(text, [seenInFile("w1", text, text)]))];
        const finding = sampleFinding({ groups, summary: text });
        const { results } = controlOf(textOf(checklistOf(sampleAssessment({ findings: [finding] }))));
        expect(results.map(({ status, code_desc }) => [status, code_desc])).toEqual([["failed", detailsOf(finding)]]);
      }),
      { numRuns: 200 },
    );
  });
});

// What people write is theirs: a checklist has it as it is, and this is what Heimdall makes of it. HDF loses nothing.
describe.runIf(isInstalled(import.meta.dirname))("Heimdall, of the comments of a checklist,", () => {
  const kept = (comments: string) => {
    const { descriptions } = controlOf(changed("<COMMENTS></COMMENTS>", `<COMMENTS>${comments}</COMMENTS>`));
    return descriptions.slice(2).map(({ label, data }) => [label, data]);
  };

  it.each(["Accepted until May.", "See std::vector.", "a ::b", "LABEL ::", "Two\nlines"])("keeps %j", (comments) => {
    expect(kept(comments)).toEqual([["comments", comments]]);
  });

  it.each([
    ["COMMENTS :: Accepted :: until May.\nSecond line", [["comments", "Accepted :: until May.\nSecond line"]]],
    [
      "NOTE :: one\nMORE :: two",
      [
        ["note", "one"],
        ["more", "two"],
      ],
    ],
  ])("keeps the text behind capitals and ` :: ` at the beginning of a line: %j", (comments, expected) => {
    expect(kept(comments)).toEqual(expected);
  });

  it.each(["Risk :: accepted", "Two\nlines :: here", "Note :: small letters", "NOTE2 :: a digit", "NOTE :: "])(
    "loses all of %j",
    (comments) => {
      expect(kept(comments)).toEqual([]);
    },
  );

  it.each([
    ["What stands before.\nNOTE :: kept", [["note", "kept"]]],
    ["before NOTE :: kept", [["note", "kept"]]],
    ["TWO WORDS :: kept", [["words", "kept"]]],
  ])("loses the beginning of %j", (comments, expected) => {
    expect(kept(comments)).toEqual(expected);
  });

  it("takes comments behind CHECK for the check text", () => {
    const checklist = changed("<COMMENTS></COMMENTS>", "<COMMENTS>CHECK :: done</COMMENTS>");
    const [shown] = heimdallShows(JSON.stringify(heimdallReads(checklist)));
    expect(shown?.hdf.descriptions["check"]).toBe("done");
  });
});
