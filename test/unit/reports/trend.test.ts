import { describe, expect, it } from "vitest";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { trendViews } from "../../../src/reports/html/trend-view.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";
import { compared, manyRuns, ruleSaying, runOn, said } from "../../support/sample-history.ts";

const run = (number: number, one: keyof typeof said, other: keyof typeof said) =>
  runOn(number, [
    ruleSaying("V-1", { w1: said[one] }),
    ruleSaying("V-2", { w1: said[other] }),
    ruleSaying("V-3", { w1: said[other] }, { severity: "medium" }),
  ]);
const three = [
  run(1, "open", "open"),
  { ...run(2, "open", "unread"), coverage: sampleAssessment().coverage },
  run(3, "fine", "open"),
];

describe("the chart of the runs before", () => {
  const [view] = trendViews(compared(three));
  const barsOf = (row: number) => view?.rows[row]?.bars.map(({ kind, x, height }) => [kind, x, height]);

  it("has a bar for each run, what was and is not seen upon what is open", () => {
    expect(barsOf(0)).toEqual([
      ["open", "0.000%", 10],
      ["open", "3.333%", 5],
      ["unseen", "3.333%", 5],
      ["open", "6.667%", 5],
    ]);
    expect(barsOf(1)).toEqual([
      ["open", "0.000%", 5],
      ["unseen", "3.333%", 5],
      ["open", "6.667%", 5],
    ]);
    expect(barsOf(2)).toEqual([]);
    expect(view?.incomplete.map(({ x }) => x)).toEqual(["3.333%"]);
    expect(view?.anyUnseen).toBe(true);
  });

  it("says all of it in words, and the figures of each run in a table", () => {
    expect(view?.rows.map(({ text }) => text)).toEqual([
      "CAT I: 1 open; 2 in the first run",
      "CAT II: 1 open; 1 in the first run",
      "CAT III: 0 open; 0 in the first run",
    ]);
    expect(view?.title).toBe("Open findings of 3 runs, the last of them this one");
    expect(view?.description).toContain("CAT I: 2 in the first run, 2 at most, 1 in this one.");
    expect(view?.runs).toEqual([
      { day: "2026-11-01", time: "06:02", read: "0 of 0", complete: "yes", open: [2, 1, 0], unseen: 0 },
      { day: "2026-11-02", time: "06:02", read: "2 of 3", complete: "no", open: [1, 0, 0], unseen: 2 },
      { day: "2026-11-03", time: "06:02", read: "0 of 0", complete: "yes", open: [1, 1, 0], unseen: 0 },
    ]);
    expect(trendViews(compared(three.slice(0, 2)))[0]?.rows[0]?.text).toBe(
      "CAT I: 1 open, 1 not seen; 2 in the first run",
    );
  });

  it("keeps every bar within its chart, however many runs and findings there are", () => {
    for (const count of [2, 12, 60]) {
      const [of] = trendViews(compared(manyRuns(count)));
      const bars = [...(of?.rows ?? []).flatMap((row) => row.bars), ...(of?.incomplete ?? [])];
      expect(bars.length).toBeGreaterThan(count);
      for (const { x, width, y, height } of bars) {
        expect(Number.parseFloat(x) + Number.parseFloat(width)).toBeLessThanOrEqual(100);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + height).toBeLessThanOrEqual(of?.height ?? 0);
      }
      expect(of?.height).toBeLessThan(180);
    }
  });

  it("stands on the page where there is a run before, the same each time", () => {
    const page = textOf(htmlReport(compared(three)));
    expect(page).toBe(textOf(htmlReport(compared(three))));
    expect(page).toContain('<svg role="img" aria-labelledby="trend-stig-title trend-stig-description"');
    expect(page).toContain('<title id="trend-stig-title">Open findings of 3 runs');
    expect(page).toMatch(
      /<th scope="row"><span class="day">2026-11-02<\/span> 06:02<\/th><td>2 of 3<\/td><td>no<\/td><td>1<\/td>/,
    );
    expect(page).toContain(
      "Seen open 2026-11-01 06:02 UTC or before to 2026-11-02 06:02 UTC, mended in 2026-11-03 06:02 UTC.",
    );
    expect(textOf(htmlReport(run(1, "open", "open")))).not.toContain("run by run");
  });
});
