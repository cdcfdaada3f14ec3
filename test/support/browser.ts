import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Assessment } from "../../src/findings/assessment.ts";
import { htmlReport } from "../../src/reports/html/report-page.ts";
import { requireTools } from "./lab-requirements.ts";
import { textOf } from "./report-text.ts";

/** Debian's: nothing is downloaded. */
const chromiumOfDebian = "/usr/bin/chromium";

export const requireChromium = (suite: string): boolean =>
  requireTools(suite, [{ command: chromiumOfDebian, package: "chromium" }]);

/** The folder for drawings that people look at; a test that only draws runs where it is named. */
export const screenshots = process.env["PLIMSOLL_SCREENSHOTS"];

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

export type VisitOptions = {
  readonly width?: number;
  readonly height?: number;
  readonly fragment?: string;
  readonly scripts?: boolean;
  readonly media?: Omit<NonNullable<Parameters<Page["emulateMedia"]>[0]>, "media">;
};

export type Tabs = {
  /** Opens a file of HTML. */
  readonly open: (file: string, options?: VisitOptions) => Promise<Visit>;
  /** Writes a file of HTML, for `open`. */
  readonly write: (content: string) => string;
};

/**
 * One Chromium for the tests of a file; called where tests are described. A tab that a test opened is the next test's: a
 * new one takes longer than most tests.
 */
export function startChromium(): Tabs {
  let browser: Browser;
  const tabs: Tab[] = [];
  beforeAll(async () => {
    // Chromium refuses to sandbox what root runs.
    browser = await chromium.launch({ executablePath: chromiumOfDebian, chromiumSandbox: process.getuid?.() !== 0 });
  });
  afterEach(() => {
    for (const tab of tabs) tab.used = false;
  });
  afterAll(() => browser?.close());
  const tabWith = async (scripts: boolean): Promise<Tab> => {
    const tab = tabs.find((one) => !one.used && one.scripts === scripts) ?? (await newTab(browser, scripts));
    if (!tabs.includes(tab)) tabs.push(tab);
    tab.used = true;
    return tab;
  };
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-pages-"));
  let written = 0;
  return {
    open: async (file, options = {}) => visit(await tabWith(options.scripts ?? true), file, options),
    write: (content) => {
      const file = join(folder, `${++written}.html`);
      writeFileSync(file, content);
      return file;
    },
  };
}

/** `report.html` of an assessment, as a file. */
export const reportOf = (tabs: Tabs, assessment: Assessment): string => tabs.write(textOf(htmlReport(assessment)));

type Tab = {
  readonly page: Page;
  readonly scripts: boolean;
  used: boolean;
  /** Of the file that it shows. */
  url: string;
  loads: number;
  complaints: string[];
};

async function newTab(browser: Browser, scripts: boolean): Promise<Tab> {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const page = await context.newPage();
  const tab: Tab = { page, scripts, used: false, url: "", loads: 0, complaints: [] };
  const complain = (complaint: string): number => tab.complaints.push(complaint);
  page.on("console", (message) => complain(`console: ${message.text()}`));
  page.on("pageerror", (error) => complain(`exception: ${error.message}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (!request.isNavigationRequest() || asked.split("?")[0] !== tab.url) complain(`request: ${asked}`);
  });
  page.on("dialog", (dialog) => {
    complain(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  return tab;
}

async function visit(tab: Tab, file: string, options: VisitOptions): Promise<Visit> {
  const { page } = tab;
  const { width = 1280, height = 900, fragment = "", media } = options;
  tab.complaints = [];
  tab.url = pathToFileURL(file).href;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: null, forcedColors: null, ...media });
  // With a query of its own the same file is another document, which is read anew.
  const load = async (to: string): Promise<void> => {
    await page.goto(`${tab.url}?${++tab.loads}${to}`);
  };
  await load(fragment);
  return { page, complaints: tab.complaints, load, follow: (to) => goTo(page, to) };
}

/** The page hears of the new fragment in a task of its own. */
const goTo = (page: Page, fragment: string): Promise<void> =>
  page.evaluate(async (to) => {
    const heard = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    const before = location.hash;
    location.hash = to;
    if (location.hash !== before) await heard;
  }, fragment);

/** Fragments of the page's views, as its navigation names them. @throws Error where it names none. */
export async function viewsOf(page: Page): Promise<readonly string[]> {
  const links = await page
    .locator("nav#views a")
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).hash));
  if (links.length === 0) throw new Error("the page names no view");
  return links;
}

/** Goes to a view by its link, with the mouse or, given a key, without. */
export async function showView(page: Page, view: string, key?: string): Promise<void> {
  const link = page.locator(`nav#views a[href="${view}"]`);
  await (key === undefined ? link.click() : link.press(key));
  await page.locator(view).waitFor();
}

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
