import { describe, expect, it } from "vitest";
import type { Waiver } from "../../../src/evidence/waivers.ts";
import { reviewed } from "../../../src/review/reviewed.ts";
import { axeFindings } from "../../support/axe.ts";
import { reportOf, requireChromium, showView, startChromium, unfoldAll, viewsOf } from "../../support/browser.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { sampleAssessment } from "../../support/sample-assessment.ts";

const suite = "waivers and attestations in report.html, in Chromium";
const runnable = requireChromium(suite);

const waiver = (rule: string, given: Partial<Waiver> = {}): Waiver => ({
  rule,
  scope: { cluster: true },
  reason: "the image is due",
  approver: "J. Doe, ISSM",
  ticket: "RISK-7",
  expires: "2027-01-31",
  status: "open",
  line: 1,
  ...given,
});
const words = Object.values(hostile).join(" ");
const attestation = {
  rule: "V-242410",
  status: "not_a_finding",
  statement: words,
  by: "J. Doe",
  date: "2026-10-01",
  expires: "2027-10-01",
  line: 9,
} as const;

const said = reviewed(
  sampleAssessment({ decisions: { file: "d.yaml", sha256: "0".repeat(64), options: {}, waivers: 4, attestations: 1 } }),
  {
    waivers: [
      waiver("V-242387"),
      waiver("V-242406", { expires: "2026-11-20", reason: words, ticket: words }),
      waiver("V-242396", { scope: { objects: [{ namespace: "a", kind: "b", name: words }] } }),
    ],
    attestations: [attestation],
  },
);

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();
  const file = runnable ? reportOf(tabs, said) : "";

  it("are counted apart, marked in their rows, and kept or left by a filter", async () => {
    const { page, complaints } = await tabs.open(file, { fragment: "#rules" });
    expect(await page.locator("section.counts").textContent()).toContain(
      "Of the open rules 1 is waived: counted as Open.",
    );
    const shown = () => page.locator(".finding:visible").evaluateAll((rows) => rows.map(({ id }) => id).toSorted());
    const all = await shown();
    await page.getByRole("button", { name: "Waived", exact: true }).click();
    expect(await shown()).toEqual(["V-242387"]);
    expect(await page.locator(".finding:visible summary").innerText()).toContain("Open, waived");
    await page.getByRole("button", { name: "Waived", exact: true }).click();
    await page.getByRole("button", { name: "Not waived" }).click();
    expect(await shown()).toEqual(all.filter((id) => id !== "V-242387"));
    expect(complaints).toEqual([]);
  });

  it("are said at the finding, with what it is named by", async () => {
    const { page } = await tabs.open(file, { fragment: "#V-242387" });
    const body = await page.locator("#V-242387 .body").innerText();
    expect(body).toContain("Waived until 2027-01-31 by J. Doe, ISSM: the image is due (RISK-7).");
    expect(body).toContain(said.findings.find(({ id }) => id === "V-242387")?.fingerprint);
  });

  it("are listed among the decisions, each with its rule and whether it holds", async () => {
    const { page } = await tabs.open(file, { fragment: "#decisions" });
    const rows = await page.locator("table.said tbody tr").allInnerTexts();
    expect(rows).toHaveLength(4);
    expect(rows.find((row) => row.includes("V-242387"))).toContain("Covers w1.");
    expect(rows.find((row) => row.includes("V-242406"))).toContain("Does not hold: it expired on 2026-11-20.");
    expect(rows.find((row) => row.includes("V-242396"))).toContain("Does not hold: nothing is open.");
    expect(await page.getByText("1 waiver of rules that were not judged.").isVisible()).toBe(true);
    await page.locator("table.said a", { hasText: "V-242387" }).click();
    await expect.poll(() => page.locator("#V-242387").isVisible()).toBe(true);
  });

  it.each([1280, 360])("fit the screen and have nothing that axe-core finds wrong at %i px", async (width) => {
    const { page, complaints } = await tabs.open(file, { width });
    await unfoldAll(page);
    for (const view of await viewsOf(page)) {
      await showView(page, view);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBe(width);
      expect(await axeFindings(page), view).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it("shows the fingerprint with a worksheet", async () => {
    const open = sampleAssessment();
    const { page } = await tabs.open(reportOf(tabs, reviewed(open, {})), { fragment: "#worksheets" });
    expect(await page.locator("#worksheet-V-242410").innerText()).toMatch(/Fingerprint\s+[0-9a-f]{4}(-[0-9a-f]{4}){3}/);
  });
});
