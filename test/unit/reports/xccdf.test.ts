import { describe, expect, it } from "vitest";
import type { Assessment, StigFinding } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { open } from "../../../src/findings/verdict.ts";
import { type Checklist, checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { reports } from "../../../src/reports/report.ts";
import { xccdfContent } from "../../../src/reports/xccdf/xccdf-report.ts";
import { hostileTexts } from "../../support/brought.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding, sampleOfBoth, seenInFile } from "../../support/sample-assessment.ts";
import { attested, xccdfResultsOf } from "../../support/xccdf-results.ts";

const resultsOf = (given: Partial<Assessment> = {}): string => xccdfResultsOf(sampleAssessment(given));
const ofFinding = (given: Partial<StigFinding>): string => resultsOf({ findings: [sampleFinding(given)] });
const textsOf = (content: string, name: string): readonly string[] =>
  [...content.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");
const attributesOf = (content: string, name: string, attribute: string): readonly string[] =>
  [...content.matchAll(new RegExp(`<${name} [^>]*?\\b${attribute}="([^"]*)"`, "g"))].map((match) => match[1] ?? "");

describe("the results' bytes", () => {
  it("have `cdf:` on every element of XCCDF, one tag a line, and nothing that an importer refuses", () => {
    const content = resultsOf();
    expect(new Set([...content.matchAll(/<([a-z]+):/g)].map((match) => match[1]))).toEqual(new Set(["cdf", "dc"]));
    expect(content).not.toMatch(/<[A-Za-z]+[ >]|\uFEFF|<!\[CDATA\[|\/>|(?![\t\n])\p{Cc}/u);
    expect(content).not.toMatch(/<[^>]*\n[^>]*>/);
    expect(content.endsWith("</cdf:Benchmark>\n")).toBe(true);
  });

  it("are the same for the same assessment; of another run on the same evidence only its times differ", () => {
    expect(resultsOf()).toBe(resultsOf());
    const later = resultsOf({ collected: { from: "2027-01-01T00:00:00.000Z", to: "2027-01-01T00:00:01.000Z" } });
    const timeless = (content: string): string => content.replace(/time="[^"]*"/g, "");
    expect(later).not.toBe(resultsOf());
    expect(timeless(later)).toBe(timeless(resultsOf()));
  });

  it("ask once for rules that are worked out whenever they are asked for", () => {
    const assessment = sampleAssessment();
    const [checklist] = checklistsOf(assessment, usualChecklists);
    let asked = 0;
    const counting = {
      ...checklist,
      get rules() {
        asked += 1;
        return checklist?.rules ?? [];
      },
    } as Checklist;
    expect([...xccdfContent(counting, assessment)].join("")).toBe(resultsOf());
    expect(asked).toBe(1);
  });

  it("cannot be forged by what a node wrote", () => {
    const seen = Object.values(hostile).map((value) => seenInFile("w1", value, value));
    const content = ofFinding({ groups: [groupOf(["w1"], open(hostile.xml, seen))] });
    expect(textsOf(content, "cdf:result")).toEqual(["fail"]);
    expect(content.match(/<!--/g)).toHaveLength(1);
  });
});

describe("the results", () => {
  it("are of the STIG alone, and there are none without it", () => {
    const files = reports.xccdf(sampleOfBoth(), usualChecklists);
    expect(files.map(({ path }) => path)).toEqual(["checklists/sample.xccdf.xml"]);
    expect(files.map(textOf).join("")).not.toContain("kubelet-access");
    const { "nsa-cisa": guidance } = sampleOfBoth().benchmarks;
    const without = { ...sampleOfBoth(), benchmarks: { ...(guidance && { "nsa-cisa": guidance }) } };
    expect(reports.xccdf(without, usualChecklists)).toEqual([]);
  });

  it("give every rule its status, with DISA's ids as SCAP content has them", () => {
    const content = resultsOf();
    expect(textsOf(content, "cdf:result")).toEqual(["notapplicable", "pass", "fail", "notchecked", "pass", "fail"]);
    const ids = attributesOf(content, "cdf:rule-result", "idref");
    expect(ids[0]).toBe("xccdf_mil.disa.stig_rule_SV-242396r1137638_rule");
    expect(attributesOf(content, "cdf:Rule", "id")).toEqual(ids);
    expect(attributesOf(content, "cdf:Group", "id")[0]).toBe("xccdf_mil.disa.stig_group_V-242396");
    expect(attributesOf(content, "cdf:Benchmark", "id")).toEqual(["xccdf_mil.disa.stig_benchmark_Kubernetes_STIG"]);
  });

  it("say of whom, when and by what, and how much was seen without messages that change", () => {
    const content = resultsOf();
    expect(textsOf(content, "cdf:target")).toEqual(["sample"]);
    expect(content).toContain(
      '<cdf:fact type="string" name="urn:scap:fact:asset:identifier:host_name">sample</cdf:fact>',
    );
    expect(content).toContain('start-time="2026-11-21T06:00:00.000Z" end-time="2026-11-21T06:02:10.000Z"');
    expect(attributesOf(content, "cdf:TestResult", "test-system")).toEqual(["cpe:/a:plimsoll:plimsoll:0.1.0"]);
    const [remark] = textsOf(content, "cdf:remark");
    expect(remark).toContain("2 of 3 nodes read; unread: w2 (refused)");
    expect(remark).not.toContain("ECONNREFUSED");
  });

  it("name the STIG first, by which OpenRMF finds its checklist", () => {
    const content = resultsOf();
    expect(textsOf(content, "cdf:title")[0]).toBe("Kubernetes Security Technical Implementation Guide");
    expect(textsOf(content, "cdf:plain-text")).toEqual(["Release: 6 Benchmark Date: 01 Apr 2026"]);
  });

  it.each([
    ["1.2.3-rc.1", "1.2.3-rc.1"],
    ["1.2.3+build:7", "1.2.3%2bbuild%3a7"],
    ['1" x="é', "1%22%20x%3d%22%c3%a9"],
  ])("write the version %j into the CPE as %j", (version, written) => {
    const tool = { name: "plimsoll", version, readerSha256: "" } as const;
    const content = resultsOf({ tool });
    expect(attributesOf(content, "cdf:TestResult", "test-system")).toEqual([`cpe:/a:plimsoll:plimsoll:${written}`]);
  });

  it("have no message where a rule is to stay silent", () => {
    const silent = { ...usualChecklists, emptyNotReviewed: true };
    const content = reports.xccdf(sampleAssessment(), silent).map(textOf).join("");
    expect(textsOf(content, "cdf:result")).toContain("notchecked");
    expect(textsOf(content, "cdf:message")).toHaveLength(5);
    expect(textsOf(content, "cdf:message")).not.toContain("");
  });

  it("keep two odd ids of a brought file apart", () => {
    const findings = ["SV-1 r1", "SV-1\u00a0r1", "SV-1_r1", "SV-1\u{1F600}"].map((ruleId) => sampleFinding({ ruleId }));
    expect(attributesOf(resultsOf({ findings }), "cdf:rule-result", "idref")).toEqual([
      "xccdf_mil.disa.stig_rule_SV-1_x20_r1",
      "xccdf_mil.disa.stig_rule_SV-1_xa0_r1",
      "xccdf_mil.disa.stig_rule_SV-1_r1",
      "xccdf_mil.disa.stig_rule_SV-1_x1f600_",
    ]);
  });
});

describe("DISA's texts", () => {
  it("stand in the rule in place of ours where the user brought them", () => {
    const content = ofFinding({
      disa: { discussion: "Why a < b.", check: "Look:\n\tgrep x ", fix: "Mend it.", more: { Mitigations: "Some." } },
    });
    expect(textsOf(content, "cdf:description")[1]).toBe(
      "&lt;VulnDiscussion&gt;Why a &lt; b.&lt;/VulnDiscussion&gt;&lt;Mitigations&gt;Some.&lt;/Mitigations&gt;",
    );
    expect(textsOf(content, "cdf:check-content")).toEqual(["Look:\n\tgrep x "]);
    expect(textsOf(content, "cdf:fixtext")).toEqual(["Mend it."]);
  });

  it("are ours otherwise, and the discussion says where DISA's is", () => {
    const content = ofFinding({});
    expect(textsOf(content, "cdf:check-content")).toEqual([sampleFinding().check]);
    expect(textsOf(content, "cdf:description")[1]).toContain("is in U_Kubernetes_STIG_V2R6_Manual-xccdf.xml.");
  });

  it("bring legacy ids and the weight", () => {
    const content = ofFinding({ disa: hostileTexts });
    expect(attributesOf(content, "cdf:Rule", "weight")).toEqual(["5.0"]);
    expect(attributesOf(content, "cdf:rule-result", "weight")).toEqual(["5.0"]);
    const result = content.slice(content.indexOf("<cdf:rule-result"));
    expect(textsOf(result, "cdf:ident")).toEqual(["V-1", "SV-1", "SV-2", "CCI-000213"]);
  });

  it.each(["heavy", "-1", "1e9", "10.55", "1000", ""])(
    "cannot bring the weight %j, which XCCDF does not take",
    (weight) => {
      const content = ofFinding({ disa: { ...hostileTexts, weight } });
      expect(attributesOf(content, "cdf:rule-result", "weight")).toEqual(["10.0"]);
    },
  );
});

describe("the score", () => {
  const scoreOf = (statuses: readonly StigFinding["status"][], weights: readonly string[] = []): string => {
    const findings = statuses.map((status, index) => {
      const weight = weights[index];
      return sampleFinding({ status, ...(weight && { disa: { ...hostileTexts, weight } }) });
    });
    return textsOf(resultsOf({ findings }), "cdf:score").join();
  };

  it("counts what is not reviewed as not passed, which no model of the standard does", () => {
    expect(scoreOf(["not_a_finding", ...Array.from({ length: 3 }, () => "not_reviewed" as const)])).toBe("25");
    expect(attributesOf(resultsOf(), "cdf:score", "system")).toEqual(["urn:plimsoll:scoring:all-applicable"]);
    expect(attributesOf(resultsOf(), "cdf:score", "maximum")).toEqual(["100"]);
  });

  it("leaves out what does not apply, and is 0 where nothing does", () => {
    expect(scoreOf(["not_a_finding", "not_applicable"])).toBe("100");
    expect(scoreOf(["not_applicable"])).toBe("0");
    expect(scoreOf([])).toBe("0");
  });

  it("is never rounded up", () => {
    expect(scoreOf(["not_a_finding", "not_a_finding", "open"])).toBe("66.66");
    const all = [...Array.from({ length: 91 }, () => "not_a_finding" as const), "open" as const];
    expect(scoreOf(all)).toBe("98.91");
  });

  it("goes by the weights", () => {
    expect(scoreOf(["not_a_finding", "open"], ["7.5", "2.5"])).toBe("75");
    expect(scoreOf(["not_a_finding"], ["0"])).toBe("0");
  });
});

describe("what people said", () => {
  const manual = "V-242410";
  const content = xccdfResultsOf(sampleAssessment(), (rule) => (rule.finding.id === manual ? attested(rule) : {}));

  it("of a rule's status is its result, and in the details: an override of one rule would be asked of all", () => {
    expect(textsOf(content, "cdf:result")).toEqual(["notapplicable", "pass", "fail", "pass", "pass", "fail"]);
    expect(content).not.toContain("cdf:override");
  });

  it("of a rule's severity is a profile, which is the one of the results", () => {
    const override = { severity: "low", justification: "Behind two <firewalls>." } as const;
    const graded = xccdfResultsOf(sampleAssessment(), ({ finding }) => (finding.id === manual ? { override } : {}));
    expect(attributesOf(graded, "cdf:refine-rule", "severity")).toEqual(["low"]);
    expect(attributesOf(graded, "cdf:profile", "idref")).toEqual(attributesOf(graded, "cdf:Profile", "id"));
    expect(textsOf(graded, "cdf:remark")[0]).toBe("Behind two &lt;firewalls&gt;.");
    expect(attributesOf(graded, "cdf:Rule", "severity")[3]).toBe("medium");
    expect(attributesOf(graded, "cdf:rule-result", "severity")[3]).toBe("low");
    expect(resultsOf()).not.toMatch(/cdf:[Pp]rofile/);
  });

  it("in comments stands where STIG Manager looks for it", () => {
    const comments = "Seen by A.\n\tTwice.";
    const commented = xccdfResultsOf(sampleAssessment(), ({ finding }) => (finding.id === manual ? { comments } : {}));
    expect(textsOf(commented, "sm:comment")).toEqual([comments]);
  });
});
