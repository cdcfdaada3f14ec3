import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkTexts } from "../../../src/benchmark/kubernetes-stig/check-texts.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { reports } from "../../../src/reports/report.ts";
import { readBenchmarkFile } from "../../../src/xccdf/read-benchmark-file.ts";
import { XccdfFileError } from "../../../src/xccdf/xccdf-file-error.ts";
import { asNobody, requireFile } from "../../support/lab-requirements.ts";
import { published, publishedFile } from "../../support/published.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";
import { xccdfGroup, xccdfText } from "../../support/xccdf.ts";
import { zipOf } from "../../support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-xccdf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: string | Buffer, name = "x-xccdf.xml"): string {
  files += 1;
  const path = join(folder, `${files}-${name}`);
  writeFileSync(path, content);
  return path;
}
const read = (content: string | Buffer, name?: string) => readBenchmarkFile(fileOf(content, name));

describe("a benchmark of a file", () => {
  it("has identifiers and texts verbatim", async () => {
    const file = fileOf(xccdfText(xccdfGroup()), "U_V2R7_Manual-xccdf.xml");
    expect(await readBenchmarkFile(file)).toEqual({
      name: "stig",
      id: "Kubernetes_STIG",
      title: "Kubernetes Security Technical Implementation Guide",
      version: "2",
      release: "7",
      releaseInfo: "Release: 7 Benchmark Date: 01 Jul 2026",
      targetKey: "5376",
      fileName: expect.stringMatching(/^\d+-U_V2R7_Manual-xccdf\.xml$/),
      file: { name: expect.stringMatching(/U_V2R7/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      requirements: [
        {
          id: "V-242387",
          ruleId: "SV-242387r1_rule",
          stigId: "CNTR-K8-000330",
          groupTitle: "SRG-1",
          severity: "high",
          title: " A & B\u00a0",
          ccis: ["CCI-000001"],
          disa: {
            discussion: "Why a < b & c.",
            check: "Look at it.",
            fix: "Mend it.",
            weight: "10.0",
            legacyIds: ["V-1"],
            more: { Documentable: "false", Mitigations: "Some." },
          },
          checkText: {
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            terms: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        },
      ],
    });
  });

  it("may be of a release, a namespace and an order that nobody saw", async () => {
    const text = `\uFEFF<c:Benchmark id="xccdf_mil.disa.stig_benchmark_Kubernetes_STIG" xmlns:c="http://checklists.nist.gov/xccdf/1.2">
<c:Group id="xccdf_mil.disa.stig_group_V-300000"><c:Rule id="xccdf_mil.disa.stig_rule_SV-300000r1_rule"><c:check>
<c:check-content><![CDATA[a <b> &amp; ]]>&#65;&#x42;<x:br xmlns:x="y"/>c</c:check-content></c:check><c:description>plain</c:description></c:Rule></c:Group>
<c:version>3</c:version></c:Benchmark>`;
    const benchmark = await read(text, "U_Kubernetes_STIG_V3R2_Manual-xccdf.xml");
    expect(benchmark).toMatchObject({ id: "Kubernetes_STIG", version: "3", release: "2", targetKey: "5376" });
    expect(benchmark.requirements).toMatchObject([
      {
        id: "V-300000",
        ruleId: "SV-300000r1_rule",
        severity: "medium",
        ccis: [],
        disa: { discussion: "plain", check: "a <b> &amp; ABc", fix: "" },
      },
    ]);
  });

  it.each([
    ["no severity, of a rule that is known", xccdfGroup({ severity: "low" }).replace(' severity="low"', ""), "high"],
    ["a word that checklists do not have", xccdfGroup({ severity: "info" }), "high"],
    ["the same of a rule that is not known", xccdfGroup({ id: "V-9", severity: "info" }), "medium"],
    ["a lower one than is known", xccdfGroup({ severity: "low" }), "low"],
  ])("has a severity: %s", async (_what, group, severity) => {
    expect((await read(xccdfText(group))).requirements[0]?.severity).toBe(severity);
  });

  it("is found in a zip, and in a zip in it", async () => {
    const xccdf = { name: "U_K_V2R7/U_Kubernetes_STIG_V2R7_Manual-xccdf.xml", content: xccdfText(xccdfGroup()) };
    const other = { name: "readme.txt", content: "x" };
    const litter = { name: "__MACOSX/U_K_V2R7/._U_Kubernetes_STIG_V2R7_Manual-xccdf.xml", content: "x" };
    const one = zipOf(other, xccdf, litter);
    const library = zipOf(
      { name: "U_RKE2.zip", content: "PK" },
      { name: "a/U_Kubernetes_V2R7_STIG.zip", content: one },
    );
    for (const zip of [one, zipOf({ name: "only.zip", content: one }), library]) {
      const benchmark = await read(zip, "U.zip");
      expect(benchmark.fileName).toBe("U_Kubernetes_STIG_V2R7_Manual-xccdf.xml");
      expect(benchmark.file?.name).toMatch(/U\.zip$/);
      expect(benchmark.requirements).toHaveLength(1);
    }
  });

  it("has the same digest however its check text is broken into lines, another where a word differs", async () => {
    const textOf = async (check: string) => (await read(xccdfText(xccdfGroup({ check })))).requirements[0]?.checkText;
    const known = await textOf('Run:\n\ngrep -i --flag=x *\nIf "a-b" is not set to 1, this is a finding.');
    expect(await textOf(' Run: grep  -i --flag=x * \r\nIf "a-b" is not set to 1, this is a finding.\n')).toEqual(known);
    const reworded = await textOf("Execute: grep -i --flag=x *. When (a-b) is not 1, it is a finding");
    expect(reworded?.terms).toBe(known?.terms);
    expect(reworded?.sha256).not.toBe(known?.sha256);
    for (const other of ["is set to 1", "is not set to 2", "is not set or not set to 1"]) {
      const text = `Run: grep -i --flag=x * If "a-b" ${other}, this is a finding.`;
      expect((await textOf(text))?.terms, other).not.toBe(known?.terms);
    }
    expect(await textOf(" \n")).toBeUndefined();
  });
});

describe("a file that is no benchmark is refused in one sentence", () => {
  const good = xccdfText(xccdfGroup());
  const entry = { name: "a-xccdf.xml", content: good };
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${good}`;
  it.each([
    ["an empty file", "", /is empty$/],
    ["white space", " \n", /is empty$/],
    ["no XML", "hello", /is not well-formed XML, or is cut off/],
    ["binary", Buffer.from([0xff, 0xfd, 0, 1]), /is neither a zip nor text in UTF-8 or UTF-16$/],
    ["a file that is cut off", good.slice(0, -40), /is not well-formed XML, or is cut off/],
    ["a tag that is not closed", good.replace("</title>", ""), /is not well-formed XML, or is cut off/],
    [
      "an external entity",
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
      /DOCTYPE/,
    ],
    ["entities of entities", laughs, /DOCTYPE/],
    ["a web page", `<!doctype html><html></html>`, /is a web page \(HTML\), not XML$/],
    ["very deep XML", `${"<a>".repeat(60)}${"</a>".repeat(60)}`, /is nested deeper than any benchmark: refused$/],
    ["too much markup", `<a>${"<b/>".repeat(600_000)}</a>`, /more markup than any benchmark: refused$/],
    ["another document", "<html></html>", /is no XCCDF: its root element is "html", not "Benchmark"$/],
    [
      "our own results",
      textOf(reports.xccdf(sampleAssessment(), usualChecklists)[0] ?? { path: "", content: [] }),
      /has the results of an audit \(a TestResult\): DISA's own file is needed$/,
    ],
    ["results by themselves", '<TestResult xmlns="x"></TestResult>', /has the results of an audit/],
    [
      "another STIG",
      good.replaceAll("Kubernetes", "RKE2"),
      /another benchmark than the Kubernetes STIG: "RKE2 Security/,
    ],
    ["no rules", xccdfText(""), /has no rules$/],
    ["a group without a rule", xccdfText('<Group id="V-1"></Group>'), /the group "V-1" has no rule$/],
    ["a group without an id", xccdfText("<Group></Group>"), /the group that stands as number 1 has no Vuln ID/],
    ["a hostile id", xccdfText(xccdfGroup({ id: "V-1'><script>".replaceAll("<", "&lt;") })), /has no Vuln ID/],
    ["a rule twice", xccdfText(xccdfGroup() + xccdfGroup({ ruleId: "x" })), /has "V-242387" twice$/],
    ["a rule ID twice", xccdfText(xccdfGroup() + xccdfGroup({ id: "V-1", ruleId: "SV-242387r1_rule" })), /twice$/],
    ["an empty zip", zipOf(), /the zip holds no \*-xccdf\.xml$/],
    ["a zip without XCCDF", zipOf({ name: "a.xml", content: good }), /the zip holds no \*-xccdf\.xml$/],
    [
      "two of them",
      zipOf(entry, { name: "b-xccdf.xml", content: good }),
      /more than one: "a-xccdf\.xml", "b-xccdf\.xml"/,
    ],
    [
      "a zip in a zip in a zip",
      zipOf({ name: "a.zip", content: zipOf({ name: "b.zip", content: zipOf(entry) }) }),
      /no \*-xccdf/,
    ],
    ["a zip that is cut off", zipOf(entry).subarray(0, -30), /is no zip that can be read/],
    ["an encrypted one", zipOf({ ...entry, says: { encrypted: true } }), /is encrypted: refused$/],
    ["a wrong checksum", zipOf({ ...entry, says: { crc32: 1 } }), /is damaged/],
    ["a bomb", zipOf({ name: "a-xccdf.xml", content: Buffer.alloc(15e6) }), /more than 100 times its size: refused$/],
    ["a large bomb", zipOf({ name: "a-xccdf.xml", content: Buffer.alloc(3e7) }), /unpack to more than 20 MB: refused$/],
    [
      "a bomb that lies",
      zipOf({ ...entry, content: Buffer.alloc(3e7), says: { size: 2000 } }),
      /is no zip that can be read/,
    ],
    ["a path out of the zip", zipOf({ ...entry, name: "../a-xccdf.xml" }), /is no zip that can be read/],
  ])("%s", async (_what, content, sentence) => {
    const file = fileOf(content);
    const error = await readBenchmarkFile(file).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(XccdfFileError);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).toMatch(new RegExp(`^${file}(, "[^"]+")*: `));
    expect((error as Error).message.slice(file.length).length).toBeLessThan(220);
    expect((error as Error).message).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    ["nothing there", () => join(folder, "none.zip"), /there is no such file$/],
    ["below a file", () => join(fileOf("x"), "none.zip"), /there is no such file$/],
    ["a device", () => "/dev/zero", /is not a file$/],
    [
      "a folder",
      () => {
        mkdirSync(join(folder, "folder"), { recursive: true });
        return join(folder, "folder");
      },
      /is a folder, not a file$/,
    ],
    [
      "a huge file",
      () => {
        const file = fileOf("x");
        truncateSync(file, 60 * 1024 * 1024);
        return file;
      },
      /is larger than 50 MB$/,
    ],
  ])("%s", async (_what, path, sentence) => {
    await expect(readBenchmarkFile(path())).rejects.toThrow(sentence);
  });

  it("a file that may not be read", async () => {
    const file = fileOf(good);
    chmodSync(folder, 0o755);
    chmodSync(file, 0o000);
    await asNobody(() => expect(readBenchmarkFile(file)).rejects.toThrow(/may not be read by this user$/));
  });
});

const suite = "reading DISA's files";
describe.runIf(requireFile(suite, published))(suite, () => {
  it.each(Object.entries(releases))("gives what is built in of %s", async (name, builtIn) => {
    const { requirements, file, ...about } = await readBenchmarkFile(publishedFile(name));
    const { requirements: known, ...identity } = builtIn;
    expect(about).toEqual(identity);
    expect(file?.name).toBe(builtIn.fileName);
    expect(requirements.map(({ disa: _words, checkText: _digests, ...requirement }) => requirement)).toEqual(known);
    for (const { id, disa, checkText } of requirements) {
      expect(disa?.discussion, id).toMatch(/^\S.{40,}/s);
      expect(disa?.discussion, id).not.toMatch(/<\/?VulnDiscussion>|<FalsePositives>/);
      expect(disa, id).toMatchObject({ weight: "10.0", more: { Documentable: "false" } });
      expect(disa?.check, id).toContain("finding");
      expect(disa?.fix.length, id).toBeGreaterThan(20);
      expect(checkTexts).toContainEqual(
        expect.objectContaining({ id, ...checkText, releases: expect.arrayContaining([name]) }),
      );
    }
  });
});
