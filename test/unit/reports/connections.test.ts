import { describe, expect, it } from "vitest";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { usualChecklists } from "../../../src/findings/checklist-settings.ts";
import { checklistsOf } from "../../../src/reports/checklist/checklist.ts";
import { consoleSummary } from "../../../src/reports/console.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { covered, type CoveredNode as Node } from "../../support/coverage.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { textOf } from "../../support/report-text.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";

const gcm = { kex: "curve25519-sha256", hostKey: "ssh-ed25519", cipher: "aes128-gcm@openssh.com", mac: "implicit" };
const known: NonNullable<Node["connection"]> = {
  client: "ssh2",
  viaJump: false,
  hostKey: "SHA256:known",
  hostKeyTrust: "known",
  algorithms: gcm,
};
const node = (name: string, connection?: Node["connection"]): Node => covered(name, connection && { connection });

function assessmentOf(...nodes: readonly Node[]): Assessment {
  const sample = sampleAssessment();
  return { ...sample, coverage: { ...sample.coverage, nodes } };
}

const rowsOf = (assessment: Assessment): readonly string[] => {
  const page = textOf(htmlReport(assessment));
  const table = /<table class="connections[\s\S]*?<\/table>/.exec(page)?.[0] ?? "";
  return [...table.matchAll(/<tr><td[\s\S]*?<\/tr>/g)].map(([row]) =>
    row.replace(/<[^>]*>/g, " ").replace(/\s+/g, " "),
  );
};

describe("how nodes were asked over SSH", () => {
  it("names what was agreed on, connections that are alike once", () => {
    const other = { ...known, hostKey: "SHA256:other" };
    const slow = { ...known, viaJump: true, algorithms: { ...gcm, cipher: "aes256-ctr", mac: "hmac-sha2-256" } };
    const rows = rowsOf(assessmentOf(node("w1", known), node("w2", other), node("w3", slow), node("w4")));
    expect(rows).toEqual([
      " w1, w2 ssh2 curve25519-sha256 ssh-ed25519 aes128-gcm@openssh.com implicit in known_hosts ",
      " w3 ssh2, through a jump host curve25519-sha256 ssh-ed25519 aes256-ctr hmac-sha2-256 in known_hosts ",
    ]);
  });

  it("says what evidence of older versions does not record", () => {
    expect(rowsOf(assessmentOf(node("w1", { viaJump: false })))).toEqual([` w1${" not recorded".repeat(6)} `]);
  });

  it("has no table where no node was asked", () => {
    expect(textOf(htmlReport(assessmentOf(node("w1"))))).not.toContain('class="connections');
  });

  it("shows what a server made up as text", () => {
    const lies = { kex: hostile.script, hostKey: hostile.image, cipher: hostile.svg, mac: hostile.bidi };
    const page = textOf(htmlReport(assessmentOf(node("w1", { ...known, algorithms: lies }))));
    expect(page).not.toContain("<img src=x");
    expect(page).not.toContain("\u202E");
    expect(page).toContain("&lt;img");
  });
});

describe("--fips", () => {
  const sentence = "Only FIPS-approved algorithms were on offer (--fips).";

  it("is named on the page, on the console and in every checklist", () => {
    const asked = assessmentOf(node("w1", known));
    const assessment: Assessment = { ...asked, coverage: { ...asked.coverage, fips: true } };
    expect(textOf(htmlReport(assessment))).toContain(sentence);
    expect(consoleSummary(assessment, [], 400)).toContain(sentence);
    for (const scope of ["cluster", "node"] as const) {
      const comments = checklistsOf(assessment, { ...usualChecklists, scope }).map(({ asset }) => asset.comment);
      expect(comments.every((comment) => comment.includes(sentence))).toBe(true);
    }
  });

  it("is not spoken of where it was not given", () => {
    const assessment = assessmentOf(node("w1", known));
    expect(textOf(htmlReport(assessment))).not.toContain("--fips");
    expect(consoleSummary(assessment, [], 400).join("\n")).not.toContain("--fips");
    expect(checklistsOf(assessment, usualChecklists)[0]?.asset.comment).not.toContain("--fips");
  });
});

describe("host keys that nobody knew", () => {
  const believed = node("w2", { ...known, hostKey: "SHA256:new", hostKeyTrust: "accepted-new" });
  const sentence =
    "1 host key was NOT KNOWN and believed, as the inventory says (strictHostKeyChecking: accept-new): w2 SHA256:new";

  it("are named on the page, on the console and in the checklist", () => {
    const assessment = assessmentOf(node("w1", known), believed);
    expect(textOf(htmlReport(assessment)).replaceAll("&#x3D;", "=")).toContain(sentence);
    expect(consoleSummary(assessment, [], 400)).toContain(sentence);
    expect(checklistsOf(assessment, usualChecklists)[0]?.asset.comment).toContain(sentence);
  });

  it("are in the checklist of their own node only", () => {
    const comments = checklistsOf(assessmentOf(node("w1", known), believed), { ...usualChecklists, scope: "node" }).map(
      ({ asset }) => asset.comment,
    );
    expect(comments.map((comment) => comment.includes("NOT KNOWN"))).toEqual([false, true]);
  });

  it("are not spoken of where each was known", () => {
    const assessment = assessmentOf(node("w1", known));
    expect(textOf(htmlReport(assessment))).not.toContain("NOT KNOWN");
    expect(consoleSummary(assessment, [], 400).join("\n")).not.toContain("NOT KNOWN");
  });

  it("are named up to ten", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...believed, name: `w${index}` }));
    const line = consoleSummary(assessmentOf(...many), [], 4000).find((text) => text.includes("NOT KNOWN"));
    expect(line).toContain("12 host keys were NOT KNOWN");
    expect(line).toMatch(/w9 SHA256:new and 2 more$/);
  });
});
