import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";
import { bodyOf, pageOf } from "./html-page.ts";

const inline = (page: string, tag: string): string => new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page)?.[1] ?? "";
const idsInOrder = (page: string): readonly string[] =>
  [...page.matchAll(/<details class="finding" id="([^"]+)"/g)].map((match) => match[1] ?? "");

describe("the page", () => {
  it("is one file that loads nothing", () => {
    const page = pageOf();
    expect(htmlReport(sampleAssessment()).path).toBe("report.html");
    expect(page).not.toMatch(/<link|<img|<iframe|<script [^>]*src/);
    expect(inline(page, "style")).not.toMatch(/@import|url\((?!#)/);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].every((match) => match[1]?.startsWith("#"))).toBe(true);
  });

  it("allows nothing but its own style and script", () => {
    const page = pageOf();
    const policy = /Content-Security-Policy" content="([^"]+)"/
      .exec(page)?.[1]
      ?.replaceAll("&#x27;", "'")
      .replaceAll("&#x3D;", "=");
    const hash = (tag: string): string => createHash("sha256").update(inline(page, tag)).digest("base64");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash("style")}'`);
    expect(policy).toContain(`script-src 'sha256-${hash("script")}'`);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/<[a-z][^<>]* (?:style|on\w+)=/);
  });

  it("says in its head that the site decided, and in a view what", () => {
    const options = { v242436Always: true, psaExemptNamespaces: ["apps", hostile.image] };
    const decisions = { file: "decisions.yaml", sha256: "ab".repeat(32), options };
    const page = bodyOf(pageOf({ decisions: { ...decisions, ppsm: { document: "PPSM 7", date: "2026-01-31" } } }));
    expect(page).toContain('<a href="#decisions">decisions.yaml</a>: 2 options, 1 list</dd>');
    expect(page).toContain('<td data-label="Decided"><b>apps, &lt;img src');
    expect(page).toContain('PPSM 7<span class="why cause">Approves nothing: it names no approver.</span>');
    expect(page).toContain("ab".repeat(32));
    expect(bodyOf(pageOf({ decisions: { ...decisions, options: {} } }))).toContain("All options are at their defaults");
    expect(bodyOf(pageOf())).toContain("The site gave no decisions");
    expect(bodyOf(pageOf())).not.toContain("Decisions of the site");
  });

  it("is the same for the same assessment", () => {
    expect(pageOf()).toBe(pageOf());
  });

  it("has an anchor for every rule of a release, the worst and weightiest first", () => {
    const assessment = assessmentOf(kubernetesStigV2R6);
    const ids = idsInOrder(textOf(htmlReport(assessment)));
    expect(ids).toHaveLength(92);
    expect([...ids].sort()).toEqual(assessment.findings.map(({ id }) => id).sort());
    expect(idsInOrder(pageOf())).toEqual(["V-242387", "V-242406", "V-242410", "V-242390", "V-242445", "V-242396"]);
  });
});

describe("the first screen", () => {
  it("says loudly what was not read, before any count", () => {
    const body = bodyOf(pageOf());
    expect(body).toMatch(
      /class="coverage incomplete"[\s\S]*2 of 3 nodes read[\s\S]*Incomplete\.[\s\S]*w2[\s\S]*refused[\s\S]*connect ECONNREFUSED/,
    );
    expect(body.indexOf("2 of 3 nodes read")).toBeLessThan(body.indexOf("Not Applicable"));
  });

  it("is calm where everything was read", () => {
    const { nodes, api } = sampleAssessment().coverage;
    const body = bodyOf(pageOf({ coverage: { nodes: nodes.slice(0, 2), api, complete: true } }));
    expect(body).toContain('class="coverage complete"');
    expect(body).not.toContain("Incomplete");
  });

  it("names release, time, tool and reader", () => {
    const body = bodyOf(pageOf());
    for (const text of [
      "V2R6",
      "Release: 6 Benchmark Date: 01 Apr 2026",
      "2026-11-21 06:00:00 to 06:02:10 UTC",
      "plimsoll 0.1.0",
      "5f".repeat(32),
    ]) {
      expect(body).toContain(text);
    }
  });

  it("says what to fix first and what is left to review, by cause", () => {
    const body = bodyOf(pageOf());
    const summary = body.slice(body.indexOf('id="summary"'), body.indexOf('id="filters"'));
    expect(summary).toMatch(/Fix first[\s\S]*#V-242387[\s\S]*readOnlyPort is 10255\.[\s\S]*w1[\s\S]*#V-242406/);
    expect(summary).toMatch(/href="#worklist-nodes">Nodes that were not read<[\s\S]*Connection refused/);
    expect(summary).toMatch(/href="#worklist-person">For a person to decide</);
  });

  it("names nodes that were not read once for each cause", () => {
    const { nodes, ...coverage } = sampleAssessment().coverage;
    const more = Array.from({ length: 40 }, (_, index) => ({
      name: `n${index}`,
      address: "192.0.2.1",
      role: "worker",
      state: "unread" as const,
      cause: "timed-out",
    }));
    const body = bodyOf(pageOf({ coverage: { ...coverage, nodes: [...nodes, ...more] } }));
    expect(body.slice(body.indexOf('class="unread"'), body.indexOf('class="api')).match(/<li>/g)).toHaveLength(2);
    expect(body).toContain('40 nodes <span class="letters">(<a href="#configuration-A">A</a>)</span>');
  });

  it("counts by category and status", () => {
    const row = /<th scope="row">CAT II<\/th>(.*?)<\/tr>/.exec(bodyOf(pageOf()))?.[1] ?? "";
    expect(
      row
        .replace(/<[^>]+>/g, " ")
        .trim()
        .split(/\s+/),
    ).toEqual(["1", "1", "0", "1", "3"]);
  });
});
