import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { Assessment } from "../../src/findings/assessment.ts";
import { htmlReport } from "../../src/reports/html/report-page.ts";
import { requireTools } from "./lab-requirements.ts";
import { textOf } from "./report-text.ts";

/** Debian's: nothing is downloaded. */
const chromiumOfDebian = "/usr/bin/chromium";

export const requireChromium = (suite: string): boolean =>
  requireTools(suite, [{ command: chromiumOfDebian, package: "chromium" }]);

/** A page in a tab of its own, and all that it did which no report may do. */
export type Visit = {
  readonly page: Page;
  /** Console messages, exceptions, dialogs, and requests for anything but the file itself. */
  readonly complaints: readonly string[];
  /** Opens the file anew, as somebody does who was sent its address. */
  readonly load: (fragment: string) => Promise<void>;
  /** Goes to a fragment of the same file as a link does, or somebody who types it. */
  readonly follow: (fragment: string) => Promise<void>;
};

export type VisitOptions = BrowserContextOptions & { readonly width?: number; readonly fragment?: string };

export type Tabs = {
  /** Opens a file of HTML. */
  readonly open: (file: string, options?: VisitOptions) => Promise<Visit>;
  /** Writes a file of HTML, for `open`. */
  readonly write: (content: string) => string;
};

/** One Chromium for the tests of a file; called where tests are described. Tabs that a test opens are closed at its end. */
export function startChromium(): Tabs {
  let browser: Browser;
  beforeAll(async () => {
    // Chromium refuses to sandbox what root runs.
    browser = await chromium.launch({ executablePath: chromiumOfDebian, chromiumSandbox: process.getuid?.() !== 0 });
  });
  afterAll(() => browser?.close());
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-pages-"));
  let written = 0;
  return {
    open: (file, options) => openTab(browser, file, options),
    write: (content) => {
      const file = join(folder, `${++written}.html`);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** `report.html` of an assessment, as a file. */
export const reportOf = (tabs: Tabs, assessment: Assessment): string => tabs.write(textOf(htmlReport(assessment)));

async function openTab(
  browser: Browser,
  file: string,
  { width = 1280, fragment = "", ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.isNavigationRequest() || request.url().split("#")[0] !== url)
      complaints.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  const load = async (to: string): Promise<void> => {
    await page.goto("about:blank");
    await page.goto(url + to);
  };
  await load(fragment);
  return { page, complaints, load, follow: (to) => goTo(page, to) };
}

/** The page hears of the new fragment in a task of its own. */
const goTo = (page: Page, fragment: string): Promise<void> =>
  page.evaluate(async (to) => {
    const heard = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    const before = location.hash;
    location.hash = to;
    if (location.hash !== before) await heard;
  }, fragment);

/** Fragments of the page's views, as its navigation names them. */
export const viewsOf = (page: Page): Promise<readonly string[]> =>
  page.locator("nav#views a").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).hash));

/** Everything that folds, unfolded. */
export const unfoldAll = (page: Page): Promise<void> =>
  page.locator("details").evaluateAll((all) => {
    for (const each of all) (each as HTMLDetailsElement).open = true;
  });

/** Vuln IDs and names of the findings that can be seen. */
export const findingsShown = (page: Page): Promise<readonly string[]> =>
  page
    .locator(".finding")
    .evaluateAll((all) => all.filter((finding) => finding.checkVisibility()).map((finding) => finding.id));
