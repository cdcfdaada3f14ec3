import { describe, expect, it } from "vitest";
import { readXccdf } from "../../support/xccdf.ts";

const group = (id: string, targetKey = "5376") => `<Group id="${id}"><title>SRG-1</title><description/>
  <Rule id="S${id}r1_rule" weight="10.0" severity="high"><version>CNTR-K8-000001</version><title> A &amp; B\u00a0</title>
  <reference><dc:identifier>${targetKey}</dc:identifier></reference>
  <ident system="http://cyber.mil/legacy">V-1</ident><ident system="http://cyber.mil/cci">CCI-000001</ident>
  <check><check-content>prose</check-content></check></Rule></Group>`;

const document = (groups: string, releaseInfo = "Release: 6 Benchmark Date: 01 Apr 2026") => `<?xml version="1.0"?>
<Benchmark id="X_STIG"><title>X</title><plain-text id="release-info">${releaseInfo}</plain-text>
<plain-text id="generator">3.5</plain-text><version>02</version>${groups}</Benchmark>`;

describe("readXccdf", () => {
  it("takes identifiers and titles verbatim, CCIs only, and no prose", () => {
    expect(readXccdf(document(group("V-1")), "x.xml")).toEqual({
      name: "stig",
      id: "X_STIG",
      title: "X",
      version: "02",
      release: "6",
      releaseInfo: "Release: 6 Benchmark Date: 01 Apr 2026",
      targetKey: "5376",
      fileName: "x.xml",
      requirements: [
        {
          id: "V-1",
          ruleId: "SV-1r1_rule",
          stigId: "CNTR-K8-000001",
          groupTitle: "SRG-1",
          severity: "high",
          title: " A & B\u00a0",
          ccis: ["CCI-000001"],
        },
      ],
    });
  });

  it.each([
    ["another document", "<html></html>"],
    ["no groups", document("")],
    ["no release number", document(group("V-1"), "soon")],
    ["two target keys", document(group("V-1") + group("V-2", "1"))],
  ])("refuses %s", (_what, text) => {
    expect(() => readXccdf(text, "x.xml")).toThrow();
  });
});
