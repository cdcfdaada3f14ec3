import { describe, expect, it } from "vitest";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleFinding, sampleOfBoth } from "../../support/sample-assessment.ts";
import { bodyOf, pageOf, wordsOf } from "./html-page.ts";

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
