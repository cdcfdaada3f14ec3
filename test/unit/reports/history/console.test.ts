import { describe, expect, it } from "vitest";
import { type RunHistory, runHistorySchema } from "../../../../src/findings/run-history.ts";
import type { TrendRun } from "../../../../src/findings/trend.ts";
import { bars } from "../../../../src/reports/history/chart.ts";
import { historyConsole } from "../../../../src/reports/history/console.ts";
import { hostile } from "../../../support/hostile-texts.ts";
import { groupOf, sampleAssessment, sampleFinding } from "../../../support/sample-assessment.ts";
import { day, manyRuns, ruleSaying, runOn, said, trendsOf } from "../../../support/sample-history.ts";

const historyOf = (runs: Parameters<typeof trendsOf>[0], leftOut: RunHistory["leftOut"] = []): RunHistory =>
  runHistorySchema.parse({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: "0.1.0" },
    trends: trendsOf(runs).trends,
    leftOut,
  });
const shown = (history: RunHistory, columns = 80): readonly string[] => historyConsole(history, "/runs", columns);

const rules = (one: keyof typeof said, other: keyof typeof said) => [
  ruleSaying("V-1", { w1: said[one], w2: said[other] }),
  ruleSaying("V-2", { w1: said[one] }, { severity: "medium" }),
];
const unreadW2 = { ...sampleAssessment().coverage };

describe("the history in the console", () => {
  it("is a table with a bar for each run, then what is open, not seen and mended, and since when", () => {
    const runs = [
      runOn(1, rules("open", "open")),
      runOn(2, rules("fine", "open")),
      runOn(3, rules("fine", "unread"), { coverage: unreadW2, tool: { ...sampleAssessment().tool, version: "0.2.0" } }),
    ];
    expect(
      shown(historyOf(runs, [{ name: "notes", cause: "/runs/notes holds no run: it has no manifest.json" }])),
    ).toEqual([
      "Cluster sample, Kubernetes Security Technical Implementation Guide V2R6, 2",
      "  rules: 3 runs, 2026-11-01 06:02 UTC to 2026-11-03 06:02 UTC",
      "",
      "Ended             Read     CAT I  CAT II  CAT III  Not seen",
      "2026-11-01 06:02  0 of 0       1       1        0         0  #=",
      "2026-11-02 06:02  0 of 0       1       0        0         0  #",
      "2026-11-03 06:02  2 of 3*      0       0        0         1  ?",
      "Open: # CAT I, = CAT II, - CAT III. Times are UTC. ? open when last seen, Not",
      "  Reviewed in that run. * not everything was read.",
      "Judged by plimsoll 0.2.0 since 2026-11-03 06:02 UTC, by 0.1.0 before.",
      "",
      "Not seen by the newest run: 1 rule",
      "  V-1  CAT I  Title of V-1.",
      "    w2: open 2026-11-01 06:02 or before to 2026-11-02 06:02, not seen since",
      "      2026-11-03 06:02",
      "",
      "Mended: seen by the newest run, and not open: 2 rules",
      "  V-1  CAT I  Title of V-1.",
      "    w1: open 2026-11-01 06:02 or before, mended in 2026-11-02 06:02",
      "  V-2  CAT II  Title of V-2.",
      "    w1: open 2026-11-01 06:02 or before, mended in 2026-11-02 06:02",
      "",
      "Left out: 1",
      "  /runs/notes holds no run: it has no manifest.json",
    ]);
  });

  it("tells the cluster's part of a rule by its objects, unless it says something else", () => {
    const openFor = (name: string) => ({ ...said.open, objects: [{ kind: "Namespace", name }] });
    const run = (number: number, name: string) =>
      runOn(number, [
        sampleFinding({ id: "V-1", groups: [{ ...groupOf(["sample"], openFor(name)), ofCluster: true }] }),
      ]);
    const lines = (...runs: readonly ReturnType<typeof run>[]) =>
      shown(historyOf(runs), 120).filter((line) => line.startsWith("    "));
    expect(lines(run(1, "a"))).toEqual(["    sample, namespace a: open since 2026-11-01 06:02 or before"]);
    expect(lines(run(1, "a"), run(2, "b"))).toEqual([
      "    sample: open since 2026-11-01 06:02 or before",
      "    sample, namespace b: open since 2026-11-02 06:02",
      "    sample, namespace a: open 2026-11-01 06:02 or before, mended in 2026-11-02 06:02",
    ]);
  });

  it("has the newest thirty runs, and says how many are before them", () => {
    const lines = shown(historyOf(manyRuns(40)));
    expect(lines).toContain("10 earlier runs: --json has all");
    expect(lines.filter((line) => /^2026-\d\d-\d\d 06:02 /.test(line))).toHaveLength(30);
  });

  it("is no wider than the terminal, and shows what cannot be seen", () => {
    const named = runOn(1, [ruleSaying("V-1", { [hostile.bidi]: said.open }, { title: hostile.escape })], {
      cluster: hostile.bidi,
    });
    const lines = shown(historyOf([...manyRuns(12), named], [{ name: hostile.escape, cause: hostile.escape }]), 80);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.join("")).toContain("⟨U+202E⟩");
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("says that there is nothing", () => {
    expect(shown(historyOf([]))).toEqual(["/runs: no run of which a trend could be shown"]);
  });
});

describe("bars of plain characters", () => {
  const run = (high: number, medium: number, unseen: number): TrendRun => ({
    collected: { from: day(1), to: day(1) },
    tool: "0.1.0",
    nodes: { read: 1, all: 1 },
    complete: true,
    open: { high, medium, low: 0 },
    unseen: { high: 0, medium: unseen, low: 0 },
    notReviewed: unseen,
    waived: 0,
    targets: high + medium,
  });

  it("have a character for each finding where there is room", () => {
    expect(bars([run(2, 3, 1), run(0, 0, 0)], 20)).toEqual(["##===?", ""]);
  });

  it("are of one scale where there is not, and show at least one of what there is", () => {
    const [large, small] = bars([run(1, 98, 1), run(0, 49, 0)], 24);
    expect(large).toBe(`#${"=".repeat(20)}?`);
    expect(small).toBe("=".repeat(10));
  });
});
