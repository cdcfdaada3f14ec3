import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { type RunDiff, runDiffSchema } from "../../../src/findings/run-diff.ts";
import { open, type Verdict } from "../../../src/findings/verdict.ts";
import { diffPage } from "../../../src/reports/html/diff-page.ts";
import { visible } from "../../../src/reports/visible-text.ts";
import { axeFindings } from "../../support/axe.ts";
import { requireChromium, screenshots, startChromium, unfoldAll } from "../../support/browser.ts";
import { diffWithText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { groupOf, sampleAssessment, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { diffOf, sampleDiff } from "../../support/sample-diff.ts";
import { lookAt, onOneLine, unseen } from "./looked-at.ts";

const suite = "the page of plimsoll diff in Chromium";
const runnable = requireChromium(suite);
const textOf = (diff: RunDiff): string => [...diffPage(diff)].join("");

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();
  const fileOf = (diff: RunDiff): string => tabs.write(textOf(diff));
  const everything = runnable ? fileOf(diffWithText(" and more of it")) : "";
  const sample = runnable ? fileOf(sampleDiff()) : "";

  it("is made of a difference in which every text is theirs", () => {
    expect(() => runDiffSchema.parse(diffWithText("x"))).not.toThrow();
  });

  it.each([
    [1280, "light"],
    [1280, "dark"],
    [360, "light"],
    [360, "dark"],
  ] as const)("has nothing that axe-core finds wrong at %i px, %s", async (width, colorScheme) => {
    for (const file of [everything, sample]) {
      const { page, complaints } = await tabs.open(file, { width, media: { colorScheme } });
      await unfoldAll(page);
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  it("needs no sideways scrolling, everything unfolded", async () => {
    for (const file of [everything, sample]) {
      const { page } = await tabs.open(file);
      await unfoldAll(page);
      for (const width of [320, 360, 640, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }
  });

  it("leads from its links to its sections, and from each rule to itself", async () => {
    const { page } = await tabs.open(sample);
    const missing = await page.evaluate(() =>
      [...document.querySelectorAll("a")]
        .map((link) => link.getAttribute("href") ?? "")
        .filter((href) => document.getElementById(href.slice(1)) === null),
    );
    expect(missing).toEqual([]);
    expect(await page.locator("script").count()).toBe(0);
    expect(await page.locator("nav a").allTextContents()).toContain("Newly open 2");
  });

  it("unfolds its evidence on paper", async () => {
    const { page } = await tabs.open(sample);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("details .seen").first().isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  });

  const look = async (text: string) => {
    const { page, complaints } = await tabs.open(fileOf(diffWithText(text)), { width: 360 });
    return { ...(await lookAt(page)), complaints };
  };

  let usual: Awaited<ReturnType<typeof look>>;
  beforeAll(async () => {
    usual = await look("harmless");
  });

  it.each(Object.entries(hostile))("is the page that it always is: %s", async (_name, text) => {
    const seen = await look(text);
    expect(seen.complaints).toEqual([]);
    expect(seen.title).toMatch(/^sample/);
    expect(seen.tags === usual.tags).toBe(true);
    expect([seen.handlers, seen.links, seen.width]).toEqual([[], [], 360]);
    expect(seen.text.replaceAll(/[\n\t]/g, "").match(unseen) ?? []).toEqual([]);
    expect(onOneLine(seen.text).includes(onOneLine(visible(`It is set.${text}`)))).toBe(true);
  });

  it("has room for a megabyte in every text", async () => {
    const file = fileOf(diffWithText("x".repeat(1_000_000)));
    expect(readFileSync(file).length).toBeLessThan(3_000_000);
    const { page, complaints } = await tabs.open(file);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
    expect(complaints).toEqual([]);
  });

  it("of 5,000 nodes is small, alike or not", async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `worker-${index}.rack-${index % 40}.example.com`);
    const said = (value: string): Verdict => ({ ...open(`Set to ${value}.`), seen: [seenInFile("w", "value", value)] });
    const run = (own: string): Assessment =>
      sampleAssessment({
        findings: Array.from({ length: 142 }, (_, index) => {
          const id = `V-${index}`;
          if (index % 10 > 0) return sampleFinding({ id, groups: [groupOf(names, said(own))] });
          // Every node says something else of these.
          return sampleFinding({ id, groups: names.map((name) => groupOf([name], said(`${own} of ${name}`))) });
        }),
      });
    const page = textOf(diffOf(run("one"), run("another")));
    expect(page.length).toBeLessThan(2_000_000);
    expect(page).toMatch(/5,000 nodes \(worker-0\.rack-0\.example\.com, .*? and 4,960 others\)/);
    expect(page).toContain("4,992 changes more: plimsoll diff --json has them.");
    const { complaints } = await tabs.open(tabs.write(page));
    expect(complaints).toEqual([]);
  });

  /** For people to look at. */
  it.runIf(screenshots)("can be drawn", async () => {
    const folder = screenshots ?? "";
    mkdirSync(folder, { recursive: true });
    for (const width of [1280, 360]) {
      for (const colorScheme of ["light", "dark"] as const) {
        const { page } = await tabs.open(sample, { width, media: { colorScheme } });
        await page.emulateMedia({ media: "screen" });
        await unfoldAll(page);
        const path = join(folder, `diff-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
        expect(readFileSync(path).subarray(1, 4).toString()).toBe("PNG");
      }
    }
  });
});
