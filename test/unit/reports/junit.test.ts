import { describe, expect, it } from "vitest";
import { junitReport } from "../../../src/reports/junit.ts";
import { childrenOf, type XmlElement, xmlTree } from "../../../src/xml/xml-tree.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment, sampleOfBoth } from "../../support/sample-assessment.ts";

const suitesOf = (...given: Parameters<typeof junitReport>): readonly XmlElement[] => {
  const root = xmlTree(textOf(junitReport(...given)), { refusal: (sentence) => new Error(sentence), kind: "report" });
  return childrenOf(root, "testsuite");
};

describe("junit.xml", () => {
  it("has a suite for each benchmark, with its counts", () => {
    expect(
      suitesOf(sampleOfBoth()).map(({ attributes }) => [
        attributes["name"],
        attributes["tests"],
        attributes["failures"],
      ]),
    ).toEqual([
      ["Kubernetes Security Technical Implementation Guide V2R6", "6", "2"],
      ["NSA/CISA Kubernetes Hardening Guidance v1.2", "1", "1"],
    ]);
  });

  it("fails what is open, skips what was not reviewed or does not apply, and passes the rest", () => {
    const [stig] = suitesOf(sampleAssessment());
    const outcome = (one: XmlElement) =>
      ["failure", "skipped"].find((name) => childrenOf(one, name).length > 0) ?? "pass";
    const cases = stig && childrenOf(stig, "testcase");
    const outcomes = cases?.map((one) => [one.attributes["name"]?.split(" ")[0], outcome(one)]) ?? [];
    expect(Object.fromEntries(outcomes)).toEqual({
      "V-242387": "failure",
      "V-242390": "pass",
      "V-242396": "skipped",
      "V-242406": "failure",
      "V-242410": "skipped",
      "V-242445": "pass",
    });
    expect(stig?.attributes["skipped"]).toBe("2");
  });

  it("is well-formed whatever a node wrote", () => {
    expect(suitesOf(sampleAssessment({ cluster: Object.values(hostile).join(" ") }))).toHaveLength(1);
  });
});
