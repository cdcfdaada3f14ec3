import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import type { Assessment, StigFinding } from "../../../src/findings/assessment.ts";
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

/** A view of the page, by its id. */
const viewOf = (body: string, id: string): string =>
  new RegExp(`<section class="view[^>]* id="${id}"(.*?)(?=<section class="view|</main>)`, "s").exec(body)?.[1] ?? "";
/** What a view's sections are called, and the rules that each has. */
const sectionsOf = (view: string): readonly (readonly string[])[] =>
  [...view.matchAll(/<section class="rows" id="([^"]+)".*?<\/section>/gs)].map(([section, id = ""]) => [
    id,
    ...[...section.matchAll(/<li class="row" data-rule="([^"]+)"/g)].map((match) => match[1] ?? ""),
  ]);
/** Words only, as one line. */
const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

describe("the view by component", () => {
  const body = bodyOf(textOf(htmlReport(sampleOfBoth())));
  const view = viewOf(body, "components");

  it("has every rule of both benchmarks under its component once, open ones first", () => {
    expect(sectionsOf(view)).toEqual([
      ["component-api-server", "V-242410", "V-242390"],
      ["component-etcd", "V-242445"],
      ["component-kubelet", "V-242387", "kubelet-access", "V-242406"],
      ["component-host", "V-242396"],
    ]);
  });

  it("counts by status over the rows and in a table that leads there", () => {
    expect(wordsOf(/<h3>Kubelet.*?<\/h3>/.exec(view)?.[0] ?? "")).toBe("Kubelet 3 Open");
    const row = /<tr><th scope="row"><a href="#component-etcd" data-component="etcd">.*?<\/tr>/.exec(view)?.[0] ?? "";
    expect(wordsOf(row)).toBe("etcd 0 0 1 0 1");
    expect(row).toContain('href="#component-etcd" data-component="etcd" data-status="not_a_finding">1</a>');
  });

  it("shows of a rule its status as a word, its severity, title and reason, and leads to it", () => {
    const row = /<li class="row" data-rule="kubelet-access">.*?<\/li>/s.exec(view)?.[0] ?? "";
    expect(wordsOf(row)).toBe(
      "Open high kubelet-access Kubelets answer only to who is authenticated and allowed readOnlyPort is 10255.",
    );
    expect(row).toContain('href="#kubelet-access"');
  });

  it("is a filter too, of the components that there are", () => {
    const select = /<select data-filter="component">.*?<\/select>/.exec(body)?.[0] ?? "";
    expect([...select.matchAll(/value="([^"]*)"/g)].map((match) => match[1])).toEqual([
      "",
      "api-server",
      "etcd",
      "kubelet",
      "host",
    ]);
    expect(body).toMatch(/id="V-242445"[^>]* data-component="etcd"/);
  });

  it("cuts a long reason, which stands whole at the rule", () => {
    const summary = "x".repeat(3000);
    const page = bodyOf(pageOf({ findings: [sampleFinding({ summary })] }));
    expect(page.split(summary)).toHaveLength(2);
    expect(viewOf(page, "components")).not.toContain("x".repeat(401));
  });
});

describe("a rule that is open", () => {
  const fixesOf = (fixes: StigFinding["fixes"]): string => {
    const body = bodyOf(pageOf({ findings: [sampleFinding(fixes && { fixes })] }));
    return wordsOf(/<h3>How to fix<\/h3>.*?<\/details>/s.exec(body)?.[0] ?? "").replace(/^.*restart kubelet ?/, "");
  };
  const fix = { distribution: "kubeadm", nodes: 2, change: "kubelet setting", how: `Change ${hostile.image}.` };

  it("says how it is fixed on its distribution", () => {
    expect(fixesOf([fix])).toBe(
      "On kubeadm, kubelet setting: Change &lt;img src&#x3D;x onerror&#x3D;&quot;document.title&#x3D;&#x27;owned by image&#x27;&quot;&gt;.",
    );
    expect(fixesOf(undefined)).toBe("");
  });

  it("says on which nodes, or how many, where there are several distributions", () => {
    const how = "Do it.";
    expect(
      fixesOf([
        { ...fix, on: ["w1", "w2"], how },
        { ...fix, distribution: "RKE2", nodes: 1234, how },
      ]),
    ).toBe("On kubeadm (w1, w2), kubelet setting: Do it. On RKE2 (1,234 nodes), kubelet setting: Do it.");
  });
});

describe("a rule's ids", () => {
  it("have its component, and its controls where there are any", () => {
    const idsOf = (given: Partial<StigFinding>): string =>
      wordsOf(/<dl class="ids">.*?<\/dl>/s.exec(bodyOf(pageOf({ findings: [sampleFinding(given)] })))?.[0] ?? "");
    expect(idsOf({ nist: ["AC-3", "CM-7 a"] })).toContain("NIST SP 800-53 rev. 5 AC-3, CM-7 a Component Kubelet");
    expect(idsOf({ nist: [] })).not.toContain("NIST");
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

  it("has a view of it, with what changes each rule, and of how many nobody is named", () => {
    const both = bodyOf(
      pageOf({ profile, findings: [sampleFinding({ responsibility }), sampleFinding({ id: "V-242390" })] }),
    );
    const view = viewOf(both, "responsibility");
    expect(sectionsOf(view)).toEqual([["who-provider", "V-242387"]]);
    expect(wordsOf(view)).toContain("Source: its procedure. Provider: the operator. Not in the profile: 1 rule.");
    expect(wordsOf(/<li class="row".*?<\/li>/s.exec(view)?.[0] ?? "")).toMatch(
      /Secure by default yes, until the setting is changed Changed by spec\.kubernetes\.x Attestation does not count: it expired/,
    );
    expect(viewOf(body, "responsibility")).not.toContain("Not in the profile");
    expect(bodyOf(pageOf())).not.toContain('href="#responsibility"');
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
