import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeOthers } from "../../../src/reports/checklist/merge-others.ts";
import { checklistOf } from "../../support/checklist.ts";
import { readChecklist } from "../../support/checklist-files.ts";
import { cklbOf, cklOf, iStigOf, jsonChecklist, jsonRule, jsonStig, vulnOf } from "../../support/foreign-checklist.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";

const ours = textOf(checklistOf(sampleAssessment()));
const oddXml = `<iSTIG\r\n a='>'><STIG_INFO><SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>A</SID_DATA></SI_DATA></STIG_INFO>\r\n<!-- </iSTIG></STIGS> --><![CDATA[</STIGS>$&$1]]>\t</iSTIG >`;
const oddJson = '{"stig_id":"A",\r\n "rules":[{"comments":"]}\\u0041$&"} ], "n":1.50}';

describe("other STIGs in a CKL of plimsoll's", () => {
  it("stand behind ours, untouched, and nothing else is changed", async () => {
    const others = [oddXml, iStigOf(vulnOf(), { stigid: "B" }), "<iSTIG/>"];
    const merged = mergeOthers("ckl", ours, others);
    expect(others.reduce((text, other) => text.replace(`\t\t${other}\n`, () => ""), merged)).toBe(ours);
    const read = await readChecklist(merged);
    expect(read.others.map(({ text }) => text)).toEqual(others);
    expect(read.stig).toEqual((await readChecklist(ours)).stig);
  });

  it("are the same bytes that a file brought, whatever its line ends and its byte order mark", async () => {
    const brought = Buffer.from(`\uFEFF${cklOf(oddXml)}`);
    const [other] = (await readChecklist(brought)).others;
    const merged = Buffer.from(mergeOthers("ckl", ours, [other?.text ?? ""]));
    expect(merged.includes(Buffer.from(oddXml))).toBe(true);
    expect(brought.includes(Buffer.from(oddXml))).toBe(true);
    expect(merged.includes(Buffer.from("\uFEFF"))).toBe(false);
  });

  it("go round and round without a change", async () => {
    const merged = mergeOthers("ckl", ours, [oddXml]);
    const { others } = await readChecklist(merged);
    expect(
      mergeOthers(
        "ckl",
        ours,
        others.map(({ text }) => text),
      ),
    ).toBe(merged);
  });
});

describe("other STIGs in a CKLB of plimsoll's", () => {
  it.each([
    ["laid out", cklbOf()],
    ["laid out with tabs", JSON.stringify(jsonChecklist(), null, "\t")],
    ["in one line", JSON.stringify(jsonChecklist())],
    [
      "with hostile texts",
      cklbOf([jsonStig([jsonRule({ comments: '"stigs":[]}] \\" $&' })], { stig_name: '"stigs": [' })]),
    ],
  ])("stand behind ours, untouched, and nothing else is changed: %s", async (_what, document) => {
    const others = [oddJson, JSON.stringify(jsonStig([], { stig_id: "B" }))];
    const merged = mergeOthers("cklb", document, others);
    const parsed = JSON.parse(merged);
    expect({ ...parsed, stigs: parsed.stigs.slice(0, 1) }).toEqual(JSON.parse(document));
    const read = await readChecklist(merged);
    expect(read.others.map(({ text }) => text)).toEqual(others);
    expect(read.stig).toEqual((await readChecklist(document)).stig);
  });

  it("whatever JSON they are", async () => {
    const stig = fc
      .dictionary(fc.string(), fc.jsonValue())
      .filter((value) => !("stig_id" in value || "stig_name" in value || "display_name" in value));
    await fc.assert(
      fc.asyncProperty(fc.array(stig, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 2), async (stigs, indent) => {
        const others = stigs.map((value) => JSON.stringify(value, null, indent));
        expect((await readChecklist(mergeOthers("cklb", cklbOf(), others))).others.map(({ text }) => text)).toEqual(
          others,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("no other STIGs", () => {
  it("leave a document as it is", () => {
    expect(mergeOthers("ckl", ours, [])).toBe(ours);
    expect(mergeOthers("cklb", cklbOf(), [])).toBe(cklbOf());
  });

  it("is what a document of another format takes: a mistake of ours", () => {
    expect(() => mergeOthers("ckl", cklbOf(), [oddXml])).toThrow("a CKL without STIGS");
    expect(() => mergeOthers("cklb", cklbOf([]), [oddJson])).toThrow("a CKLB without stigs");
  });
});
