import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { visible } from "../../../src/reports/visible-text.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { reportOf, requireChromium, startChromium, type Visit } from "../../support/browser.ts";
import { withText } from "../../support/hostile-assessment.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { assessmentOf, sampleAssessment } from "../../support/sample-assessment.ts";
import { lookAt, onOneLine, unseen } from "./looked-at.ts";

const suite = "report.html of hostile nodes in Chromium";
const runnable = requireChromium(suite);

/** Too much of it: one line of a megabyte, and a hundred thousand of them. */
const endless = {
  "a line of a megabyte": "x".repeat(1_000_000),
  "a megabyte of characters that cannot be seen": "\u202E".repeat(1_000_000),
  "a hundred thousand lines": "another line\n".repeat(100_000),
};

describe.runIf(runnable)(suite, () => {
  const tabs = startChromium();
  const look = async (
    text: string,
    width: number,
  ): Promise<Awaited<ReturnType<typeof lookAt>> & Pick<Visit, "complaints">> => {
    const { page, complaints } = await tabs.open(reportOf(tabs, withText(text)), { width });
    const seen = await lookAt(page);
    return { ...seen, complaints };
  };

  let tags: string;
  beforeAll(async () => {
    ({ tags } = await look("harmless", 360));
  });

  it("is made of an assessment in which every text is theirs", () => {
    expect(() => assessmentSchema.parse(withText("x"))).not.toThrow();
  });

  it.each(Object.entries(hostile))("is the page that it always is: %s", async (_name, text) => {
    const seen = await look(text, 360);
    expect(seen.complaints).toEqual([]);
    expect(seen.title).toMatch(/^sample/);
    expect(seen.tags === tags).toBe(true);
    expect([seen.handlers, seen.links]).toEqual([[], []]);
    expect(seen.width).toBe(360);
    // Line feeds and tabs of innerText itself stand between blocks and cells.
    expect(seen.text.replaceAll(/[\n\t]/g, "").match(unseen) ?? []).toEqual([]);
    // Compared here, for who reads of a failure does not want the page.
    expect(onOneLine(seen.text).includes(onOneLine(visible(`192.0.2.11${text}`)))).toBe(true);
  });

  it("runs nothing that the benchmark's file says", async () => {
    const { page, complaints } = await tabs.open(reportOf(tabs, assessmentOf(broughtBenchmark("v2r6"))), {
      width: 360,
    });
    const seen = await lookAt(page);
    expect(complaints).toEqual([]);
    expect(seen.title).toMatch(/^sample: /);
    expect([seen.handlers, seen.links]).toEqual([[], []]);
    expect(seen.width).toBe(360);
    expect(await page.locator("details.disa").count()).toBe(3 * 92);
    expect(await page.locator("img, script").count()).toBe(1);
  });

  it.each(Object.entries(endless))("has room for %s", async (_name, text) => {
    const file = reportOf(tabs, withText(text));
    expect(readFileSync(file).length).toBeLessThan(8_000_000);
    const { page, complaints } = await tabs.open(file, { width: 1280 });
    const seen = await lookAt(page);
    expect(complaints).toEqual([]);
    // With the same text in every field: some six hundred and fifty of them.
    expect(seen.text.length).toBeLessThan(650 * 5000);
    expect(seen.height).toBeLessThan(1_100_000);
    expect(seen.width).toBe(1280);
    expect(/… \[\d+ more characters in assessment\.json\]/.test(seen.text)).toBe(true);
  });

  it("would run it if it were not escaped, and stops it by policy even then", async () => {
    const injected = `<body>${hostile.image}<script>document.title = "owned by script"</script>`;
    const bare = await tabs.open(tabs.write(`<title>bare</title>${injected}`));
    expect(await bare.page.title()).toMatch(/^owned/);
    const page = readFileSync(reportOf(tabs, sampleAssessment()), "utf8").replace("<body>", injected);
    const guarded = await tabs.open(tabs.write(page));
    expect(await guarded.page.title()).toMatch(/^sample: /);
    expect(guarded.complaints.join("\n")).toContain("Content Security Policy");
  });
});
