import { describe, expect, it } from "vitest";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { requireChromium, startChromium } from "../../support/browser.ts";
import { largeFleet } from "../../support/large-fleet.ts";
import { textOf } from "../../support/report-text.ts";

const suite = "report.html of 5,000 nodes in Chromium";
/** Judging 5,000 nodes by 142 rules takes most of it. */
const patience = 240_000;

describe.runIf(requireChromium(suite))(suite, () => {
  const tabs = startChromium();
  const last = "worker-4999.rack-39.example.com";

  it("is small where nodes are alike, and finds each by its name", { timeout: patience }, async () => {
    const page = textOf(htmlReport(await largeFleet(5000, 40)));
    expect(page.length).toBeLessThan(6_000_000);
    const { page: tab, complaints } = await tabs.open(tabs.write(page), {
      fragment: `#rules?node=${last}&status=open`,
    });
    await expect.poll(() => tab.locator("#shown").textContent()).toMatch(/^\d+ of 142 rules/);
    expect(await tab.locator(".finding:visible").count()).toBeGreaterThan(3);
    // Of each finding the one group that the node is in.
    expect(await tab.locator(".finding:visible >> nth=0 >> .affects:not([hidden])").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("opens where all of them are different, and says where the rest is", { timeout: patience }, async () => {
    const page = textOf(htmlReport(await largeFleet(5000, 5000)));
    expect(page.length).toBeLessThan(8_000_000);
    expect(page).toMatch(/[\d,]+ more groups of targets, each with something else: assessment\.json has them all\./);
    const { page: tab, complaints } = await tabs.open(tabs.write(page), { fragment: `#nodes?node=${last}` });
    await expect
      .poll(() => tab.locator("#nodes > h2").first().textContent())
      .toMatch(/^5,000 nodes in \d,\d{3} configurations$/);
    expect(await tab.locator("#nodes").getByText("configurations more have no column here").count()).toBe(1);
    expect(await tab.locator(".matrix tbody tr:not([hidden])").count()).toBeGreaterThan(50);
    expect(complaints).toEqual([]);
  });
});
