import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { htmlReport } from "../../../src/reports/html/report-page.ts";
import { broughtBenchmark } from "../../support/brought.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf, hostile, sampleAssessment, sampleOfBoth } from "../../support/sample-assessment.ts";

const suite = "report.html in Chromium";
const runnable = requireTools(suite, [{ command: "chromium", package: "chromium" }]);

describe.runIf(runnable)(suite, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plimsoll-html-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const chromium = (page: string, ...asked: readonly string[]): { dom: string; complaints: readonly string[] } => {
    const fixed = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
    const profile = `--user-data-dir=${join(folder, "profile")}`;
    const { stdout, stderr, status } = spawnSync(
      "chromium",
      [...fixed, profile, "--hide-scrollbars", "--enable-logging=stderr", ...asked, `file://${folder}/${page}`],
      { encoding: "utf8", timeout: 50_000, maxBuffer: 64 * 1024 * 1024 },
    );
    expect(status, stderr).toBe(0);
    // Script errors and what the policy stopped.
    return { dom: stdout, complaints: stderr.split("\n").filter((line) => line.includes("CONSOLE")) };
  };
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  const titleOf = (dom: string): string | undefined => /<title>([^<]*)<\/title>/.exec(dom)?.[1];
  const tags = (dom: string, pattern: RegExp): readonly string[] => dom.match(pattern) ?? [];

  it("runs without a complaint, and its filters come up", () => {
    write("all.html", textOf(htmlReport(assessmentOf(releases.v2r6))));
    const { dom, complaints } = chromium("all.html#rules", "--dump-dom");
    expect(complaints).toEqual([]);
    expect(dom).toContain("All 92 rules");
    expect(tags(dom, /<form[^>]*>/g)[0]).not.toContain("hidden");
    expect(tags(dom, /<details class="finding"/g)).toHaveLength(92);
  });

  it("unfolds the rule that an anchor names", () => {
    write("anchor.html", textOf(htmlReport(sampleAssessment())));
    const { dom } = chromium("anchor.html#V-242406", "--dump-dom");
    expect(tags(dom, /<details class="finding"[^>]* open=""/g)).toEqual([expect.stringContaining('id="V-242406"')]);
  });

  it("runs nothing that a node wrote", () => {
    const cluster = hostile.script + hostile.image;
    write("hostile.html", textOf(htmlReport(sampleAssessment({ cluster }))));
    const { dom, complaints } = chromium("hostile.html", "--dump-dom");
    expect(titleOf(dom)).toContain("Kubernetes Security Technical Implementation Guide V2R6");
    expect(complaints).toEqual([]);
    expect(tags(dom, /<(?:img|script)\b/g)).toEqual(["<script"]);
  });

  it("runs nothing that the benchmark's file says", () => {
    write("brought.html", textOf(htmlReport(assessmentOf(broughtBenchmark("v2r6")))));
    const { dom, complaints } = chromium("brought.html#rules", "--dump-dom");
    expect(titleOf(dom)).toMatch(/^sample: /);
    expect(complaints).toEqual([]);
    expect(tags(dom, /<(?:img|script)\b/g)).toEqual(["<script"]);
    expect(tags(dom, /<details class="disa">/g)).toHaveLength(3 * 92);
  });

  it("would run it if it were not escaped, and stops it by policy even then", () => {
    const injected = `<body>${hostile.image}<script>document.title = "owned by script"</script>`;
    write("bare.html", `<title>bare</title>${injected}`);
    expect(titleOf(chromium("bare.html", "--dump-dom").dom)).toMatch(/^owned/);
    write("policy.html", textOf(htmlReport(sampleAssessment())).replace("<body>", injected));
    const { dom, complaints } = chromium("policy.html", "--dump-dom");
    expect(titleOf(dom)).toMatch(/^sample: /);
    expect(complaints.join("\n")).toContain("Content Security Policy");
  });

  /** Loads a page in a frame, which may be narrower than a window, and runs `script` with its document as `page`. */
  const inFrame = (page: string, width: number, script: string): string | undefined => {
    const run = `const page = document.querySelector("iframe").contentDocument; document.title = (() => { ${script} })()`;
    write(
      "frame.html",
      `<iframe src="${page}" width="${width}" height="800" style="border:0" onload='${run}'></iframe>`,
    );
    return titleOf(
      chromium("frame.html", "--dump-dom", "--allow-file-access-from-files", "--window-size=1400,900").dom,
    );
  };

  it.each([320, 360, 768, 1280])("needs no sideways scrolling at %i px, everything unfolded", (width) => {
    const page = textOf(htmlReport({ ...sampleOfBoth(), cluster: "x".repeat(200) }));
    write("wide.html", page.replaceAll('<details class="finding"', '<details open class="finding"'));
    for (const view of ["", "#components"]) {
      expect(Number(inFrame(`wide.html${view}`, width, "return page.documentElement.scrollWidth")), view).toBe(width);
    }
  });

  it.each([
    ["a status", `button("status", "open").click()`, "V-242387 V-242406 kubelet-access"],
    [
      "two statuses",
      `button("status", "open").click(); button("status", "not_reviewed").click()`,
      "V-242387 V-242406 V-242410 kubelet-access",
    ],
    ["a category and a status", `button("level", "1").click(); button("status", "not_a_finding").click()`, "V-242390"],
    ["differing readings", `button("differs", "true").click()`, "V-242390"],
    ["a component", `component("api-server")`, "V-242410 V-242390"],
    ["a component and a status", `component("api-server"); button("status", "not_reviewed").click()`, "V-242410"],
    ["words", `search("Etcd cntr-k8-003120")`, "V-242445"],
    [
      "a cell of the table",
      `page.querySelector(".counts a[data-status=not_applicable][data-level]").click()`,
      "V-242396",
    ],
    ["the benchmark", `button("benchmark", "nsa-cisa").click()`, "kubelet-access"],
    [
      "a cell of the other benchmark's table",
      `page.querySelector(".counts a[data-benchmark=nsa-cisa][data-status=open]").click()`,
      "kubelet-access",
    ],
    [
      "nothing any more",
      `button("status", "open").click(); component("etcd"); page.getElementById("clear").click()`,
      "V-242387 V-242406 V-242410 V-242390 V-242445 V-242396 kubelet-access",
    ],
  ])("filters by %s", (_name, action, expected) => {
    write("filtered.html", textOf(htmlReport(sampleOfBoth())));
    const script = `
      const button = (filter, value) => page.querySelector("[data-filter=" + filter + "][data-value=\\"" + value + "\\"]");
      const component = (value) => { const select = page.querySelector("select[data-filter=component]"); select.value = value; select.dispatchEvent(new Event("change")); };
      const search = (text) => { page.getElementById("search").value = text; page.getElementById("search").dispatchEvent(new Event("input")); };
      ${action};
      return [...page.querySelectorAll(".finding")].filter((finding) => finding.checkVisibility()).map((finding) => finding.id).join(" ");`;
    expect(inFrame("filtered.html#rules", 1280, script)).toBe(expected);
  });

  const rowsShown = `[...page.querySelectorAll("#components .row")].filter((row) => row.checkVisibility()).map((row) => row.dataset.rule).join(" ")`;
  const fragmentShown = `page.location.hash + " " + ${rowsShown}`;

  it.each([
    ["of an address", "#components?component=etcd", "", "#components?component=etcd V-242445"],
    [
      "of an address that names no component",
      "#components?component=x&status=not_applicable",
      "",
      "#components?status=not_applicable V-242396",
    ],
    [
      "of a cell of the table by component",
      "#components",
      `page.querySelector("#components .counts a[data-component=kubelet][data-status=open]").click();`,
      "V-242387 kubelet-access V-242406",
    ],
  ])("narrows the view by component to that %s", (_name, hash, action, expected) => {
    write("components.html", textOf(htmlReport(sampleOfBoth())));
    // The address follows a click later: what is shown is what counts.
    const shown = action === "" ? fragmentShown : rowsShown;
    expect(inFrame(`components.html${hash}`, 1280, `${action} return ${shown};`)).toBe(expected);
  });

  it("can be drawn", () => {
    write("drawn.html", textOf(htmlReport(sampleAssessment())));
    const file = join(folder, "drawn.png");
    chromium("drawn.html", `--screenshot=${file}`, "--window-size=1280,900");
    expect(readFileSync(file).subarray(1, 4).toString()).toBe("PNG");
  });
});
