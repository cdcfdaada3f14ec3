import { describe, expect, it } from "vitest";
import { failureLine, outcomeLine } from "../../../src/notify/log-line.ts";
import { metricsText } from "../../../src/notify/metrics.ts";
import type { Outcome } from "../../../src/notify/outcome.ts";
import { summaryOf } from "../../../src/notify/summary.ts";
import { diffWithText, withText } from "../../support/hostile-assessment.ts";
import { sampleAfter, sampleDiff } from "../../support/sample-diff.ts";

const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  assessment: sampleAfter(),
  folder: "/var/lib/plimsoll/c/2026-11-22T030000Z",
  status: 3,
  seconds: 12.3456,
  diff: sampleDiff(),
  ...more,
});

describe("the line in the system's log", () => {
  it("has the figures by name", () => {
    expect(outcomeLine(outcome())).toMatchInlineSnapshot(`
      {
        "severity": "warning",
        "text": "audit cluster=sample status=3 complete=no nodes_read=3/4 open_cat1=3 open_cat2=1 open_cat3=0 waived=0 not_reviewed=1 newly_open=3 fixed=1 seconds=12 run=2026-11-22T030000Z",
      }
    `);
    expect(outcomeLine(outcome({ status: 0, diff: undefined }))).toMatchObject({
      severity: "info",
      text: expect.not.stringContaining("newly_open"),
    });
  });

  it("stays one line, whatever went wrong", () => {
    expect(failureLine("/runs", "a\nb\u001b[2J")).toEqual({
      severity: "err",
      text: "audit failed runs=/runs: a⟨LF⟩b⟨ESC⟩[2J",
    });
  });
});

// https://prometheus.io/docs/instrumenting/exposition_formats/: a sample's labels are quoted, and may hold an escape.
const sample = /^([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\} (-?\d+(?:\.\d+)?)$/;

describe("the metrics", () => {
  const lines = (text: string) => text.split("\n").slice(0, -1);

  it("are a family after the other, each with help and type, and no sample twice", () => {
    const text = metricsText(outcome(), "");
    expect(text.endsWith("\n")).toBe(true);
    let family = "";
    const seen = new Set<string>();
    for (const [index, line] of lines(text).entries()) {
      const help = /^# HELP ([a-z_]+) [^\\\n]+\.$/.exec(line)?.[1];
      if (help !== undefined) {
        expect(seen.has(help)).toBe(false);
        expect(lines(text)[index + 1]).toBe(`# TYPE ${help} gauge`);
        family = help;
        seen.add(help);
      } else if (!line.startsWith("# TYPE ")) {
        const [, name = "", labels = ""] = sample.exec(line) ?? [];
        expect([name, seen.has(`${name}{${labels}}`)], line).toEqual([family, false]);
        seen.add(`${name}{${labels}}`);
      }
    }
    expect(text).toMatchInlineSnapshot(`
      "# HELP plimsoll_findings Findings of the last audit, waived ones as open.
      # TYPE plimsoll_findings gauge
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT I",status="open"} 3
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT I",status="not_reviewed"} 1
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT I",status="not_a_finding"} 5
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT I",status="not_applicable"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT II",status="open"} 1
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT II",status="not_reviewed"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT II",status="not_a_finding"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT II",status="not_applicable"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT III",status="open"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT III",status="not_reviewed"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT III",status="not_a_finding"} 0
      plimsoll_findings{cluster="sample",benchmark="stig",category="CAT III",status="not_applicable"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT I",status="open"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT I",status="not_reviewed"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT I",status="not_a_finding"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT I",status="not_applicable"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT II",status="open"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT II",status="not_reviewed"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT II",status="not_a_finding"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT II",status="not_applicable"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT III",status="open"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT III",status="not_reviewed"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT III",status="not_a_finding"} 0
      plimsoll_findings{cluster="sample",benchmark="nsa-cisa",category="CAT III",status="not_applicable"} 0
      # HELP plimsoll_findings_waived Open findings of the last audit that the site lets be.
      # TYPE plimsoll_findings_waived gauge
      plimsoll_findings_waived{cluster="sample",benchmark="stig",category="CAT I"} 0
      plimsoll_findings_waived{cluster="sample",benchmark="stig",category="CAT II"} 0
      plimsoll_findings_waived{cluster="sample",benchmark="stig",category="CAT III"} 0
      plimsoll_findings_waived{cluster="sample",benchmark="nsa-cisa",category="CAT I"} 0
      plimsoll_findings_waived{cluster="sample",benchmark="nsa-cisa",category="CAT II"} 0
      plimsoll_findings_waived{cluster="sample",benchmark="nsa-cisa",category="CAT III"} 0
      # HELP plimsoll_nodes Nodes that the last audit was about.
      # TYPE plimsoll_nodes gauge
      plimsoll_nodes{cluster="sample"} 4
      # HELP plimsoll_nodes_unread Nodes that the last audit did not read.
      # TYPE plimsoll_nodes_unread gauge
      plimsoll_nodes_unread{cluster="sample"} 1
      # HELP plimsoll_complete Whether the last audit read every node, and of the API all that rules needed (1), or not (0).
      # TYPE plimsoll_complete gauge
      plimsoll_complete{cluster="sample"} 0
      # HELP plimsoll_exit_status Exit status of the last audit.
      # TYPE plimsoll_exit_status gauge
      plimsoll_exit_status{cluster="sample"} 3
      # HELP plimsoll_run_duration_seconds What the last audit took, from its first question until it was judged.
      # TYPE plimsoll_run_duration_seconds gauge
      plimsoll_run_duration_seconds{cluster="sample"} 12.346
      # HELP plimsoll_last_run_timestamp_seconds When the last audit ended.
      # TYPE plimsoll_last_run_timestamp_seconds gauge
      plimsoll_last_run_timestamp_seconds{cluster="sample"} 1795240930
      "
    `);
  });

  it("hand on when everything was last read, of the same cluster", () => {
    const { assessment } = outcome();
    const complete = { ...assessment, coverage: { ...assessment.coverage, complete: true } };
    const cut = { ...assessment, coverage: { ...assessment.coverage, complete: false } };
    const success = (text: string) => lines(text).find((line) => line.startsWith("plimsoll_last_success"));
    const first = metricsText(outcome({ assessment: complete }), "");
    expect(success(first)).toContain(` ${Date.parse(complete.collected.to) / 1000}`);
    const later = { ...cut, collected: { from: "2027-01-01T00:00:00Z", to: "2027-01-01T00:01:00Z" } };
    expect(success(metricsText(outcome({ assessment: later }), first))).toBe(success(first));
    expect(success(metricsText(outcome({ assessment: { ...later, cluster: "other" } }), first))).toBeUndefined();
    expect(success(metricsText(outcome({ assessment: later }), "plimsoll_last_success junk"))).toBeUndefined();
  });

  it("carry a name with everything in it that has to be escaped", () => {
    const assessment = { ...sampleAfter(), cluster: 'a"b\\c\nd' };
    for (const line of lines(metricsText(outcome({ assessment }), "")))
      expect(line).toMatch(/^#|^[a-z_]+\{cluster="a\\"b\\\\c\\nd"/);
  });
});

describe("what a server is sent", () => {
  it("is figures and rules: nothing that a node, the API or a person of the site wrote", () => {
    const mark = "‹from elsewhere›";
    const sent = summaryOf({ ...outcome(), assessment: withText(mark), diff: diffWithText(mark) });
    const marked = (value: unknown, path: string): readonly string[] => {
      if (typeof value === "string") return value.includes(mark) ? [path] : [];
      return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => marked(inner, `${path}/${/^\d+$/.test(key) ? "*" : key}`))
        : [];
    };
    // Names of the cluster, the program and the rules, and times.
    expect([...new Set(marked(sent, ""))]).toEqual([
      "/text",
      "/tool/version",
      "/cluster",
      "/collected/from",
      "/collected/to",
      "/previous/from",
      "/previous/to",
      "/coverage/api/before",
      "/coverage/api/after",
      "/findings/*/title",
    ]);
  });

  it("says what changed, rule by rule", () => {
    const sent = summaryOf({ ...outcome(), diff: sampleDiff() });
    expect(
      sent.findings.map(({ id, change, new: isNew, before, after }) => [id, change, isNew, before, after]),
    ).toMatchInlineSnapshot(`
      [
        [
          "V-1",
          "opened",
          true,
          "not_a_finding",
          "open",
        ],
        [
          "V-2",
          "further",
          true,
          "open",
          "open",
        ],
        [
          "V-3",
          "fixed",
          false,
          "open",
          "not_a_finding",
        ],
        [
          "V-4",
          "unseen",
          false,
          "open",
          "not_reviewed",
        ],
        [
          "V-5",
          "gone",
          false,
          "open",
          "not_a_finding",
        ],
        [
          "V-6",
          "seen",
          false,
          "not_reviewed",
          "not_a_finding",
        ],
        [
          "V-8",
          "effective",
          false,
          "not_a_finding",
          "not_a_finding",
        ],
        [
          "V-10",
          "added",
          false,
          undefined,
          "not_a_finding",
        ],
        [
          "V-11",
          "added",
          true,
          undefined,
          "open",
        ],
      ]
    `);
    expect(sent).toMatchObject({ schemaVersion: 1, exitStatus: 3, complete: false, nodes: { read: 3, all: 4 } });
  });
});
