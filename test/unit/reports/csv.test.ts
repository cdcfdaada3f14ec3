import { describe, expect, it } from "vitest";
import { open } from "../../../src/findings/verdict.ts";
import { csvReport } from "../../../src/reports/csv.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding, sampleOfBoth } from "../../support/sample-assessment.ts";

/** RFC 4180, as strictly as a reader can be. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    const [, quoted, plain, end] = match;
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (cells.lastIndex === text.length) return rows.slice(0, -1);
  }
  throw new Error("no CSV");
}

const rowsOf = (...given: Parameters<typeof csvReport>) => parseCsv(textOf(csvReport(...given)));

describe("findings.csv", () => {
  it("has a row for every group of both benchmarks, all of the same columns", () => {
    const assessment = sampleOfBoth();
    const [head, ...rows] = rowsOf(assessment);
    expect(head).toHaveLength(14);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([14]));
    expect(rows).toHaveLength(assessment.findings.reduce((sum, { groups }) => sum + Math.max(1, groups.length), 0));
    const check = rows.filter(([, id]) => id === "kubelet-access");
    expect(check.map((row) => [row[0], row[2], row[4], row[6], row[8], row[10]])).toEqual([
      ["nsa-cisa", "high", "Open", "w1", "yes", "V-242387"],
      ["nsa-cisa", "high", "Open", "sample: workloads of the platform itself", "no", "V-242387"],
    ]);
  });

  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@x", "'@x"],
    ['a "quoted", listed', 'a "quoted", listed'],
    ["two\r\nlines", "two⟨CR⟩⟨LF⟩lines"],
  ])("carries what a node wrote as text: %s", (reason, cell) => {
    const findings = [sampleFinding({ groups: [groupOf(["cp1"], open(reason))] })];
    expect(rowsOf(sampleAssessment({ findings }))[1]?.[9]).toBe(cell);
  });
});
