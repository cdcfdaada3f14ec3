import { describe, expect, it } from "vitest";
import { readChecklistFile } from "../../../src/checklists/read-checklist-file.ts";
import { checklistFile, readChecklist, readRule } from "../../support/checklist-files.ts";
import { answered, cklOf, iStigOf, usualInfo, vulnOf } from "../../support/foreign-checklist.ts";

const otherOf = (id: string): string => iStigOf(vulnOf(), { stigid: id, title: `The ${id}` });

describe("a CKL", () => {
  it("says who was asked and what the answers are", async () => {
    const asset =
      "<WEB_DB_INSTANCE>i</WEB_DB_INSTANCE><ROLE>None</ROLE><ASSET_TYPE>Computing</ASSET_TYPE><MARKING>CUI</MARKING><HOST_NAME> a&amp;b </HOST_NAME><HOST_IP>10.0.0.1\r\n10.0.0.2</HOST_IP><HOST_MAC/><HOST_FQDN>a.b</HOST_FQDN><TARGET_COMMENT>c</TARGET_COMMENT><TECH_AREA></TECH_AREA><TARGET_KEY>5376</TARGET_KEY><WEB_OR_DATABASE>true</WEB_OR_DATABASE><WEB_DB_SITE>s</WEB_DB_SITE>";
    const file = checklistFile(cklOf(iStigOf(), asset), "a.ckl");
    expect(await readChecklistFile(file)).toEqual({
      format: "ckl",
      name: expect.stringMatching(/^\d+-a\.ckl$/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      asset: {
        hostName: " a&b ",
        ip: "10.0.0.1\n10.0.0.2",
        mac: "",
        fqdn: "a.b",
        role: "None",
        assetType: "Computing",
        marking: "CUI",
        targetComment: "c",
        techArea: "",
        webOrDatabase: "true",
        webDbSite: "s",
        webDbInstance: "i",
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

  it("is known by what is in it, not by its name", async () => {
    expect(await readChecklist(cklOf(), "a.cklb")).toMatchObject({ format: "ckl" });
  });

  it("may have next to nothing in it", async () => {
    const text =
      "<CHECKLIST><STIGS><iSTIG><VULN><STIG_DATA><VULN_ATTRIBUTE>Vuln_Num</VULN_ATTRIBUTE><ATTRIBUTE_DATA>V-242376</ATTRIBUTE_DATA></STIG_DATA></VULN><STIG_INFO><SI_DATA><SID_DATA>Kubernetes_STIG</SID_DATA><SID_NAME>stigid</SID_NAME></SI_DATA></STIG_INFO></iSTIG></STIGS></CHECKLIST>";
    const { asset, stig } = await readChecklist(text);
    expect(new Set(Object.values(asset))).toEqual(new Set([""]));
    expect(stig).toEqual({
      id: "Kubernetes_STIG",
      version: "",
      releaseInfo: "",
      rules: [
        {
          vulnId: "V-242376",
          ruleId: "",
          stigId: "",
          checkText: "",
          status: "not_reviewed",
          details: "",
          comments: "",
          severity: "",
        },
      ],
    });
  });

  it.each([
    ["a byte order mark", Buffer.from(`\uFEFF${cklOf()}`)],
    ["UTF-16, as PowerShell writes it", Buffer.from(`\uFEFF${cklOf()}`, "utf16le")],
    ["line ends of Windows", Buffer.from(cklOf().replaceAll("\n", "\r\n"))],
    ["the same as references, as .NET writes them", Buffer.from(cklOf().replaceAll("it.\n", "it.&#xD;\n"))],
    ["CDATA", Buffer.from(cklOf().replace("Seen.", "<![CDATA[Se]]>e<![CDATA[n.]]>"))],
    ["comments and processing instructions", Buffer.from(cklOf().replace("Seen.", "Se<!--<DETAILS>-->en<?x y?>."))],
    ["numeric references", Buffer.from(cklOf().replace("Seen.", "&#83;&#x65;en."))],
    ["a name space", Buffer.from(cklOf().replace("<CHECKLIST>", '<CHECKLIST xmlns="urn:x" xmlns:xsi="y">'))],
    ["SV- without _rule", Buffer.from(cklOf().replace("960759_rule", "960759"))],
    ["ids in small letters", Buffer.from(cklOf().replace("V-242376<", "v-242376<").replace("CNTR-K8", "cntr-k8"))],
    [
      "ids as XCCDF has them",
      Buffer.from(
        cklOf().replace(">SV-", ">xccdf_mil.disa.stig_rule_SV-").replace(">V-", ">xccdf_mil.disa.stig_group_V-"),
      ),
    ],
    ["the same rule twice with the same answers", Buffer.from(cklOf(iStigOf(vulnOf() + vulnOf())))],
  ])("says the same with %s", async (_what, content) => {
    expect(content.equals(Buffer.from(cklOf()))).toBe(false);
    expect(await readRule(content)).toEqual(answered);
  });

  it("has its entities resolved once, and nothing trimmed", async () => {
    const rule = await readRule(cklOf(iStigOf(vulnOf({ details: " &lt; \t<b>\n", comments: "&amp;amp;" }))));
    expect(rule).toMatchObject({ details: " &lt; \t<b>\n", comments: "&amp;amp;" });
  });

  it.each([
    ["small letters", { stigid: "kubernetes_stig" }, "kubernetes_stig"],
    ["XCCDF's prefix", { stigid: " xccdf_mil.disa.stig_benchmark_Kubernetes_STIG" }, "Kubernetes_STIG"],
    ["its title alone", { title: "Kubernetes  Security Technical\nImplementation GUIDE" }, ""],
    ["its title and an id without text", { stigid: undefined, title: usualInfo["title"] }, ""],
  ])("is known as the Kubernetes STIG by %s", async (_what, info, id) => {
    expect((await readChecklist(cklOf(iStigOf(vulnOf(), info)))).stig).toMatchObject({ id, rules: [answered] });
  });

  it.each([
    ["another id", { stigid: "RKE2_STIG", title: usualInfo["title"] }],
    ["another title", { title: "Docker Enterprise STIG" }],
    ["neither", {}],
  ])("is not taken for the Kubernetes STIG with %s", async (_what, info) => {
    const file = await readChecklist(cklOf(iStigOf(vulnOf(), info)));
    expect(file.stig).toBeUndefined();
    expect(file.others).toHaveLength(1);
  });

  it("of eMASS has no release where it has only the word", async () => {
    const info = { ...usualInfo, releaseinfo: "releaseinfo" };
    expect((await readChecklist(cklOf(iStigOf(vulnOf(), info)))).stig?.releaseInfo).toBe("");
  });

  it.each([
    ["NotAFinding", "not_a_finding"],
    ["Not_Applicable", "not_applicable"],
    ["Not_Reviewed", "not_reviewed"],
    ["Open", "open"],
    [" not a finding\n", "not_a_finding"],
    ["OPEN", "open"],
  ])("has a status: %s", async (word, status) => {
    const rule = await readRule(cklOf(iStigOf(vulnOf({ status: word }))));
    expect(rule.status).toBe(status);
    expect(rule).not.toHaveProperty("unknownStatus");
  });

  it.each(["Profile_Error", "No_Data", "NotAFinding Open", "constructor", "NA"])(
    "says a status that is none: %s",
    async (word) => {
      const rule = await readRule(cklOf(iStigOf(vulnOf({ status: ` ${word} ` }))));
      expect(rule).toMatchObject({ status: "not_reviewed", unknownStatus: word });
    },
  );

  it.each([
    ["low", "It is.", { override: { severity: "low", justification: "It is." } }],
    ["HIGH ", "", { override: { severity: "high", justification: "" } }],
    ["CAT II", "Why.", { unknownOverride: { severity: "CAT II", justification: "Why." } }],
    ["", "Why.", { unknownOverride: { severity: "", justification: "Why." } }],
    ["", "", {}],
  ])("has an override: %j, %j", async (override, justification, expected) => {
    expect(await readRule(cklOf(iStigOf(vulnOf({ override, justification }))))).toEqual({ ...answered, ...expected });
  });
});

describe("other STIGs of a CKL", () => {
  it("are there as they stand, in their order", async () => {
    const odd = otherOf("B")
      .replace("<iSTIG>", '<iSTIG\r\n\tx="1">')
      .replace("Seen.", "é&#233;\r\n<!-- </iSTIG> --><![CDATA[</iSTIG><iSTIG>]]>");
    const stigs = `\r\n<!-- <iSTIG></iSTIG> -->${otherOf("A")}\n${iStigOf()}${odd}<iSTIG/>`;
    const { stig, others } = await readChecklist(`\uFEFF${cklOf(stigs)}`);
    expect(stig?.rules).toEqual([answered]);
    expect(others).toEqual([
      { id: "A", title: "The A", text: otherOf("A") },
      { id: "B", title: "The B", text: odd },
      { id: "", title: "", text: "<iSTIG/>" },
    ]);
  });

  it("may have whatever answers: those are not ours to read", async () => {
    const twice = iStigOf(vulnOf() + vulnOf({ status: "NotAFinding" }), { stigid: "A", title: "t" });
    expect((await readChecklist(cklOf(twice))).others).toEqual([{ id: "A", title: "t", text: twice }]);
  });

  it("keep a prefix that they declare themselves", async () => {
    const other = otherOf("A")
      .replace("<iSTIG>", '<iSTIG xmlns:x="u">')
      .replace("<COMMENTS>", '<COMMENTS x:nil="true">');
    expect((await readChecklist(cklOf(other))).others[0]?.text).toBe(other);
  });
});
