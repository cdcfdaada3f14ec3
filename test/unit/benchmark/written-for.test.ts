import { describe, expect, it } from "vitest";
import { checkTexts } from "../../../src/benchmark/kubernetes-stig/check-texts.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { writtenFor } from "../../../src/benchmark/kubernetes-stig/written-for.ts";
import { broughtBenchmark } from "../../support/brought.ts";

const ruleOf = (id: string) => {
  const found = broughtBenchmark("v2r6").requirements.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const another = { sha256: "00", terms: "11" };

describe("what our logic for a rule of a file was written for", () => {
  it.each([
    ["2", "7", "v2r6"],
    ["2", "5", "v2r5"],
    ["2", "4", "v2r4"],
    ["2", "3", "v2r4"],
    ["2", "1", "v2r4"],
    ["1", "8", "v1r11"],
    ["3", "1", "v2r6"],
    ["unknown", "unknown", "v2r6"],
  ])("is the nearest release of V%sR%s where the text is none of ours: %s", (version, release, nearest) => {
    const benchmark = { ...broughtBenchmark("v2r6"), version, release };
    const rule = ruleOf("V-242376");
    expect(writtenFor(benchmark, { ...rule, checkText: another })).toEqual({ release: nearest, text: "other" });
    expect(
      writtenFor(benchmark, { ...rule, checkText: { ...rule.checkText, sha256: "00" } as typeof another }),
    ).toEqual({
      release: nearest,
      text: "reworded",
    });
    const { checkText: _, ...without } = rule;
    expect(writtenFor(benchmark, without)).toEqual({ release: nearest, text: "missing" });
  });

  it("is the release with that text, whatever the file calls itself", () => {
    const old = checkTexts.find(({ id, releases: having }) => id === "V-242392" && having.includes("v1r11"));
    const rule = { ...ruleOf("V-242392"), ...(old && { checkText: old }) };
    expect(writtenFor({ ...broughtBenchmark("v2r6"), release: "2" }, rule)).toEqual({ release: "v1r11", text: "same" });
  });

  it("is an older release where the rule was dropped since, and nothing for a rule that nobody knows", () => {
    const benchmark = broughtBenchmark("v2r6");
    const rule = { ...ruleOf("V-242376"), checkText: another };
    expect(writtenFor(benchmark, { ...rule, id: "V-242386" })).toEqual({ release: "v2r4", text: "other" });
    expect(writtenFor(benchmark, { ...rule, id: "V-300000" })).toBeUndefined();
  });

  it("has a text for every rule of every release", () => {
    for (const [name, { requirements }] of Object.entries(releases)) {
      const having = checkTexts.filter((text) => text.releases.some((release) => release === name));
      expect(having.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id).toSorted());
    }
  });
});
