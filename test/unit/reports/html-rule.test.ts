import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { isOfStig, type StigFinding } from "../../../src/findings/assessment.ts";
import { open } from "../../../src/findings/verdict.ts";
import { hostileTexts } from "../../support/brought.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { bodyOf, pageOf, wordsOf } from "./html-page.ts";

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

  it("says what the site decided of it, and of no other rule", () => {
    const decisions = {
      file: "decisions.yaml",
      sha256: "ab".repeat(32),
      options: { sshUnreachableIsNotAFinding: true },
      ppsm: { document: "PPSM 7", approvedBy: hostile.image, date: "2026-01-31", expires: "2027-01-31" },
    };
    const findings = ["V-242410", "V-242393", "V-242387"].map((id) => sampleFinding({ id }));
    const body = bodyOf(pageOf({ decisions, findings }));
    const rule = (id: string): string => new RegExp(`id="${id}".*?</details>`, "s").exec(body)?.[0] ?? "";
    expect(rule("V-242410")).toContain("PPSM 7, approved by &lt;img src");
    expect(rule("V-242410")).toContain(", until 2027-01-31.");
    expect(rule("V-242393")).toContain("sshUnreachableIsNotAFinding: true. A worker that times out over SSH");
    expect(rule("V-242387")).not.toContain("The site decided");
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

describe("DISA's texts on the page", () => {
  const file = { name: `given${hostile.escape}.zip`, sha256: "cd".repeat(32) };
  const { stig } = sampleAssessment().benchmarks;

  it("are folded, each by itself, and as harmless as a node's", () => {
    const page = bodyOf(pageOf({ findings: [sampleFinding({ disa: hostileTexts })] }));
    expect([...page.matchAll(/<details class="disa"><summary>([^<]*)</g)].map((match) => match[1])).toEqual([
      "DISA&#x27;s discussion",
      "DISA&#x27;s check",
      "DISA&#x27;s fix",
    ]);
    expect(page).toContain("Look:\n    grep x\n&lt;/script&gt;");
    expect(page).toContain("⟨U+202E⟩");
    expect(page).not.toMatch(/<img|<svg onload|<script>document/);
  });

  it("are not there where the user brought no file", () => {
    expect(bodyOf(pageOf())).not.toContain("DISA&#x27;s check");
  });

  it("are of a file that the head names, with how many are others than the logic's", () => {
    const logic = { release: "V2R6", checkText: "reworded" } as const;
    const findings = [sampleFinding({ logic })];
    const page = bodyOf(pageOf({ findings, benchmarks: { ...(stig && { stig: { ...stig, file } }) } }));
    expect(page).toContain(`<dt>Benchmark's file</dt><dd>given⟨ESC⟩[2J`);
    expect(page).toContain("; 1 rule has a check text that the logic was not written for</dd>");
    expect(page).toContain('<p class="note">Judged by the logic for V2R6; the check text is another.</p>');
  });
});
