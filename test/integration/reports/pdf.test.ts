import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { type DemoCluster, startDemoCluster } from "../../../src/demo/demo-cluster.ts";
import { printPage } from "../../../src/print/print-page.ts";
import { printablePage } from "../../../src/reports/html/report-page.ts";
import { hostile } from "../../support/hostile-texts.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { plimsollHere, plimsollIn } from "../../support/plimsoll-here.ts";
import { sampleOfBoth } from "../../support/sample-assessment.ts";

const suite = "report.pdf";
const runnable = requireTools(suite, [
  { command: "chromium", package: "chromium" },
  { command: "pdftotext", package: "poppler-utils" },
]);

describe.runIf(runnable)(suite, () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-pdf-"));
  const run = join(folder, "run");
  let demo: DemoCluster;

  beforeAll(async () => {
    demo = await startDemoCluster(new Date());
  });
  afterAll(async () => {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const textOfPdf = (path: string): string => {
    const { stdout, stderr, status } = spawnSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
    expect(status, stderr).toBe(0);
    return stdout;
  };

  it("has every rule with all that was seen, and numbers its pages", async () => {
    const only = ["--only", "V-242387,V-242434,V-242390,V-242397"];
    const { stdout } = await plimsollHere("audit", "-i", demo.inventory, "-o", run, "--format", "pdf", ...only);
    expect(stdout).toContain(join(run, "report.pdf"));
    const text = textOfPdf(join(run, "report.pdf"));
    for (const said of ["V-242387", "V-242434", "How to fix", "protectKernelDefaults", "/var/lib/kubelet/config"]) {
      expect(text).toContain(said);
    }
    const pages = [...text.matchAll(/Page (\d+) of (\d+)/g)].map(([, page, of]) => [Number(page), Number(of)]);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages).toEqual(pages.map((_, index) => [index + 1, pages.length]));
    expect(text.match(/Looked at/g)?.length).toBeGreaterThan(4);
    expect(readFileSync(join(run, "manifest.json"), "utf8")).toContain('"report.pdf"');
  });

  it("is taken away when the evidence is judged again, for it would speak of another assessment", async () => {
    expect((await plimsollHere("assess", run)).status).toBe(exitCodes.open);
    expect(existsSync(join(run, "report.pdf"))).toBe(false);
  });

  it("wants a Chromium, and says so before anything is asked", async () => {
    const other = join(folder, "other");
    const args = ["audit", "-i", demo.inventory, "-o", other, "--format", "html,pdf"];
    const none = await plimsollIn({ environment: { PATH: "/nowhere:" } }, ...args);
    expect(none).toMatchObject({ status: exitCodes.usage, printed: "" });
    expect(none.talked).toMatch(
      /^plimsoll: --format pdf needs an installed Chromium, and none of chromium, .* is in PATH/,
    );
    const wrong = await plimsollIn({ environment: { CHROME_PATH: folder } }, ...args);
    expect(wrong).toMatchObject({ status: exitCodes.usage, printed: "" });
    expect(wrong.talked).toContain(`CHROME_PATH names ${folder}, which is no program that can be run`);
    expect(existsSync(other)).toBe(false);
  });

  it("says what became of a Chromium that failed, and the other reports are there", async () => {
    const broken = join(folder, "broken");
    writeFileSync(broken, "#!/bin/sh\necho no display >&2\nexit 3\n");
    chmodSync(broken, 0o755);
    const environment = { CHROME_PATH: broken };
    const { status, talked } = await plimsollIn({ environment }, "report", run, "--format", "html,pdf");
    expect(status).toBe(exitCodes.output);
    expect(talked).toBe(`plimsoll: ${broken} ended with status 3: no display\n`);
    expect(existsSync(join(run, "report.html"))).toBe(true);
  });

  it("has no script, and runs nothing that a node wrote", async () => {
    const sample = { ...sampleOfBoth(), cluster: hostile.script + hostile.image };
    const page = [...printablePage(sample)].join("");
    expect(page).not.toContain("<script");
    expect(page).toContain("script-src &#x27;none&#x27;");
    const pdf = join(folder, "hostile.pdf");
    writeFileSync(pdf, await printPage(page, "chromium"));
    expect(textOfPdf(pdf).replace(/\s+/g, "")).toContain('onerror="document.title=');
  });
});
