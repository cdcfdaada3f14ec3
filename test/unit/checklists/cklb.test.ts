import { describe, expect, it } from "vitest";
import { readChecklist, readRule } from "../../support/checklist-files.ts";
import { answered, cklbOf, jsonRule, jsonStig } from "../../support/foreign-checklist.ts";

const withRule = (changed: Readonly<Record<string, unknown>>): string => cklbOf([jsonStig([jsonRule(changed)])]);

describe("a CKLB", () => {
  it("says who was asked and what the answers are", async () => {
    const target = {
      target_type: "Computing",
      host_name: "web-1",
      ip_address: "10.0.0.1",
      mac_address: "",
      fqdn: null,
      comments: "c\r\nd",
      role: "None",
      is_web_database: true,
      technology_area: "UNIX OS",
      web_db_site: "s",
      web_db_instance: 7,
      classification: "CUI",
    };
    expect(await readChecklist(cklbOf([jsonStig()], target), "x.ckl")).toEqual({
      format: "cklb",
      name: expect.stringMatching(/x\.ckl$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      asset: {
        hostName: "web-1",
        ip: "10.0.0.1",
        mac: "",
        fqdn: "",
        role: "None",
        assetType: "Computing",
        marking: "CUI",
        targetComment: "c\nd",
        techArea: "UNIX OS",
        webOrDatabase: "true",
        webDbSite: "s",
        webDbInstance: "7",
      },
      stig: {
        id: "Kubernetes_STIG",
        version: "2",
        releaseInfo: "Release: 5 Benchmark Date: 05 Jan 2026",
        rules: [answered],
      },
      others: [],
    });
  });

  it.each([
    ["a byte order mark", Buffer.from(`\uFEFF${cklbOf()}`)],
    ["UTF-16", Buffer.from(`\uFEFF${cklbOf()}`, "utf16le")],
    [
      "line ends of Windows, between and within",
      Buffer.from(cklbOf().replaceAll("\n", "\r\n").replaceAll("\\n", "\\r\\n")),
    ],
    ["no rule_id_src", withRule({ rule_id_src: undefined })],
    ["no group_id", withRule({ group_id: null })],
    ["no white space", Buffer.from(JSON.stringify(JSON.parse(cklbOf())))],
    ["no overrides", withRule({ overrides: null })],
    ["overrides as a list, as PHP and PowerShell write none", withRule({ overrides: [] })],
    ["overrides of something else", withRule({ overrides: { status: { status: "open", reason: "x" } } })],
    ["no severity in them", withRule({ overrides: { severity: null } })],
    [
      "a key of JavaScript's",
      cklbOf().replace('"status"', '"__proto__": {"status": "not_a_finding"}, "constructor": 1, "status"'),
    ],
  ])("says the same with %s", async (_what, content) => {
    expect(content.toString()).not.toBe(cklbOf());
    expect(await readRule(content)).toEqual(answered);
  });

  it("may lack nearly everything", async () => {
    const file = await readChecklist(
      '{"stigs":[{"stig_id":"kubernetes_stig","version":2,"rules":[{"rule_version":"CNTR-K8-000150","__proto__":{"status":"not_a_finding"}}]}]}',
    );
    expect(new Set(Object.values(file.asset))).toEqual(new Set([""]));
    expect(file.stig).toEqual({
      id: "kubernetes_stig",
      version: "2",
      releaseInfo: "",
      rules: [
        {
          vulnId: "",
          ruleId: "",
          stigId: "CNTR-K8-000150",
          checkText: "",
          status: "not_reviewed",
          details: "",
          comments: "",
          severity: "",
        },
      ],
    });
  });

  it("takes the id that importers join by where two are there", async () => {
    const rule = await readRule(withRule({ rule_id: "SV-1r1" }));
    expect(rule.ruleId).toBe("SV-242376r960759_rule");
  });

  it.each([
    ["not_a_finding", { status: "not_a_finding" }],
    ["not_applicable", { status: "not_applicable" }],
    ["NotAFinding", { status: "not_a_finding" }],
    ["no_data", { status: "not_reviewed", unknownStatus: "no_data" }],
    [3, { status: "not_reviewed", unknownStatus: "3" }],
    [null, { status: "not_reviewed" }],
  ])("has a status: %j", async (word, expected) => {
    const { unknownStatus, status } = await readRule(withRule({ status: word }));
    expect({ status, ...(unknownStatus && { unknownStatus }) }).toEqual(expected);
  });

  it.each([
    [{ severity: { severity: "low", reason: "It is." } }, { override: { severity: "low", justification: "It is." } }],
    [{ severity: { severity: "low" } }, { override: { severity: "low", justification: "" } }],
    [{ severity: "high" }, { override: { severity: "high", justification: "" } }],
    [{ severity: { reason: "x" } }, { unknownOverride: { severity: "", justification: "x" } }],
    [{ severity: { severity: "CAT I", reason: "x" } }, { unknownOverride: { severity: "CAT I", justification: "x" } }],
  ])("has overrides: %j", async (overrides, expected) => {
    expect(await readRule(withRule({ overrides }))).toEqual({ ...answered, ...expected });
  });

  it("keeps other STIGs as they stand", async () => {
    const other =
      '{ "stig_id" : "A",\r\n\t"stig_name":"]},\\u0041", "rules":[ {"status":"\\"odd"} , 1.50 ], "x": 1e2 }';
    const ours = JSON.stringify(jsonStig());
    const { stig, others } = await readChecklist(
      `\uFEFF{"stigs": [ ${other} ,${ours},\n{"stig_name":null,"display_name":"B"}\n], "title":""}`,
    );
    expect(stig?.rules).toEqual([answered]);
    expect(others).toEqual([
      { id: "A", title: "]},A", text: other },
      { id: "", title: "B", text: '{"stig_name":null,"display_name":"B"}' },
    ]);
  });
});
