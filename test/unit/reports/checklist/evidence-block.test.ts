import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestEvidence, readDetails, writeDetails } from "../../../../src/reports/checklist/evidence-block.ts";

const evidence = "Not Reviewed. Nobody looked.\nExpected: nothing\n\n1. Not Reviewed: w1";
const written = writeDetails({ own: "", evidence, again: false });

describe("evidence in finding details", () => {
  it("ends with a line that counts and digests it", () => {
    expect(written).toMatch(/^Not Reviewed\. [\s\S]*w1\n\[plimsoll: the 4 lines above, [0-9a-f]{16}\]$/);
    expect(writeDetails({ own: "", evidence: "one", again: false })).toContain("the 1 line above");
  });

  it.each([
    ["nothing else", written, ""],
    ["what was written before it", `Looked at it.\n\n${written}`, "Looked at it."],
    ["what was written after it", `${written}\nLooked at it.`, "Looked at it."],
    ["both", `One.\n${written}\n\nTwo.\n`, "One.\n\nTwo."],
    ["line ends and white space of an importer", ` \r\n${written.replaceAll("\n", " \r\n")}  `, ""],
  ])("is found again beside %s", (_, text, own) => {
    expect(readDetails(text)).toEqual({ own, evidence, again: false });
  });

  it.each([
    ["changed", written.replace("Nobody", "Somebody")],
    ["lengthened", written.replace("w1", "w1, w2")],
    ["cut", written.split("\n").slice(1).join("\n")],
    ["interrupted", written.replace("\n\n", "\n\nmine\n")],
    ["counted otherwise", written.replace("the 4 lines", "the 3 lines")],
    ["without its last line", evidence],
  ])("is a person's text where it was %s", (_, text) => {
    expect(readDetails(text)).toEqual({ own: text, again: false });
  });

  it("is the last one where an old one stands above it as a person's text", () => {
    const old = writeDetails({ own: "", evidence: "Open. Old.", again: false });
    expect(readDetails(`${old}\n\n${written}`)).toEqual({ own: old, evidence, again: false });
  });

  it("has a line over it while the answer is older, until somebody deletes that line", () => {
    const text = writeDetails({ own: "Mine.", evidence, again: true });
    expect(readDetails(text)).toEqual({ own: "Mine.", evidence, again: true });
    const deleted = text.split("\n").filter((line) => !line.includes("look again"));
    expect(readDetails(deleted.join("\n"))).toEqual({ own: "Mine.", evidence, again: false });
  });

  it("reads back as it was written, whatever people write", () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, "").trimEnd());
    const own = fc.array(line).map((lines) => lines.join("\n").trim());
    const seen = fc.array(line).map((lines) => ["Open. Seen.", ...lines].join("\n").trimEnd());
    fc.assert(
      fc.property(own, seen, fc.boolean(), (words, evidenceText, again) => {
        const details = { own: words, evidence: evidenceText, again };
        expect(readDetails(writeDetails(details))).toEqual(details);
      }),
    );
  });

  it("comes first where Heimdall would take the status from a person's text", () => {
    const own = "passed :: TEST cp1 :: MESSAGE fine";
    const text = writeDetails({ own, evidence, again: false });
    expect(text).toMatch(/^Not Reviewed\. [\s\S]*\]\n\npassed :: TEST/);
    expect(readDetails(text)).toEqual({ own, evidence, again: false });
  });

  it("leaves what a person wrote its room", () => {
    expect(longestEvidence("")).toBe(31_800);
    expect(longestEvidence("x".repeat(31_900))).toBe(0);
    expect(writeDetails({ own: "x", evidence: "", again: true })).toBe("x");
  });
});
