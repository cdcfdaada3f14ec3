import { describe, expect, it } from "vitest";
import { findingsShown, reportOf, requireChromium, startChromium, viewsOf } from "../../support/browser.ts";
import { sampleOfBoth } from "../../support/sample-assessment.ts";

const suite = "what report.html shows without scripts, in Chromium";
const runnable = requireChromium(suite);

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();

  it("is everything, one view after another", async () => {
    const { page, complaints } = await tabs.open(reportOf(tabs, sampleOfBoth()), { scripts: false });
    const views = await viewsOf(page);
    const tops: number[] = [];
    for (const view of views) {
      const box = await page.locator(view).boundingBox();
      expect(box?.height).toBeGreaterThan(40);
      tops.push(box?.y ?? 0);
    }
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(await findingsShown(page)).toHaveLength(7);
    expect(await page.locator("[hidden]").evaluateAll((all) => all.map(({ id }) => id))).toEqual(["filters", "clear"]);
    await page.locator("#V-242387 > summary").click();
    expect(await page.locator("#V-242387 .advice").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("has links that lead where they say", async () => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { scripts: false });
    const views = await viewsOf(page);
    for (const view of views) {
      await page.locator(`nav#views a[href="${view}"]`).click();
      const [top, below] = await page
        .locator(view)
        .evaluate((target) => [
          target.getBoundingClientRect().top,
          document.documentElement.scrollHeight - scrollY - innerHeight,
        ]);
      // The first begins below the head of the page, and the last may be too short to come up.
      expect(Math.abs(top) < 40 || below < 2 || view === views[0], `${view}: ${top}, ${below}`).toBe(true);
    }
    await page.locator('.matrix a[href="#V-242445"]').click();
    expect(
      await page.locator("#V-242445").evaluate((target) => Math.abs(target.getBoundingClientRect().top)),
    ).toBeLessThan(900);
  });

  it("leads nowhere that is not there", async () => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { scripts: false });
    const dead = await page
      .locator('a[href^="#"]')
      .evaluateAll((links) =>
        links
          .map((link) => link.getAttribute("href")?.slice(1) ?? "")
          .filter((id) => document.getElementById(id) === null),
      );
    expect(dead).toEqual([]);
  });
});
