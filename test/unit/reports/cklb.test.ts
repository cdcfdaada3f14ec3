import { describe, expect, it } from "vitest";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { checklistTexts } from "../../support/checklist.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

const contentOf = (given: Partial<Assessment> = {}): string =>
  Object.values(checklistTexts(sampleAssessment(given), "cklb", {}))[0] ?? "";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const valuesIn = (value: Json): readonly Json[] =>
  value !== null && typeof value === "object" ? Object.values(value).flatMap(valuesIn) : [value];

describe("the CKLB", () => {
  it("is beside the CKL, under the same name", () => {
    expect(Object.keys(checklistTexts(sampleAssessment(), "cklb", {}))).toEqual(["checklists/sample.cklb"]);
  });

  it("says of whom it is, and of which benchmark", () => {
    const { stigs, ...root } = JSON.parse(contentOf());
    expect(root).toEqual({
      ...{ title: "sample Kubernetes_STIG V2R6", id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ...{ active: false, mode: 1, has_path: true, cklb_version: "1.0" },
      target_data: {
        ...{ target_type: "Computing", host_name: "sample", ip_address: "", mac_address: "", fqdn: "", role: "None" },
        comments:
          "Kubernetes cluster. 2 of 3 nodes read; unread: w2 (refused). API server https://192.0.2.10:6443 read (v1.36.2).",
        ...{ is_web_database: false, technology_area: "", web_db_site: "", web_db_instance: "" },
      },
    });
    const [{ rules, uuid, ...stig }, ...others] = stigs;
    expect(others).toEqual([]);
    expect(stig).toEqual({
      stig_name: "Kubernetes Security Technical Implementation Guide",
      display_name: "Kubernetes Security Technical Implementation Guide",
      ...{ stig_id: "Kubernetes_STIG", version: "2", release_info: "Release: 6 Benchmark Date: 01 Apr 2026" },
      ...{ reference_identifier: "5376", size: rules.length },
    });
    for (const rule of rules) expect(rule.stig_uuid).toBe(uuid);
    expect(new Set(rules.map((rule: { readonly uuid: string }) => rule.uuid)).size).toBe(rules.length);
  });

  it("joins a rule by rule_id_src, as importers do", () => {
    const [rule] = JSON.parse(contentOf({ findings: [sampleFinding()] })).stigs[0].rules;
    expect(rule).toMatchObject({
      ...{ group_id: "V-242387", group_id_src: "V-242387", group_title: "SRG-APP-000033-CTR-000090" },
      ...{ rule_id: "SV-242387r1137639", rule_id_src: "SV-242387r1137639_rule", rule_version: "CNTR-K8-000330" },
      ...{ severity: "high", weight: "10.0", status: "not_a_finding", overrides: {}, comments: "" },
      ...{ ccis: ["CCI-000213"], legacy_ids: [], documentable: "false" },
      check_content_ref: { href: "Kubernetes_STIG.xml", name: "M" },
    });
    expect(rule.finding_details).toMatch(/^Not a Finding\. readOnlyPort is not set\./);
  });

  it("has DISA's texts of the user's file, else plimsoll's", () => {
    const more = { IAControls: "ia", Mitigations: "some", Documentable: "true", SeverityOverrideGuidance: "none" };
    const disa = { discussion: "Why.", check: "Look &lt;", fix: "Mend ", weight: "9.0", legacyIds: ["V-1"], more };
    const [brought, own] = JSON.parse(
      contentOf({ findings: [sampleFinding({ disa }), sampleFinding({ check: "our check" })] }),
    ).stigs[0].rules;
    expect(brought).toMatchObject({
      ...{ discussion: "Why.", check_content: "Look ⟨U+0026⟩lt;", fix_text: "Mend ", weight: "9.0" },
      ...{ legacy_ids: ["V-1"], ia_controls: "ia", mitigations: "some", documentable: "true" },
      security_override_guidance: "none",
    });
    expect(own.check_content).toBe("our check");
  });

  it("has no null, no control character and no half of a pair anywhere, whatever a node wrote", () => {
    const content = contentOf({ cluster: Object.values(hostile).join(" ") });
    const values = valuesIn(JSON.parse(content));
    expect(values).not.toContain(null);
    for (const value of values) if (typeof value === "string") expect(value).not.toMatch(/(?![\t\n])\p{Cc}|\p{Cs}/u);
    expect(content).not.toMatch(/\uFEFF|(?!\n)\p{Cc}|\\u00|\\ud/iu);
    expect(Buffer.from(content).toString()).toBe(content);
  });

  it("has the same bytes for the same evidence", () => {
    const later = { from: "2027-01-01T00:00:00.000Z", to: "2027-01-01T00:00:01.000Z" };
    expect(contentOf({ collected: later })).toBe(contentOf());
  });
});
