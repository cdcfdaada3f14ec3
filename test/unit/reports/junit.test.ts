import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { junitReport } from "../../../src/reports/junit.ts";
import { textOf } from "../../support/report-text.ts";
import { hostile, sampleAssessment, sampleOfBoth } from "../../support/sample-assessment.ts";

type Case = { readonly "@name": string; readonly failure?: unknown; readonly skipped?: unknown };
type Suite = Readonly<Record<string, string>> & { readonly testcase: readonly Case[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  isArray: (name) => ["testsuite", "testcase"].includes(name),
});
const suitesOf = (...given: Parameters<typeof junitReport>): readonly Suite[] => {
  const text = textOf(junitReport(...given));
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).testsuites.testsuite;
};

describe("junit.xml", () => {
  it("has a suite for each benchmark, with its counts", () => {
    expect(suitesOf(sampleOfBoth()).map((suite) => [suite["@name"], suite["@tests"], suite["@failures"]])).toEqual([
      ["Kubernetes Security Technical Implementation Guide V2R6", "6", "2"],
      ["NSA/CISA Kubernetes Hardening Guidance v1.2", "1", "1"],
    ]);
  });

  it("fails what is open, skips what was not reviewed or does not apply, and passes the rest", () => {
    const [stig] = suitesOf(sampleAssessment());
    const outcome = ({ failure, skipped }: Case) => {
      if (failure !== undefined) return "failure";
      return skipped === undefined ? "pass" : "skipped";
    };
    const cases = stig?.testcase.map((one) => [one["@name"].split(" ")[0], outcome(one)]) ?? [];
    expect(Object.fromEntries(cases)).toEqual({
      "V-242387": "failure",
      "V-242390": "pass",
      "V-242396": "skipped",
      "V-242406": "failure",
      "V-242410": "skipped",
      "V-242445": "pass",
    });
    expect(stig?.["@skipped"]).toBe("2");
  });

  it("is well-formed whatever a node wrote", () => {
    expect(suitesOf(sampleAssessment({ cluster: Object.values(hostile).join(" ") }))).toHaveLength(1);
  });
});
