import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { isOfStig } from "../../../src/reports/benchmarks.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { textOf } from "../../support/report-text.ts";
import {
  assessmentOf,
  groupOf,
  hostile,
  sampleAssessment,
  sampleFinding,
  sampleOfBoth,
  seenInFile,
} from "../../support/sample-assessment.ts";

const pageOf = (given: Partial<Assessment> = {}): string => textOf(htmlReport(sampleAssessment(given)));
/** The page as a browser without scripts has it: no head, no script, no drawings. */
const bodyOf = (page: string): string =>
  page
    .slice(page.indexOf("<body>"))
    .replace(/<script>[\s\S]*?<\/script>/, "")
    .replace(/<svg[\s\S]*?<\/svg>/g, "");
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

  it("says in its head what the site decided, and by whom ports were approved", () => {
    const options = { v242436Always: true, psaExemptNamespaces: ["apps", hostile.image] };
    const decisions = { file: "decisions.yaml", sha256: "ab".repeat(32), options };
    const page = bodyOf(pageOf({ decisions: { ...decisions, ppsm: { document: "PPSM 7", date: "2026-01-31" } } }));
    expect(page).toContain("decisions.yaml: v242436Always: true; psaExemptNamespaces: apps, &lt;img src");
    expect(page).toContain("; approved ports: PPSM 7, no approver, 2026-01-31</dd>");
    expect(page).toContain("ab".repeat(32));
    expect(bodyOf(pageOf({ decisions: { ...decisions, options: {} } }))).toContain("all options at their defaults");
    expect(bodyOf(pageOf())).not.toContain("Decisions");
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

describe("a page of both benchmarks", () => {
  const body = bodyOf(textOf(htmlReport(sampleOfBoth())));

  it("counts each of them, and lists the rules of each under its name", () => {
    expect(body.match(/class="counts" aria-label="([^"]*)"/g)).toEqual([
      'class="counts" aria-label="Counts of Kubernetes Security Technical Implementation Guide"',
      'class="counts" aria-label="Counts of NSA/CISA Kubernetes Hardening Guidance"',
    ]);
    expect(body.match(/<section class="rules" id="nsa-cisa-[a-z_]+"/g)).toEqual([
      '<section class="rules" id="nsa-cisa-open"',
    ]);
    expect(body).toMatch(/href="#nsa-cisa-open" data-benchmark="nsa-cisa" data-status="open" data-level="1">1</);
  });

  it("leads from a rule to the check on the same facts, and back", () => {
    const [, rule = "", check = ""] =
      /id="V-242387"(.*?)<\/details>.*id="kubelet-access"(.*?)<\/details>/s.exec(body) ?? [];
    expect(rule).toContain('<dt>NSA/CISA</dt><dd><a href="#kubelet-access">kubelet-access</a></dd>');
    expect(check).toContain('<dt>STIG</dt><dd><a href="#V-242387">V-242387</a></dd>');
    for (const text of ["Worker node segmentation", "Another name", "B, C", "AC-3, IA-2"])
      expect(check).toContain(text);
    expect(check).toContain("The platform needs some of this itself: shown, not counted.");
  });

  it("has a filter for the benchmark only where there are two", () => {
    expect(body).toContain('data-filter="benchmark"');
    expect(bodyOf(pageOf())).not.toContain('data-filter="benchmark"');
  });
});

describe("a page of a cluster that somebody else runs", () => {
  const profile = {
    name: "gardener-shoot",
    title: "Gardener shoot",
    provider: "the operator",
    source: "its procedure",
  };
  const responsibility = {
    profile: profile.title,
    who: "provider",
    inherited: true,
    secureByDefault: true,
    setting: "spec.kubernetes.x",
    visible: "none",
    attestation: { statement: "TLS is on", counts: false, why: "it expired on 2026-01-01" },
  } as const;
  const body = bodyOf(pageOf({ profile, findings: [sampleFinding({ responsibility })] }));

  it("says of each rule who answers for it, and what the provider said", () => {
    for (const [what, said] of [
      ["Responsible", "provider, inherited"],
      ["Secure by default", "yes, until the setting is changed"],
      ["Changed by", "spec.kubernetes.x"],
      ["Attestation", "does not count: it expired on 2026-01-01"],
    ]) {
      expect(body).toContain(`<div><dt>${what}</dt><dd>${said}</dd></div>`);
    }
    expect(body).toContain("<dt>Responsible</dt><dd>Gardener shoot: provider 1 Not a Finding</dd>");
  });

  it("can be filtered by it, and others cannot", () => {
    expect(body).toMatch(/data-filter="who" data-value="workload-owner"/);
    expect(body).toContain('data-who="provider"');
    expect(bodyOf(pageOf())).not.toContain("data-who");
    expect(bodyOf(pageOf())).not.toContain('data-filter="who"');
  });
});

describe("a rule on the page", () => {
  it("shows everything without scripts", () => {
    const body = bodyOf(pageOf());
    for (const finding of sampleAssessment()
      .findings.filter(isOfStig)
      .filter(({ id }) => id !== "V-242406")) {
      const texts = [
        finding.ruleId,
        finding.stigId,
        finding.groupTitle,
        finding.title,
        finding.summary,
        finding.expected,
        finding.check,
        finding.fix,
      ];
      const ofGroups = finding.groups.flatMap(({ literal, effective, targets }) => [
        ...targets,
        ...[literal, effective].flatMap(({ reason, seen }) => [
          reason,
          ...seen.flatMap(({ what, value, source }) => [what, value, source.request]),
        ]),
      ]);
      for (const text of [...texts, ...finding.ccis, ...ofGroups])
        expect(body).toContain(Handlebars.escapeExpression(text));
    }
    expect(body.match(/ hidden[ >]/g)).toHaveLength(2);
  });

  it("shows both readings only where they differ", () => {
    const rule = (id: string): string => new RegExp(`id="${id}".*?</details>`, "s").exec(bodyOf(pageOf()))?.[0] ?? "";
    expect(rule("V-242390")).toMatch(
      /Check text, word for word[\s\S]*Not a Finding[\s\S]*Running configuration, defaults included[\s\S]*Open/,
    );
    expect(rule("V-242387")).not.toContain("Running configuration");
  });

  it("folds identical targets, and lists many of them outside the heading", () => {
    const targets = Array.from({ length: 37 }, (_, index) => `worker-${index + 1}`);
    const body = bodyOf(pageOf({ findings: [sampleFinding({ groups: [groupOf(targets, open("Set."))] })] }));
    expect(body).toContain("<h3>37 targets, identical</h3>");
    expect(body).toContain("worker-1 and 36 more");
    expect(body.match(/class="verdict"/g)).toHaveLength(1);
    for (const target of targets) expect(body).toContain(target);
  });

  it("names file and line, argument and process", () => {
    expect(bodyOf(pageOf())).toContain("/var/lib/kubelet/config.yaml:7");
    expect(bodyOf(pageOf())).toContain("argv[3], process 1234");
  });
});

describe("what a node wrote", () => {
  const everywhere = (text: string): string => {
    const verdict = open(text, [seenInFile(text, text, text, { file: text, request: text })]);
    const node = { name: text, address: text, role: text, state: "unread", cause: text, message: text } as const;
    return pageOf({
      cluster: text,
      coverage: {
        nodes: [node],
        api: { state: "unread", server: text, version: text, cause: text, message: text },
        complete: false,
      },
      findings: [sampleFinding({ summary: text, groups: [groupOf([text], verdict)] })],
    });
  };

  it.each(Object.entries(hostile))("is text and nothing else: %s", (_name, text) => {
    const page = everywhere(text);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|<svg onload|<!-- /);
    expect(page.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u00A0]/u);
    expect(page.match(/<[a-z]+/g)?.length).toBe(everywhere("harmless").match(/<[a-z]+/g)?.length);
  });

  it("is not read as a template", () => {
    expect(everywhere("{{version}}{{{script}}}")).toContain("{{version}}{{{script}}}");
  });
});
