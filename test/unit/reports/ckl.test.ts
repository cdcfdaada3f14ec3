import { describe, expect, it } from "vitest";
import { type Assessment, isOfStig } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { checklistOf } from "../../support/checklist.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const contentOf = (given: Partial<Assessment> = {}): string => textOf(checklistOf(sampleAssessment(given)));
/** Names of the elements that open at a depth of tabs. */
const elementsAt = (content: string, depth: number): readonly string[] =>
  [...content.matchAll(new RegExp(`^\\t{${depth}}<([A-Za-z_]+)>`, "gm"))].map((match) => match[1] ?? "");
const textsOf = (content: string, name: string): readonly string[] =>
  [...content.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");

describe("the checklist's bytes", () => {
  it("begin as STIG Viewer's do, with our own name", () => {
    expect(contentOf().split("\n").slice(0, 4)).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      "<!--plimsoll :: 0.1.0-->",
      "<CHECKLIST>",
      "\t<ASSET>",
    ]);
  });

  it("have LF, tabs and nothing that an importer refuses", () => {
    const content = contentOf();
    expect(content).not.toMatch(/\uFEFF|<!\[CDATA\[|\/>|(?![\t\n])\p{Cc}/u);
    expect(Buffer.from(content).toString()).toBe(content);
    expect(content.endsWith("</CHECKLIST>\n")).toBe(true);
  });

  it("escape & < > and nothing else", () => {
    expect(new Set(contentOf().match(/&[^;\s]*;/g))).toEqual(new Set(["&lt;", "&gt;", "&amp;"]));
    const content = contentOf({ findings: [sampleFinding({ title: `a & b "quoted" 'too' <c>\u00A0\u000b\uFFFE` })] });
    expect(content).toContain(`a &amp; b "quoted" 'too' &lt;c&gt;\u00A0⟨U+000B⟩⟨U+FFFE⟩`);
  });

  it("are the same for the same assessment, and for another run on the same evidence", () => {
    expect(contentOf()).toBe(contentOf());
    const later = { from: "2027-01-01T00:00:00.000Z", to: "2027-01-01T00:00:01.000Z" };
    expect(contentOf({ collected: later })).toBe(contentOf());
  });

  it("cannot be left by a version that would end the comment", () => {
    const tool = { name: "plimsoll", version: "1--><x>", readerSha256: "" } as const;
    expect(contentOf({ tool }).split("\n")[1]).toBe("<!--plimsoll :: 1‐‐&gt;&lt;x&gt;-->");
  });
});

describe("the checklist's order", () => {
  it("has the asset's elements as the schema has them", () => {
    const asset = contentOf().slice(0, contentOf().indexOf("</ASSET>"));
    expect(elementsAt(asset, 2).join(" ")).toBe(
      "ROLE ASSET_TYPE MARKING HOST_NAME HOST_IP HOST_MAC HOST_FQDN TARGET_COMMENT TECH_AREA TARGET_KEY " +
        "WEB_OR_DATABASE WEB_DB_SITE WEB_DB_INSTANCE",
    );
  });

  it("has the benchmark's data as STIG Viewer has them", () => {
    const content = contentOf();
    expect(textsOf(content, "SID_NAME").join(" ")).toBe(
      "version classification customname stigid description filename releaseinfo title uuid notice source",
    );
    expect(content).toMatch(/<SID_NAME>customname<\/SID_NAME>\n\t{4}<\/SI_DATA>/);
  });

  it("has a rule's data as STIG Viewer has them, with one CCI_REF for each CCI", () => {
    const content = contentOf({ findings: [sampleFinding({ ccis: ["CCI-000001", "CCI-000002"] })] });
    expect(textsOf(content, "VULN_ATTRIBUTE").join(" ")).toBe(
      "Vuln_Num Severity Group_Title Rule_ID Rule_Ver Rule_Title Vuln_Discuss IA_Controls Check_Content Fix_Text " +
        "False_Positives False_Negatives Documentable Mitigations Potential_Impact Third_Party_Tools " +
        "Mitigation_Control Responsibility Security_Override_Guidance Check_Content_Ref Weight Class STIGRef " +
        "TargetKey STIG_UUID LEGACY_ID LEGACY_ID CCI_REF CCI_REF",
    );
    const vulnerability = content.slice(content.indexOf("<VULN>"));
    expect(elementsAt(vulnerability, 4).filter((name) => name !== "STIG_DATA")).toEqual([
      "STATUS",
      "FINDING_DETAILS",
      "COMMENTS",
      "SEVERITY_OVERRIDE",
      "SEVERITY_JUSTIFICATION",
    ]);
  });
});

describe("the checklist's contents", () => {
  it("have every rule with the literal reading's status", () => {
    const assessment = sampleAssessment();
    const content = textOf(checklistOf(assessment));
    expect(textsOf(content, "STATUS")).toEqual([
      "Not_Applicable",
      "NotAFinding",
      "Open",
      "Not_Reviewed",
      "NotAFinding",
      "Open",
    ]);
    for (const { id, ruleId } of assessment.findings.filter(isOfStig)) {
      expect(content).toContain(`<ATTRIBUTE_DATA>${id}</ATTRIBUTE_DATA>`);
      expect(content).toContain(`<ATTRIBUTE_DATA>${ruleId}</ATTRIBUTE_DATA>`);
    }
  });

  it("leave COMMENTS to people", () => {
    expect(new Set(textsOf(contentOf(), "COMMENTS"))).toEqual(new Set([""]));
  });

  it("name the cluster as host, without an address or domain", () => {
    expect(textsOf(contentOf(), "HOST_NAME")).toEqual(["sample"]);
    expect([...textsOf(contentOf(), "HOST_FQDN"), ...textsOf(contentOf(), "HOST_IP")]).toEqual(["", ""]);
  });

  it("say how much was seen, without messages that change", () => {
    const [comment] = textsOf(contentOf(), "TARGET_COMMENT");
    expect(comment).toContain("2 of 3 nodes read; unread: w2 (refused)");
    expect(comment).not.toContain("ECONNREFUSED");
  });

  it("derive the UUID from cluster and benchmark", () => {
    const uuid = (content: string): string | undefined => /<SID_DATA>([0-9a-f-]{36})<\/SID_DATA>/.exec(content)?.[1];
    expect(uuid(contentOf())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid(contentOf())).not.toBe(uuid(contentOf({ cluster: "other" })));
  });

  it("cannot be forged by what a node wrote", () => {
    const seen = [seenInFile("w1", hostile.xml, hostile.xml)];
    const content = contentOf({ findings: [sampleFinding({ groups: [groupOf(["w1"], open(hostile.xml, seen))] })] });
    expect(textsOf(content, "STATUS")).toEqual(["Open"]);
    expect(content.match(/<!--/g)).toHaveLength(1);
  });
});

describe("the checklist's path", () => {
  it.each([
    ["prod-east", "checklists/prod-east.ckl"],
    ["../../etc/passwd", "checklists/etc_passwd.ckl"],
    ["Größe 1", "checklists/Gr_e_1.ckl"],
    [".hidden", "checklists/hidden.ckl"],
    ["日本", "checklists/cluster.ckl"],
    ["x".repeat(300), `checklists/${"x".repeat(100)}.ckl`],
  ])("of %j is safe", (cluster, path) => {
    expect(checklistOf(sampleAssessment({ cluster })).path).toBe(path);
  });
});

describe("DISA's texts", () => {
  const attribute = (content: string, name: string): readonly string[] =>
    [
      ...content.matchAll(
        new RegExp(`<VULN_ATTRIBUTE>${name}</VULN_ATTRIBUTE>\\n\\t*<ATTRIBUTE_DATA>([^<]*)</ATTRIBUTE_DATA>`, "g"),
      ),
    ].map((match) => match[1] ?? "");
  const disa = { discussion: "Why a < b.\u00a0\n\nMore.", check: "Look:\n\tgrep x ", fix: "Mend it.", weight: "5.0" };
  const brought = contentOf({
    findings: [sampleFinding({ disa: { ...disa, legacyIds: ["V-1"], more: { Mitigations: "Some." } } })],
  });

  it("stand in the checklist in place of ours where the user brought them, as they are in the file", () => {
    expect(attribute(brought, "Vuln_Discuss")).toEqual(["Why a &lt; b.\u00a0\n\nMore."]);
    expect(attribute(brought, "Check_Content")).toEqual(["Look:\n\tgrep x "]);
    expect(attribute(brought, "Fix_Text")).toEqual(["Mend it."]);
    expect(attribute(brought, "Weight")).toEqual(["5.0"]);
    expect(attribute(brought, "LEGACY_ID")).toEqual(["V-1", ""]);
    expect(attribute(brought, "Mitigations")).toEqual(["Some."]);
    expect(attribute(brought, "Documentable")).toEqual(["false"]);
  });

  it("change neither elements nor details", () => {
    const names = (content: string) => [...content.matchAll(/<VULN_ATTRIBUTE>(\w+)/g)].map((match) => match[1]);
    const plain = contentOf({ findings: [sampleFinding()] });
    expect(names(brought)).toEqual(names(plain));
    expect(textsOf(brought, "FINDING_DETAILS")).toEqual(textsOf(plain, "FINDING_DETAILS"));
  });

  it("cannot make a checklist that importers refuse for its markup", () => {
    const hostileDisa = { ...disa, check: "<".repeat(100_000) };
    const content = contentOf({ findings: [sampleFinding({ disa: hostileDisa })] });
    expect(content.match(/&lt;/g)?.length).toBeLessThan(500);
  });

  it("that are others than the logic's are named in the details", () => {
    const logic = { release: "V2R6", checkText: "reworded" } as const;
    const [details] = textsOf(contentOf({ findings: [sampleFinding({ logic })] }), "FINDING_DETAILS");
    expect(details).toContain("\nJudged by the logic for V2R6; the check text is another.\n");
  });
});
