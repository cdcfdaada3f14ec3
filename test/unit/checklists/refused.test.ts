import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ChecklistFileError } from "../../../src/checklists/checklist-file-error.ts";
import { readChecklistFile } from "../../../src/checklists/read-checklist-file.ts";
import { checklistFile } from "../../support/checklist-files.ts";
import { cklbOf, cklOf, iStigOf, jsonRule, jsonStig, vulnOf } from "../../support/foreign-checklist.ts";
import { asNobody } from "../../support/lab-requirements.ts";
import { xccdfGroup, xccdfText } from "../../support/xccdf.ts";
import { zipOf } from "../../support/zip.ts";

const ckl = cklOf();
const cklb = cklbOf();
const rules = (...given: readonly unknown[]): string => cklbOf([jsonStig(given)]);

describe("a file that is no checklist is refused in one sentence", () => {
  it.each([
    ["an empty file", "", /is empty$/],
    ["a byte order mark alone", "\uFEFF", /is empty$/],
    ["white space", " \r\n", /is empty$/],
    ["a text", "hello", /is no checklist: neither XML \(CKL\) nor JSON \(CKLB\)$/],
    ["a table", "V-242376,Open\n", /neither XML/],
    ["zeros", Buffer.alloc(100), /neither XML/],
    ["binary", Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xfe]), /neither text in UTF-8 nor in UTF-16$/],
    ["a zip", zipOf({ name: "a.ckl", content: ckl }), /is a zip: give the CKL or CKLB that is in it$/],
    ["a benchmark of DISA's", xccdfText(xccdfGroup()), /is an XCCDF file, not a checklist: give the CKL or CKLB$/],
    ["results of XCCDF", '<cdf:TestResult xmlns:cdf="u"/>', /is an XCCDF result, not a checklist/],
    ["an ARF", '<a:asset-report-collection xmlns:a="u"/>', /is an ARF report, not a checklist/],
    ["a page", "<!DOCTYPE html><html></html>", /is a web page \(HTML\), not XML$/],
    ["a page of XHTML", "<html/>", /is a web page, not a checklist/],
    ["another XML", "<constructor/>", /is not a checklist: .* \(its root element is "constructor", not "CHECKLIST"\)$/],
    ["an assessment", '{"benchmarks":{},"findings":[]}', /is an assessment of plimsoll's, not a checklist/],
    ["HDF", '{"platform":{},"profiles":[]}', /is an HDF report, not a checklist/],
    ["SARIF", '{"$schema":"x","runs":[]}', /is a SARIF report, not a checklist/],
    ["another JSON", "[1]", /is JSON, but not a checklist: give the CKL or CKLB \(it has no list "stigs"\)$/],
    ["STIGs that are no list", '{"stigs":{}}', /no list "stigs"/],
    [
      "a CKL of STIG Viewer 1",
      ckl.replace(/<STIGS>.*<\/STIGS>/s, `<STIG_INFO><STIG_TITLE>x</STIG_TITLE></STIG_INFO>${vulnOf()}`),
      /is a checklist of STIG Viewer 1, which is older than the Kubernetes STIG: save it with STIG Viewer 2$/,
    ],
    ["a CKL of nothing", "<CHECKLIST/>", /is a checklist of no STIG$/],
    ["a CKLB of nothing", cklbOf([]), /is a checklist of no STIG$/],
  ])("%s", (_what, content, sentence) => refused(content, sentence));
});

describe("a checklist that does not say clearly what it says is refused in one sentence", () => {
  it.each([
    ["a CKL that is cut off", ckl.slice(0, -30), /is not well-formed XML, or is cut off \(line 4, column \d+: /],
    ["a CKLB that is cut off", cklb.slice(0, -30), /is not well-formed JSON, or is cut off/],
    ["in the middle of a STIG", cklb.slice(0, 700), /is not well-formed JSON, or is cut off/],
    ["a comma too many", cklb.replace(/\}\s*\]/, "},]"), /is not well-formed JSON/],
    [
      "a document type",
      ckl.replace("<CHECKLIST>", '<!DOCTYPE CHECKLIST [<!ENTITY x SYSTEM "file:///etc/passwd">]><CHECKLIST>'),
      /DOCTYPE\), which no checklist needs: refused$/,
    ],
    [
      "deep XML",
      ckl.replace("Seen.", "<b>".repeat(100) + "</b>".repeat(100)),
      /nested deeper than any checklist: refused$/,
    ],
    ["deep JSON", cklb.replace('"Seen."', "[".repeat(1e6) + "]".repeat(1e6)), /is nested too deep: refused$/],
    [
      "a key twice",
      cklb.replace('"status": "open"', '"status": "open", "status": "not_a_finding"'),
      /has "status" twice in one object, in line \d+/,
    ],
    [
      "the Kubernetes STIG twice, CKL",
      cklOf(iStigOf() + iStigOf()),
      /has the Kubernetes STIG more than once: only one/,
    ],
    ["the Kubernetes STIG twice, CKLB", cklbOf([jsonStig(), jsonStig()]), /has the Kubernetes STIG more than once/],
    ["no rules, CKL", cklOf(iStigOf("")), /has the Kubernetes STIG without any rule$/],
    ["no rules, CKLB", rules(), /has the Kubernetes STIG without any rule$/],
    [
      "two answers",
      cklOf(iStigOf(vulnOf() + vulnOf({ status: "NotAFinding" }))),
      /answers V-242376 twice, in different ways/,
    ],
    [
      "two answers, CKLB",
      rules(jsonRule(), jsonRule({ comments: "Other." })),
      /answers V-242376 twice, in different ways/,
    ],
    [
      "two answers by Rule ID",
      cklOf(iStigOf(vulnOf() + vulnOf({ vulnId: "V-1" }))),
      /answers SV-242376r960759_rule twice/,
    ],
    [
      "two answers by STIG ID",
      cklOf(iStigOf(vulnOf() + vulnOf({ vulnId: "V-1", ruleId: "SV-1r1" }))),
      /answers CNTR-K8-000150 twice/,
    ],
    [
      "a rule without ids",
      cklOf(iStigOf(`${vulnOf()}<VULN/>`)),
      /the rule that stands as number 2 of the Kubernetes STIG has no id$/,
    ],
    [
      "an odd id",
      cklOf(iStigOf(vulnOf({ vulnId: "<script>\u202e" }))),
      /has a rule with an id that DISA would not give: "<script>\\u202e"$/,
    ],
    [
      "a status twice",
      ckl.replace("<STATUS>", "<STATUS>NotAFinding</STATUS><STATUS>"),
      /V-242376 has STATUS more than once/,
    ],
    [
      "an id twice",
      ckl.replace(
        "<VULN>",
        "<VULN><STIG_DATA><VULN_ATTRIBUTE>Vuln_Num</VULN_ATTRIBUTE><ATTRIBUTE_DATA>V-1</ATTRIBUTE_DATA></STIG_DATA>",
      ),
      /number 1 has Vuln_Num more than once/,
    ],
    [
      "elements in a text",
      ckl.replace("Said.", "Said <b>so</b>."),
      /COMMENTS of V-242376 has an element in it, "b", and not text alone$/,
    ],
    ["two assets", ckl.replace("<STIGS>", "<ASSET/><STIGS>"), /has more than one ASSET$/],
    [
      "two host names",
      cklOf(iStigOf(), "<HOST_NAME>a</HOST_NAME><HOST_NAME>b</HOST_NAME>"),
      /ASSET has HOST_NAME more than once/,
    ],
    [
      "a prefix from outside",
      cklOf('<iSTIG a:b=""/>').replace("<STIGS>", '<STIGS xmlns:a="u">'),
      /the STIG "" uses the prefix "a", which is declared outside of it$/,
    ],
    [
      "a list for a text",
      rules(jsonRule({ comments: ["a"] })),
      /comments of V-242376 is a list, where text is wanted$/,
    ],
    [
      "an object for a text",
      rules(jsonRule({ group_id: {} })),
      /group_id of the rule that stands as number 1 is a map, where text is wanted$/,
    ],
    ["a text for a rule", rules("x"), /the rule that stands as number 1 is "x", where an object is wanted$/],
    [
      "rules that are no list",
      cklbOf([jsonStig({})]),
      /rules of the Kubernetes STIG is a map, where a list is wanted$/,
    ],
    ["a STIG that is none", cklbOf(["x"]), /a member of stigs is "x", where an object is wanted$/],
    ["a target that is none", cklbOf([jsonStig()], "web-1"), /target_data is "web-1", where an object is wanted$/],
    [
      "overrides that are none",
      rules(jsonRule({ overrides: ["x"] })),
      /overrides of V-242376 is a list, where an object is wanted$/,
    ],
    [
      "an override that is none",
      rules(jsonRule({ overrides: { severity: 1 } })),
      /the override of V-242376 is 1, where an object is wanted$/,
    ],
  ])("%s", (_what, content, sentence) => refused(content, sentence));
});

async function refused(content: string | Buffer, sentence: RegExp): Promise<void> {
  const file = checklistFile(content);
  const error = await readChecklistFile(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ChecklistFileError);
  const { message } = error as Error;
  expect(message).toMatch(sentence);
  expect(message.startsWith(`${file}: `)).toBe(true);
  expect(message.slice(file.length).length).toBeLessThan(220);
  expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

describe("a path that is no file to read is refused", () => {
  const folder = (): string => {
    const path = join(dirname(checklistFile("x")), "folder");
    mkdirSync(path);
    return path;
  };
  const pipe = (): string => {
    const path = join(dirname(checklistFile("x")), "pipe");
    execFileSync("mkfifo", [path]);
    return path;
  };
  const large = (): string => {
    const path = checklistFile("<");
    truncateSync(path, 64 * 1024 * 1024 + 1);
    return path;
  };
  it.each([
    ["nothing there", () => join(folder(), "none.ckl"), /there is no such file$/],
    ["below a file", () => join(checklistFile("x"), "none.ckl"), /there is no such file$/],
    ["a folder", folder, /is a folder, not a file$/],
    ["a device", () => "/dev/zero", /is not a file$/],
    ["a pipe", pipe, /is not a file$/],
    ["a huge file", large, /is larger than 64 MB$/],
  ])("%s", async (_what, path, sentence) => {
    const error = await readChecklistFile(path()).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ChecklistFileError);
    expect((error as Error).message).toMatch(sentence);
  });

  it("a file that may not be read", async () => {
    const file = checklistFile(ckl);
    chmodSync(dirname(file), 0o755);
    chmodSync(file, 0o000);
    await asNobody(() => expect(readChecklistFile(file)).rejects.toThrow(/may not be read by this user$/));
  });
});

describe("half a checklist", () => {
  // Whatever is lost, it is never read as a checklist with fewer answers.
  it.each([
    ["CKL", cklOf(iStigOf(vulnOf() + vulnOf({ vulnId: "V-1", ruleId: "", stigId: "" }))).trimEnd()],
    [
      "CKLB",
      rules(jsonRule(), jsonRule({ group_id: "V-1", rule_id_src: "", rule_id: "", rule_version: "" })).trimEnd(),
    ],
  ])("of a %s is refused wherever it is cut off", async (_format, text) => {
    const file = checklistFile(text);
    expect((await readChecklistFile(file)).stig?.rules).toHaveLength(2);
    for (let length = text.length - 1; length >= 0; length -= 7) {
      truncateSync(file, length);
      await expect(readChecklistFile(file), `cut at ${length}`).rejects.toBeInstanceOf(ChecklistFileError);
    }
  });
});
