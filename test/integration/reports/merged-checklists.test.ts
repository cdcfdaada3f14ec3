import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { reviewsFromCkl, reviewsFromCklb } from "@nuwcdivnpt/stig-manager-client-modules";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { mergeOthers } from "../../../src/reports/checklist/merge-others.ts";
import { checklistOf } from "../../support/checklist.ts";
import { checklistFile, readChecklist } from "../../support/checklist-files.ts";
import { cklbOf } from "../../support/foreign-checklist.ts";
import { requireFile, requireTools } from "../../support/lab-requirements.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf } from "../../support/sample-assessment.ts";
import { watcherDefaults } from "../../support/stig-manager.ts";

const suite = "checklists with other STIGs in them";
const xsd = resolve(process.env["PLIMSOLL_CKL_XSD"] ?? "../shared/stig/U_Checklist_Schema_V2.xsd");
const viewer = resolve("../shared/checklists/sv2.17_heimdall2_small_ckl_overrides.ckl");
const managerJson = resolve("../shared/checklists/stigman_all-possible-results.cklb");

const runnable =
  requireTools(suite, [{ command: "xmllint", package: "libxml2-utils" }]) &&
  requireFile(suite, xsd) &&
  requireFile(suite, viewer);

describe.runIf(runnable)(suite, () => {
  const ours = textOf(checklistOf(assessmentOf(releases.v2r6)));

  /** The viewer's sample as other systems hand it on. */
  const handedOn: readonly (readonly [string, (text: string) => string | Buffer])[] = [
    ["as it is", (text) => text],
    ["with Windows' line ends and a byte order mark", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
    ["in UTF-16", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ];

  it.each(handedOn)("are valid by DISA's schema, and STIG Manager reads both: %s", async (_what, handed) => {
    const { others } = await readChecklist(handed(readFileSync(viewer, "utf8")));
    const texts = others.map(({ text }) => text);
    const merged = mergeOthers("ckl", ours, texts);
    for (const text of texts) expect(merged).toContain(text);
    expect(() =>
      execFileSync("xmllint", ["--noout", "--nonet", "--schema", xsd, checklistFile(merged)], { stdio: "pipe" }),
    ).not.toThrow();
    const alone = reviewsFromCkl({ ...watcherDefaults, data: ours });
    const foreign = reviewsFromCkl({
      ...watcherDefaults,
      data: readFileSync(viewer, "utf8").replace("<HOST_NAME></HOST_NAME>", "<HOST_NAME>sample</HOST_NAME>"),
    });
    const both = reviewsFromCkl({ ...watcherDefaults, data: merged });
    expect(both.errors).toEqual([]);
    expect(both.target.name).toBe("sample");
    expect(both.checklists.map(({ benchmarkId }) => benchmarkId)).toEqual(["Kubernetes_STIG", "RHEL_9_STIG"]);
    expect(both.checklists[0]?.reviews).toEqual(alone.checklists[0]?.reviews);
    expect(both.checklists[1]?.reviews).toEqual(foreign.checklists[0]?.reviews);
    expect(both.checklists[1]?.reviews.length).toBeGreaterThan(5);
  });

  it("are read by STIG Manager in a CKLB too", async () => {
    const source = readFileSync(managerJson, "utf8");
    const { others } = await readChecklist(source);
    const merged = mergeOthers(
      "cklb",
      cklbOf(),
      others.map(({ text }) => text),
    );
    expect(merged).toContain(others[0]?.text);
    const both = reviewsFromCklb({ ...watcherDefaults, data: merged });
    const foreign = reviewsFromCklb({ ...watcherDefaults, data: source });
    expect(both.checklists.map(({ benchmarkId }) => benchmarkId)).toEqual(["Kubernetes_STIG", "VPN_TRUNCATED"]);
    expect(both.checklists[0]?.reviews).toMatchObject([{ ruleId: "SV-242376r960759_rule", result: "fail" }]);
    expect(both.checklists[1]?.reviews).toEqual(foreign.checklists[0]?.reviews);
  });
});
