import { describe, expect, it } from "vitest";
import { comparedWith } from "../../../src/compare/compare.ts";
import { notAFinding, open } from "../../../src/findings/verdict.ts";
import { consoleSummary } from "../../../src/reports/console.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { covered } from "../../support/coverage.ts";
import { textOf } from "../../support/report-text.ts";
import { byEarlierRelease, groupOf, sampleAssessment, sampleFinding } from "../../support/sample-assessment.ts";

const names = Array.from({ length: 9 }, (_, index) => `w${index}`);
const before = sampleAssessment({
  collected: { from: "2026-11-20T06:00:00Z", to: "2026-11-20T06:02:00Z" },
  ...byEarlierRelease,
  coverage: { ...sampleAssessment().coverage, nodes: [covered("w2")] },
  findings: [
    sampleFinding({ groups: [groupOf(names, notAFinding("Not set."))] }),
    sampleFinding({ id: "V-242999", title: "Gone since." }),
  ],
});
const now = comparedWith(
  before,
  sampleAssessment({ findings: [sampleFinding({ groups: [groupOf(names, open("Set."))] })] }),
);
const page = textOf(htmlReport(now));

describe("a page with an earlier run", () => {
  it("has a view of what changed, with the targets that moved", () => {
    expect(page).toContain('<section class="view filtered" id="changes"');
    expect(page).toContain("<h2>Since 2026-11-20 06:02 UTC</h2>");
    expect(page).toContain("9 nodes (w0, w1, w2, w3, w4, w5 and 3 others): Not a Finding, now Open");
    expect(page).toMatch(/V-242999 Gone since\. <span class="muted">Not a Finding/);
  });

  it("says what makes the runs hard to compare", () => {
    expect(page).toContain("Kubernetes_STIG: judged by V2R5 then, by V2R6 now.");
    expect(page).toContain("Read then, unread now: w2.");
    expect(page).toContain("New nodes: cp1, w1.");
  });

  it("says in the finding since when it is so", () => {
    expect(page).toContain("Open since 2026-11-21 06:02 UTC, Not a Finding before: opened.");
  });

  it("has none of it without one", () => {
    expect(textOf(htmlReport(sampleAssessment()))).not.toMatch(/id="changes"|Since the earlier run/);
  });
});

it("the operator is told in one line", () => {
  expect(consoleSummary(now, [])).toContain("Since 2026-11-20 06:02 UTC: 1 opened");
});
