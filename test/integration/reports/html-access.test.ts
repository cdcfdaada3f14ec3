import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { axeFindings } from "../../support/axe.ts";
import {
  findingsShown,
  reportOf,
  requireChromium,
  screenshots,
  showView,
  startChromium,
  unfoldAll,
  viewsOf,
} from "../../support/browser.ts";
import { withText } from "../../support/hostile-assessment.ts";

const suite = "report.html for everybody, in Chromium";
const runnable = requireChromium(suite);

/** Every field, so many nodes that lists of them scroll, and values that fill their boxes. */
function everything(): Assessment {
  const sample = withText(" and more of it");
  const nodes = Array.from({ length: 60 }, (_, index) => `worker-${index + 1}.example.com`);
  const [first, ...findings] = sample.findings;
  if (first === undefined) throw new Error("the sample has no finding");
  const seen = (value: string) => ({ what: "flags", value, source: { host: "cp1", request: "processes" } });
  const long = {
    status: "open",
    reason: "Many flags.",
    seen: [seen("--flag=value ".repeat(60)), seen("line\n".repeat(40))],
  } as const;
  const groups = [...first.groups, { targets: nodes, literal: long, effective: long, beyondText: false }];
  const more = nodes.map((name) => ({ name, address: "192.0.2.99", role: "worker", state: "read" }) as const);
  return {
    ...sample,
    coverage: { ...sample.coverage, nodes: [...sample.coverage.nodes, ...more] },
    findings: [{ ...first, groups }, ...findings],
  };
}

/** As they are without scripts. */
const showAllViews = (page: Page): Promise<void> =>
  page.locator(".view").evaluateAll((views) => {
    for (const view of views as HTMLElement[]) view.hidden = false;
  });

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();
  const file = runnable ? reportOf(tabs, everything()) : "";

  it("has nothing that axe-core finds wrong, view by view", async () => {
    const { page, complaints } = await tabs.open(file);
    await unfoldAll(page);
    for (const view of await viewsOf(page)) {
      await showView(page, view);
      expect(await axeFindings(page), view).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it.each([
    [360, "light", undefined],
    [360, "dark", ["color-contrast"]],
    [1280, "dark", ["color-contrast"]],
  ] as const)(
    "has nothing wrong with all views as without scripts, at %i px, %s",
    async (width, colorScheme, rules) => {
      const { page } = await tabs.open(file, { width, media: { colorScheme } });
      await unfoldAll(page);
      await showAllViews(page);
      expect(await axeFindings(page, rules)).toEqual([]);
    },
  );

  it("has nothing that axe-core finds wrong where filters are chosen and leave nothing", async () => {
    const { page } = await tabs.open(file, { fragment: "#rules?status=open&level=1&node=nobody" });
    expect(await axeFindings(page)).toEqual([]);
  });

  // Of 1280 px, 640 are left at 200 % and 320 at 400 %.
  it("needs no sideways scrolling, everything unfolded, in any view", async () => {
    const { page } = await tabs.open(file, { fragment: "#rules" });
    await showAllViews(page);
    for (const width of [320, 360, 640, 768, 1280, 3840]) {
      await page.setViewportSize({ width, height: 900 });
      await unfoldAll(page);
      const wide = await page.evaluate(() => {
        const parts = [...document.querySelectorAll("body > *, .view")];
        const tooWide = parts.filter((part) => part.scrollWidth > part.clientWidth);
        return {
          needed: document.documentElement.scrollWidth,
          names: tooWide.map((part) => `${part.tagName} ${part.id}`),
        };
      });
      expect(wide.needed, wide.names.join(", ")).toBe(width);
    }
  });

  describe("by keyboard alone", () => {
    /** Presses a key until the focus has been everywhere, and says where it was; what cannot be seen there is an error. */
    const walk = async (page: Page, key: "Tab" | "Shift+Tab"): Promise<readonly string[]> => {
      const reached: string[] = [];
      // Until it comes round: it may begin amid the page, and leave it for more than one key on the way.
      for (let outside = 0; outside < 4; ) {
        await page.keyboard.press(key);
        const stop = await page.evaluate(() => {
          const { activeElement: focused } = document;
          if (focused === null || focused === document.body) return undefined;
          const all = [...document.querySelectorAll("*")];
          const { outlineStyle, outlineWidth } = getComputedStyle(focused);
          const { left, top, bottom, width } = focused.getBoundingClientRect();
          const over = document.elementFromPoint(
            left + Math.min(width / 2, 8),
            (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
          );
          return {
            index: all.indexOf(focused),
            name: `${focused.tagName} ${focused.id} ${focused.textContent?.slice(0, 30)}`,
            outlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
            covered: over === null || !(focused.contains(over) || over.contains(focused)),
          };
        });
        if (stop === undefined) {
          outside++;
          continue;
        }
        if (reached.includes(String(stop.index))) break;
        expect(stop).toMatchObject({ outlined: true, covered: false });
        reached.push(String(stop.index));
      }
      return reached;
    };
    /** What somebody with a mouse can use of what is shown, and the focus did not reach. */
    const missed = (page: Page, reached: readonly string[]): Promise<readonly string[]> =>
      page.evaluate(
        (known) =>
          [...document.querySelectorAll("*")].flatMap((each, index) =>
            each.matches("a[href], button, input, summary, [tabindex='0']") &&
            each.checkVisibility() &&
            !known.includes(String(index))
              ? [each.outerHTML.slice(0, 120)]
              : [],
          ),
        reached,
      );

    it.each([360, 1280])("everything is reached, seen and not covered, at %i px", async (width) => {
      const { page } = await tabs.open(file, { width });
      for (const view of await viewsOf(page)) {
        await showView(page, view, "Enter");
        expect(await missed(page, await walk(page, "Tab")), view).toEqual([]);
      }
    });

    it("and so it is on the way back through unfolded rules", async () => {
      const { page } = await tabs.open(file, { fragment: "#rules" });
      await unfoldAll(page);
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      expect(await missed(page, await walk(page, "Shift+Tab"))).toEqual([]);
    });

    it("a rule opens and closes, a filter is pressed, the rules are searched", async () => {
      const { page } = await tabs.open(file, { fragment: "#rules" });
      const rule = page.locator("#V-242387");
      for (const [key, open] of [
        ["Enter", true],
        ["Space", false],
        ["Space", true],
        ["Enter", false],
      ] as const) {
        await rule.locator("> summary").press(key);
        expect(await rule.evaluate((each) => (each as HTMLDetailsElement).open)).toBe(open);
      }
      const button = page.locator('[data-filter="status"]').first();
      await button.press("Space");
      expect(await button.getAttribute("aria-pressed")).toBe("true");
      await page.locator("#clear").press("Enter");
      expect(await button.getAttribute("aria-pressed")).toBe("false");
      await page.locator("#search").focus();
      await page.keyboard.type("kubelet-access");
      expect(await findingsShown(page)).toEqual(["V-242387", "kubelet-access"]);
    });
  });

  it("moves nothing, least of all for whom motion is too much", async () => {
    const { page } = await tabs.open(file, { media: { reducedMotion: "reduce" } });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((each) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
        const still =
          Number.parseFloat(transitionDuration) === 0 && animationName === "none" && scrollBehavior === "auto";
        return still ? [] : [each.outerHTML.slice(0, 80)];
      }),
    );
    expect(moving).toEqual([]);
  });

  it("says in the system's own colours too what is pressed, and where one is", async () => {
    const { page } = await tabs.open(file, { media: { forcedColors: "active" }, fragment: "#rules?status=open" });
    const looks = (selector: string) =>
      page.locator(selector).evaluate((each) => {
        const { backgroundColor, borderBottomColor } = getComputedStyle(each);
        return { backgroundColor, borderBottomColor };
      });
    const pressed = await looks('[data-filter="status"][data-value="open"]');
    const other = await looks('[data-filter="status"][data-value="not_reviewed"]');
    expect(pressed.backgroundColor).not.toBe(other.backgroundColor);
    expect(await looks("#views [aria-current]")).not.toEqual(await looks("#views a:not([aria-current]):last-of-type"));
    expect(await axeFindings(page)).toEqual([]);
  });

  it("says every status by a shape and a word", async () => {
    const { page } = await tabs.open(file, { fragment: "#rules" });
    await unfoldAll(page);
    const statuses = page.locator(".status");
    expect(await statuses.count()).toBeGreaterThan(10);
    const silent = await statuses.evaluateAll((all) =>
      all
        .filter(
          (each) =>
            each.querySelector("svg.shape") === null ||
            !/^(?:Open(?:, waived)?|Not (?:Reviewed|a Finding|Applicable))$/.test((each.textContent ?? "").trim()),
        )
        .map((each) => each.outerHTML),
    );
    expect(silent).toEqual([]);
  });

  /** Every view, for people to look at. */
  it.runIf(screenshots)("can be drawn", async () => {
    const folder = screenshots ?? "";
    mkdirSync(folder, { recursive: true });
    const looks = [
      [1280, "light"],
      [1280, "dark"],
      [360, "light"],
      [3840, "light"],
    ] as const;
    for (const [width, colorScheme] of looks) {
      const { page } = await tabs.open(file, { width, height: 1200, media: { colorScheme } });
      for (const view of await viewsOf(page)) {
        await showView(page, view);
        const path = join(folder, `${view.slice(1)}-${width}-${colorScheme}.png`);
        await page.screenshot({ path });
        expect(readFileSync(path).subarray(1, 4).toString()).toBe("PNG");
      }
    }
  });
});
