import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { findingsShown, reportOf, requireChromium, showView, startChromium, viewsOf } from "../../support/browser.ts";
import { withText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { assessmentOf, sampleOfBoth } from "../../support/sample-assessment.ts";

const suite = "what report.html shows, in Chromium";
const runnable = requireChromium(suite);

const button = (page: Page, filter: string, value: string) =>
  page.locator(`[data-filter="${filter}"][data-value="${value}"]`);

/** All that a reader can tell a state by: the view, the findings and rows that are left, the groups of the findings, the filters. */
const stateOf = (page: Page) =>
  page.evaluate(() => {
    const left = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => !each.hidden);
    return {
      views: left(".view").map(({ id }) => id),
      current: [...document.querySelectorAll("nav#views [aria-current]")].map((link) => link.getAttribute("href")),
      findings: left(".finding").map(({ id }) => id),
      rows: left("[data-rule]").map(({ dataset }) => dataset["rule"]),
      groups: left(".finding .affects").map((group) => group.querySelector("h3")?.textContent),
      pressed: [...document.querySelectorAll('[aria-pressed="true"]')].map(({ textContent }) => textContent),
      inputs: [...document.querySelectorAll("input")].map(({ value }) => value),
      said: document.getElementById("shown")?.textContent,
    };
  });

/** What a link could have after its `#`. */
const hostileFragments = [
  "#<img src=x onerror=\"document.title='owned'\">",
  "#javascript:document.title='owned'",
  "#%zz",
  "#%E0%A4%A",
  "#%00",
  "#__proto__",
  "#constructor?constructor=1&__proto__=1",
  "#filters",
  "#shape-open",
  "#V-999999",
  "#?status=open",
  "#rules?status=evil,__proto__&level=%zz&text=%",
  `#rules?node=${encodeURIComponent(hostile.image)}&text=${encodeURIComponent(hostile.script)}`,
  "#rules?status=open?status=open#rules",
  `#${"x".repeat(500_000)}`,
  `#rules?text=${"x ".repeat(20_000)}`,
];

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();

  it("is every rule of a release at first, without a complaint and without a request", async () => {
    const { page, complaints } = await tabs.open(reportOf(tabs, assessmentOf(releases.v2r6)), { fragment: "#rules" });
    expect(await findingsShown(page)).toHaveLength(92);
    expect(await page.locator("#shown").textContent()).toBe("All 92 rules");
    expect(await page.locator("#filters").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("is one view at a time, which the navigation names", async () => {
    const { page, complaints } = await tabs.open(reportOf(tabs, sampleOfBoth()));
    const views = await viewsOf(page);
    expect(views.length).toBeGreaterThanOrEqual(3);
    for (const view of views) {
      await showView(page, view);
      expect(await stateOf(page)).toMatchObject({ views: [view.slice(1)], current: [view] });
      expect(await page.evaluate(() => [location.hash, scrollY])).toEqual([view, 0]);
    }
    await showView(page, "#rules");
    expect(await page.locator("#unfold").isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it.each([
    ["a status", [["status", "open"]], "V-242387 V-242406 kubelet-access"],
    [
      "two statuses",
      [
        ["status", "open"],
        ["status", "not_reviewed"],
      ],
      "V-242387 V-242406 V-242410 kubelet-access",
    ],
    [
      "a category and a status",
      [
        ["level", "1"],
        ["status", "not_a_finding"],
      ],
      "V-242390",
    ],
    ["differing readings", [["differs", "true"]], "V-242390"],
    ["the benchmark", [["benchmark", "nsa-cisa"]], "kubelet-access"],
  ] as const)("is filtered by %s", async (_name, pressed, expected) => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { fragment: "#rules" });
    for (const [filter, value] of pressed) await button(page, filter, value).click();
    expect((await findingsShown(page)).join(" ")).toBe(expected);
    await page.locator("#clear").click();
    expect((await findingsShown(page)).join(" ")).toBe(
      "V-242387 V-242406 V-242410 V-242390 V-242445 V-242396 kubelet-access",
    );
    expect(await page.locator("#clear").isVisible()).toBe(false);
  });

  it("is filtered by a component, alone or with a status", async () => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { fragment: "#rules" });
    const component = page.locator('select[data-filter="component"]');
    await component.selectOption("api-server");
    expect(await findingsShown(page)).toEqual(["V-242410", "V-242390"]);
    await button(page, "status", "not_reviewed").click();
    expect(await findingsShown(page)).toEqual(["V-242410"]);
    await page.locator("#clear").click();
    expect(await component.inputValue()).toBe("");
    expect(await findingsShown(page)).toHaveLength(7);
  });

  it("is a component's rules in the view by component, by its address or its cell", async () => {
    const { page, load } = await tabs.open(reportOf(tabs, sampleOfBoth()), { fragment: "#components?component=etcd" });
    const shown = async (): Promise<readonly (string | undefined)[]> => {
      await page.locator("#components").waitFor();
      return (await stateOf(page)).rows;
    };
    expect([...new Set(await shown())]).toEqual(["V-242445"]);
    await load("#components?component=x&status=not_applicable");
    expect([...new Set(await shown())]).toEqual(["V-242396"]);
    expect(await page.evaluate(() => location.hash)).toBe("#components?status=not_applicable");
    await load("#components");
    await page.locator("#components .counts a[data-component=kubelet][data-status=open]").click();
    expect(new Set(await shown())).toEqual(new Set(["V-242387", "kubelet-access", "V-242406"]));
  });

  it.each([
    ["[data-status=not_applicable][data-level]", "V-242396"],
    ["[data-benchmark=nsa-cisa][data-status=open]", "kubelet-access"],
  ])("is what a cell of the counts says: %s", async (cell, expected) => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()));
    await page.locator(`.counts a${cell}`).first().click();
    await page.locator("#rules").waitFor();
    expect((await findingsShown(page)).join(" ")).toBe(expected);
  });

  it("is searched by words, and by a node's name", async () => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { fragment: "#rules" });
    await page.locator("#search").fill("Etcd cntr-k8-003120");
    expect(await findingsShown(page)).toEqual(["V-242445"]);
    await page.locator("#search").fill("");
    await page.locator("#node").fill("w1");
    expect((await stateOf(page)).findings).not.toContain("V-242390");
    await page.locator("#V-242387 summary").click();
    expect(await page.locator("#V-242387 .affects h3").filter({ visible: true }).allInnerTexts()).toEqual(["w1"]);
    await page.locator("#node").fill("w9");
    expect(await page.locator("#shown").textContent()).toMatch(/no node is called w9$/);
  });

  it("leaves in every view only rows of rules that the filters leave", async () => {
    const { page } = await tabs.open(reportOf(tabs, sampleOfBoth()), { fragment: "#rules" });
    for (const value of ["open", "not_applicable"]) {
      await button(page, "status", value).click();
      const { findings, rows } = await stateOf(page);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((rule) => !findings.includes(rule ?? ""))).toEqual([]);
      await page.locator("#clear").click();
    }
  });

  it("is the same for whom its address is sent to: every filter, the node, the words, the view", async () => {
    const file = reportOf(tabs, withText("&?#=+ %20,é"));
    const { page, complaints } = await tabs.open(file, { fragment: "#rules" });
    const other = await tabs.open(file);
    const expectSame = async (): Promise<void> => {
      await other.load(await page.evaluate(() => location.hash));
      expect(await stateOf(other.page)).toEqual(await stateOf(page));
    };
    for (const select of await page.locator("#filters select[data-filter]").all()) {
      for (const option of await select.locator("option").all()) {
        await select.selectOption(await option.getAttribute("value"));
        await expectSame();
      }
      await page.locator("#clear").click();
    }
    const buttons = page.locator("#filters button[data-filter]");
    for (let index = 0; index < (await buttons.count()); index++) {
      await buttons.nth(index).click();
      await expectSame();
      await page.locator("#clear").click();
    }
    await button(page, "status", "open").click();
    await button(page, "status", "not_reviewed").click();
    await button(page, "level", "1").click();
    await page.locator("#node").fill("w1&?#=+ %20,é");
    await page.locator("#search").fill("readonlyport &?#=+");
    expect((await stateOf(page)).findings).toEqual(["V-242387", "kubelet-access"]);
    for (const view of await viewsOf(page)) {
      await showView(page, view);
      await expectSame();
    }
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  it("is what it was, on the way back and forth", async () => {
    const { page, complaints } = await tabs.open(reportOf(tabs, sampleOfBoth()));
    await showView(page, "#rules");
    await button(page, "status", "open").click();
    const open = await stateOf(page);
    await showView(page, "#nodes");
    await page.locator("#clear").click();
    const nodes = await stateOf(page);
    const step = async (way: "goBack" | "goForward"): Promise<unknown> => {
      const heard = page.evaluate(
        () => new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve), { once: true })),
      );
      await Promise.all([heard, page[way]()]);
      return stateOf(page);
    };
    expect(await step("goBack")).toEqual(open);
    expect(await step("goForward")).toEqual(nodes);
    expect(await step("goBack")).toEqual(open);
    expect(await step("goBack")).toMatchObject({ views: ["summary"], pressed: [] });
    expect(complaints).toEqual([]);
  });

  it("unfolds the rule that an address names, before the filters and the keyboard", async () => {
    const file = reportOf(tabs, assessmentOf(releases.v2r6));
    const { page } = await tabs.open(file, { fragment: "#V-242400?status=open" });
    const arrived = async (id: string): Promise<void> => {
      expect(await page.locator(".finding[open]").evaluateAll((all) => all.map((each) => each.id))).toContain(id);
      expect(await page.evaluate(() => document.activeElement?.parentElement?.id)).toBe(id);
      const covered = await page.evaluate((it) => {
        const { top, bottom } =
          document.getElementById(it)?.querySelector("summary")?.getBoundingClientRect() ?? new DOMRect();
        return [(document.getElementById("filters")?.getBoundingClientRect().bottom ?? 0) > top, bottom > innerHeight];
      }, id);
      expect(covered).toEqual([false, false]);
    };
    await arrived("V-242400");
    await showView(page, "#nodes");
    await page.locator('#nodes [data-rule="V-242445"] a').first().click();
    await page.locator("#rules").waitFor();
    await arrived("V-242445");
  });

  it("takes no harm from an address", async () => {
    const { page, complaints, load, follow } = await tabs.open(reportOf(tabs, sampleOfBoth()));
    for (const fragment of hostileFragments) {
      await load(fragment);
      expect((await stateOf(page)).views, fragment.slice(0, 80)).toHaveLength(1);
      await showView(page, "#rules");
      await follow(fragment);
      expect((await stateOf(page)).views, fragment.slice(0, 80)).toHaveLength(1);
      await follow("#V-242406");
      expect(await page.locator("#V-242406").getAttribute("open"), fragment.slice(0, 80)).toBe("");
    }
    expect(await page.title()).toMatch(/^sample:/);
    expect(complaints).toEqual([]);
  });
});
