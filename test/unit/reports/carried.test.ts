import { describe, expect, it } from "vitest";
import { kubernetesStigV2R6 } from "../../../src/benchmark/kubernetes-stig/v2r6.ts";
import { carriedForward } from "../../../src/carry-forward/carry-forward.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { notReviewed, open } from "../../../src/findings/verdict.ts";
import { consoleSummary } from "../../../src/reports/console.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { filledChecklist } from "../../support/filled-checklist.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";

const seenAs = (value: string): Assessment =>
  sampleAssessment({
    findings: ["V-242387", "V-242390", "V-242391"].map((id) => {
      const rule = kubernetesStigV2R6.requirements.find((one) => one.id === id);
      const groups = [groupOf(["cp1"], notReviewed("A person looks.", [seenInFile("cp1", "port", value)]))];
      return sampleFinding({ ...rule, groups });
    }),
  });

const answered = filledChecklist(
  seenAs("1"),
  {
    "V-242387": { status: "not_a_finding", comments: `Fine. ${hostile.script}` },
    "V-242390": { override: { severity: "low", justification: "A lab." }, details: "Mine only." },
    "V-242391": { comments: "Gone.", checkText: "Another text." },
  },
  { name: `q1${hostile.image}.ckl` },
);
const carried = carriedForward(seenAs("2"), [answered], kubernetesStigV2R6);

describe("what people wrote in an earlier checklist", () => {
  const page = textOf(htmlReport(carried));

  it("stands with its rule, with the answer and why to look again", () => {
    const finding = page.slice(page.indexOf('id="V-242387"'));
    expect(finding.slice(0, finding.indexOf("</details>"))).toMatch(
      /answered Not a Finding[\s\S]*Look again: It was answered before what plimsoll sees today was seen\./,
    );
    expect(page).toContain("severity low: A lab.");
    expect(page).toContain("Mine only.");
  });

  it("has a view of its own: the files, what to look at again, what was left behind", () => {
    const view = page.slice(page.indexOf('<section class="view" id="carried"'));
    const text = view.slice(0, view.indexOf("</section>"));
    expect(text).toContain("2 rules carried over, 1 not");
    expect(text).toMatch(
      /Carried over <span class="muted">2<\/span>[\s\S]*V-242387[\s\S]*answered Not a Finding; comments[\s\S]*V-242390[\s\S]*severity low; details/,
    );
    expect(text).toMatch(/To be looked at again <span class="muted">1<\/span>/);
    expect(text).toMatch(/V-242391[\s\S]*Gone\.[\s\S]*Its check text is another now\./);
    expect(page).toContain('href="#carried"');
  });

  it("is never called the check text's reading", () => {
    const unseen = groupOf(["cp1"], notReviewed("A person looks."), open("The default is on."));
    const run = sampleAssessment({ findings: [sampleFinding({ groups: [unseen] })] });
    const filled = filledChecklist(run, { "V-242387": { status: "not_a_finding" } });
    const text = textOf(htmlReport(carriedForward(run, [filled], kubernetesStigV2R6)));
    expect(text).toMatch(/Check text, word for word<\/dt><dd class="not_reviewed">/);
    expect(text).not.toMatch(/Check text, word for word<\/dt><dd class="not_a_finding">/);
  });

  it("is text, whatever it is", () => {
    expect(page).not.toContain(hostile.script);
    expect(page).not.toContain(hostile.image);
  });

  it("is said beside the counts, for a status of people's is not one that was seen", () => {
    const line = "The status of 1 rule is people's word, not what was seen: V-242387.";
    expect(page).toContain(`<p class="differing">${line.replace("'", "&#x27;")}</p>`);
    expect(consoleSummary(carried, [], 500)).toContain(line);
    expect(consoleSummary(seenAs("1"), [], 500).join("\n")).not.toContain("people's word");
  });

  it("is a line on the console", () => {
    const lines = consoleSummary(carried, [], 500);
    expect(lines.find((line) => line.startsWith("Earlier checklists, "))).toMatch(
      /\(sample\): 2 rules carried over, 1 not; 1 to be looked at again$/,
    );
  });

  it("is not spoken of without an earlier checklist", () => {
    expect(textOf(htmlReport(seenAs("1")))).not.toContain("earlier checklist");
    expect(consoleSummary(seenAs("1"), []).join("\n")).not.toContain("Earlier checklist");
  });
});
