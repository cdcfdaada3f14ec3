import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { htmlReport } from "../../src/reports/html/report-page.ts";
import { largeFleet } from "../support/large-fleet.ts";
import { textOf } from "../support/report-text.ts";

// How large the page of 5,000 nodes is, and how long a reader waits for it: figures, printed and not judged.

const folder = mkdtempSync(join(tmpdir(), "plimsoll-page-"));
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const middle = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** Milliseconds until something was first painted, of a fresh page. */
async function firstPaint(url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  const time = await page.evaluate(async () => {
    const seen = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    while (seen() === undefined) await new Promise(requestAnimationFrame);
    return seen();
  });
  await page.close();
  return time ?? 0;
}

/** Milliseconds from an input to the second frame after it, when it has been painted. */
const response = (page: Page, selector: string, value: string): Promise<number> =>
  page.evaluate(
    async ([where, text]) => {
      const input = document.querySelector(where ?? "") as HTMLInputElement;
      const frame = () => new Promise(requestAnimationFrame);
      await frame();
      const begun = performance.now();
      if (input.tagName === "BUTTON") input.click();
      else {
        input.value = text ?? "";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      await frame();
      await frame();
      return performance.now() - begun;
    },
    [selector, value],
  );

it.each([
  [5000, 40],
  [5000, 5000],
])("%i nodes in %i configurations", async (nodes, configurations) => {
  const text = textOf(htmlReport(await largeFleet(nodes, configurations)));
  const file = join(folder, `${configurations}.html`);
  writeFileSync(file, text);
  const url = pathToFileURL(file).href;
  const paints: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) paints.push(await firstPaint(url));
  const page = await browser.newPage();
  await page.goto(`${url}#rules`);
  const filter = await response(page, '[data-filter="status"][data-value="open"]', "");
  const words: number[] = [];
  for (const typed of ["k", "ku", "kub", "kubelet", "kubelet tls"]) words.push(await response(page, "#search", typed));
  const named = await response(page, "#node", "worker-0999.rack-39.example.com");
  console.log(
    `${nodes} nodes, ${configurations} configurations: ${(text.length / 1e6).toFixed(2)} MB, first paint ${middle(paints).toFixed(0)} ms, ` +
      `status filter ${filter.toFixed(0)} ms, first word ${(words[0] ?? 0).toFixed(0)} ms, further words ${middle(words.slice(1)).toFixed(0)} ms, node ${named.toFixed(0)} ms`,
  );
  await page.close();
  expect(paints).toHaveLength(5);
});
