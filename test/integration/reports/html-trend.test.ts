import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { axeFindings } from "../../support/axe.ts";
import { reportOf, requireChromium, screenshots, startChromium, unfoldAll } from "../../support/browser.ts";
import { compared, manyRuns } from "../../support/sample-history.ts";

const suite = "the chart of earlier runs in report.html, in Chromium";

describe.runIf(requireChromium(suite))(suite, () => {
  const tabs = startChromium();
  const fileOf = (runs: number): string => reportOf(tabs, compared(manyRuns(runs)));

  it("is not there for a first run", async () => {
    const { page } = await tabs.open(fileOf(1));
    expect(await page.locator(".trend").count()).toBe(0);
  });

  /** For people to look at, too: kept where PLIMSOLL_SCREENSHOTS names a folder. */
  it.each([2, 40])("of %i runs fits, has nothing that axe-core finds wrong, and its words in a table", async (runs) => {
    const folder = screenshots ?? mkdtempSync(join(tmpdir(), "plimsoll-screenshots-"));
    mkdirSync(folder, { recursive: true });
    const file = fileOf(runs);
    for (const width of [1280, 360]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const { page, complaints } = await tabs.open(file, { width, media: { colorScheme } });
        const chart = page.getByRole("img", { name: `Open findings of ${runs} runs, the last of them this one` });
        await unfoldAll(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await page.locator(".trend tbody tr").count()).toBe(runs);
        const outside = await chart.evaluate((svg) => {
          const box = svg.getBoundingClientRect();
          const parts = [...svg.querySelectorAll("rect, text")].map((part) => part.getBoundingClientRect());
          return parts.filter(
            ({ left, right, top, bottom }) =>
              left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1,
          ).length;
        });
        expect(outside).toBe(0);
        expect(await axeFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.locator(".trend").screenshot({ path: join(folder, `trend-${runs}-${width}-${colorScheme}.png`) });
      }
    }
  });

  it("is on paper with its table", async () => {
    const { page } = await tabs.open(fileOf(12));
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".trend svg").isVisible()).toBe(true);
    expect(await page.locator(".trend tbody tr").first().isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  });
});
