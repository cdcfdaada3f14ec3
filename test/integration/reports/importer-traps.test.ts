import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { notReviewed } from "../../../src/findings/verdict.ts";
import { type Checklist, type ChecklistRule, checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { cklDocument } from "../../../src/reports/ckl.ts";
import { cklbDocument } from "../../../src/reports/cklb.ts";
import { type ChecklistFormat, checklistTexts } from "../../support/checklist.ts";
import { assessmentOf, groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";
import { imported, taskAssets } from "../../support/stig-manager.ts";

const only = (assessment: Assessment, format: ChecklistFormat, emptyNotReviewed = false): string =>
  Object.values(checklistTexts(assessment, format, { emptyNotReviewed }))[0] ?? "";

const one = sampleAssessment({ findings: [sampleFinding()] });
const ckl = only(one, "ckl");
const reviewsOf = (text: string, format: ChecklistFormat = "ckl") =>
  imported(format, text).checklists.flatMap(({ reviews }) => reviews);

/** Our checklist with something else in the place of what matters: it must have been there. */
function broken(from: string | RegExp, to: string, text = ckl): string {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${from} is not in our checklist`);
  return changed;
}

/** The same of our CKLB, by what is done to it. */
function brokenCklb(change: (document: ReturnType<typeof JSON.parse>) => void): string {
  const text = only(one, "cklb");
  const document = JSON.parse(text);
  change(document);
  if (JSON.stringify(document) === JSON.stringify(JSON.parse(text))) throw new Error("nothing was changed");
  return JSON.stringify(document);
}

/** Our checklist of one rule with other words of people, or a severity of theirs. */
function withRule(format: ChecklistFormat, given: Partial<ChecklistRule>, assessment: Assessment = one): string {
  const [checklist] = checklistsOf(assessment, { scope: "cluster", emptyNotReviewed: false });
  if (checklist === undefined) throw new Error("no checklist");
  const changed: Checklist = { ...checklist, rules: checklist.rules.map((rule) => ({ ...rule, ...given })) };
  return format === "ckl" ? cklDocument(changed, "0") : cklbDocument(changed);
}

it("is our own checklist that is broken here, and STIG Manager takes it whole", () => {
  expect(reviewsOf(ckl)).toMatchObject([{ ruleId: "SV-242387r1137639_rule", result: "pass" }]);
  expect(reviewsOf(only(one, "cklb"), "cklb")).toEqual(reviewsOf(ckl));
});

describe("STIG Manager throws a whole CKL away", () => {
  it.each([
    ["without its root", /CHECKLIST>/g, "OTHER>"],
    ["without ASSET", /ASSET>/g, "OTHER>"],
    ["without STIGS", /STIGS>/g, "OTHER>"],
    ["without a host name", "<HOST_NAME>sample", "<HOST_NAME>"],
    ["with a host name of 256 characters", "<HOST_NAME>sample", `<HOST_NAME>${"n".repeat(256)}`],
    ["without stigid", "<SID_NAME>stigid<", "<SID_NAME>other<"],
    ["without version", "<SID_NAME>version<", "<SID_NAME>other<"],
    ["without FINDING_DETAILS", /\t*<FINDING_DETAILS>[^<]*<\/FINDING_DETAILS>\n/, ""],
    ["without COMMENTS", /\t*<COMMENTS><\/COMMENTS>\n/, ""],
    ["with more than 200 000 entities", "<COMMENTS>", `<COMMENTS>${"&lt;".repeat(200_001)}`],
  ])("%s", (_what, from, to) => {
    expect(() => imported("ckl", broken(from, to))).toThrow();
  });
});

describe("STIG Manager throws a whole CKLB away", () => {
  it.each<readonly [string, Parameters<typeof brokenCklb>[0]]>([
    ["without a host name", ({ target_data }) => delete target_data.host_name],
    ["with a host name of 256 characters", ({ target_data }) => (target_data.host_name = "n".repeat(256))],
    ["without stigs", (document) => delete document.stigs],
    ["with none", (document) => (document.stigs = [])],
    ["without stig_id", ({ stigs: [stig] }) => delete stig.stig_id],
  ])("%s", (_what, change) => {
    expect(() => imported("cklb", brokenCklb(change))).toThrow();
  });

  it("with a byte order mark, and ours has none", () => {
    expect(() => imported("cklb", `\uFEFF${only(one, "cklb")}`)).toThrow("Cannot parse as JSON");
  });
});

describe("STIG Manager drops a rule without a word", () => {
  it.each([
    ["of a status that it does not know", "<STATUS>NotAFinding", "<STATUS>Profile_Error"],
    ["without Rule_ID", "<VULN_ATTRIBUTE>Rule_ID<", "<VULN_ATTRIBUTE>Other<"],
    ["without a value of it", "<ATTRIBUTE_DATA>SV-242387r1137639_rule<", "<ATTRIBUTE_DATA><"],
  ])("%s, of a CKL", (_what, from, to) => {
    expect(reviewsOf(broken(from, to))).toEqual([]);
  });

  it.each<readonly [string, Parameters<typeof brokenCklb>[0]]>([
    ["of a status that it does not know", ({ stigs: [stig] }) => (stig.rules[0].status = "NotAFinding")],
    ["without rule_id_src, whatever rule_id says", ({ stigs: [stig] }) => delete stig.rules[0].rule_id_src],
  ])("%s, of a CKLB", (_what, change) => {
    expect(reviewsOf(brokenCklb(change), "cklb")).toEqual([]);
  });
});

describe("STIG Manager does not know the benchmark", () => {
  const revisionOf = (text: string, format: ChecklistFormat = "ckl") =>
    imported(format, text).checklists[0]?.revisionStr;
  const ignored = (text: string) =>
    [...taskAssets([imported("ckl", text)], "V2R6").values()].flatMap(({ checklistsIgnored }) => checklistsIgnored);

  it("by an id in other case", () => {
    expect(ignored(ckl)).toEqual([]);
    expect(ignored(broken("<SID_DATA>Kubernetes_STIG<", "<SID_DATA>kubernetes_stig<"))).toHaveLength(1);
  });

  it("by a release without text after it, or in a CKLB without a version", () => {
    expect(revisionOf(ckl)).toBe("V2R6");
    expect(revisionOf(broken(/(<SID_DATA>Release: 6) [^<]*/, "$1"))).toBeNull();
    expect(
      revisionOf(
        brokenCklb(({ stigs: [stig] }) => delete stig.version),
        "cklb",
      ),
    ).toBe("V0R6");
    expect(
      revisionOf(
        brokenCklb(({ stigs: [stig] }) => (stig.release_info = "Release: 6")),
        "cklb",
      ),
    ).toBeNull();
  });
});

describe("STIG Manager changes text", () => {
  const detailOf = (text: string, format: ChecklistFormat = "ckl"): unknown => reviewsOf(text, format)[0]?.detail;
  const detailed = (details: string): string => broken(/(<FINDING_DETAILS>)[^<]*/, `$1${details}`);

  it("in CDATA, which is no text for it", () => {
    expect(detailOf(detailed("<![CDATA[seen]]>"))).not.toBeTypeOf("string");
  });

  it("by decoding twice, which ours survives", () => {
    expect(detailOf(detailed("&amp;lt;b&amp;gt; &amp;#65;"))).toBe("<b> A");
    expect(detailOf(withRule("ckl", { comments: "&lt;b&gt; &#65; a & b" }))).toBe(detailOf(ckl));
    expect(reviewsOf(withRule("ckl", { comments: "&lt; &#65; a & b <c>" }))[0]?.comment).toBe(
      "⟨U+0026⟩lt; ⟨U+0026⟩#65; a & b <c>",
    );
  });

  it("by trimming and cutting, which we do before", () => {
    expect(detailOf(detailed(` seen ${"x".repeat(40_000)}`))).toBe(`seen ${"x".repeat(32_762)}`);
    const long = withRule("ckl", { comments: `  ${"😀".repeat(20_000)}\u0000` });
    const [{ comment } = { comment: "" }] = reviewsOf(long);
    expect(comment?.length).toBeLessThanOrEqual(32_000);
    expect(comment).toMatch(/😀\n\[Truncated by plimsoll: \d+ more characters\.\]$/u);
    expect(reviewsOf(withRule("cklb", { comments: `  ${"😀".repeat(20_000)}\u0000` }), "cklb")[0]?.comment).toBe(
      comment,
    );
  });

  it("that is not there", () => {
    expect(detailOf(detailed(""))).toBe("There is no detail provided for the assessment");
  });

  it.each(["ckl", "cklb"] as const)("but not people's own, in a %s, ` :: ` and lines included", (format) => {
    const comments = 'LABEL :: see "ticket" 7\r\nnot <done> :: yet\ttab\u001b\uD800';
    expect(reviewsOf(withRule(format, { comments }), format)[0]?.comment).toBe(
      'LABEL :: see "ticket" 7\nnot <done> :: yet\ttab⟨U+001B⟩⟨U+D800⟩',
    );
  });

  it.each(["ckl", "cklb"] as const)("and knows no severity of people's, which a %s has for others", (format) => {
    const override = { severity: "low", justification: "A & <b>" } as const;
    const text = withRule(format, { override });
    expect(reviewsOf(text, format)).toEqual(reviewsOf(only(one, format), format));
    expect(text).toContain(
      format === "ckl"
        ? "<SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>\n\t\t\t\t<SEVERITY_JUSTIFICATION>A &amp; &lt;b&gt;<"
        : '"overrides": {\n            "severity": {\n              "severity": "low",\n              "reason": "A & <b>"\n            }',
    );
  });

  it("takes every rule full of markup, of people's too", () => {
    const full = "<".repeat(3000);
    const findings = assessmentOf(releases.v1r11).findings.map((finding) => ({
      ...finding,
      groups: [groupOf(["w1"], notReviewed(full))],
    }));
    const override = { severity: "low", justification: full } as const;
    const text = withRule("ckl", { comments: full, override }, sampleAssessment({ findings }));
    expect(reviewsOf(text)).toHaveLength(findings.length);
  });
});

describe("Not Reviewed rules", () => {
  const unseen = sampleAssessment({
    findings: [sampleFinding({ groups: [groupOf(["cp1"], notReviewed("Not seen (refused): read /x."))] })],
  });

  it.each(["ckl", "cklb"] as const)("of a %s overwrite a person's review where they have text", (format) => {
    expect(reviewsOf(only(unseen, format), format)).toMatchObject([
      { result: "informational", detail: expect.stringContaining("Not seen (refused)") },
    ]);
  });

  it.each(["ckl", "cklb"] as const)("of a %s are skipped with --empty-not-reviewed", (format) => {
    const text = only(unseen, format, true);
    expect(reviewsOf(text, format)).toEqual([]);
    expect(text).toContain("SV-242387r1137639_rule");
  });
});

describe("two checklists of one host", () => {
  it("are one asset of STIG Manager, in whatever case", () => {
    const upper = broken("<HOST_NAME>sample", "<HOST_NAME>SAMPLE");
    const assets = taskAssets([imported("ckl", ckl), imported("ckl", upper)], "V2R6");
    expect([...assets.keys()]).toEqual(["sample"]);
    expect([...(assets.get("sample")?.checklists.values() ?? [])].map((each) => each.length)).toEqual([2]);
  });

  it("are what ours never are: of a cluster, its roles and its nodes each is another", () => {
    const texts = (["cluster", "role", "node"] as const).flatMap((scope) =>
      Object.values(checklistTexts(sampleAssessment(), "ckl", { scope })),
    );
    expect(
      taskAssets(
        texts.map((text) => imported("ckl", text)),
        "V2R6",
      ).size,
    ).toBe(1 + 2 + 3);
  });

  it("would have another name for a web server", () => {
    const web = imported("ckl", broken("<WEB_OR_DATABASE>false", "<WEB_OR_DATABASE>true"));
    expect([...taskAssets([web], "V2R6").keys()]).toEqual(["sample-na-na"]);
  });
});
