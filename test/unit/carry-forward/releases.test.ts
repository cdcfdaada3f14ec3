import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ReleaseName } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { StigBenchmark } from "../../../src/benchmark/requirement.ts";
import { carriedForward } from "../../../src/carry-forward/carry-forward.ts";
import { readChecklistFile } from "../../../src/checklists/read-checklist-file.ts";
import { readBenchmarkFile } from "../../../src/xccdf/read-benchmark-file.ts";
import { type ChecklistFormat, checklistOf } from "../../support/checklist.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { publishedFile } from "../../support/published.ts";
import { textOf } from "../../support/report-text.ts";
import { assessmentOf } from "../../support/sample-assessment.ts";

const suite = "people's words, from one release to another";
const names = Object.keys(releases) as readonly ReleaseName[];
const isThere = names.every((name) => requireFile(suite, publishedFile(name)));

describe.runIf(isThere)(suite, () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-releases-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A release as it is built in, or with the texts of DISA's file. */
  const benchmarkOf = async (name: ReleaseName, withTexts: boolean): Promise<StigBenchmark> =>
    withTexts ? readBenchmarkFile(publishedFile(name)) : releases[name];

  /** How many rules of a filled checklist are carried over into a run by another release, and how many are left. */
  async function carried(
    [from, hadTexts]: readonly [ReleaseName, boolean],
    [to, hasTexts]: readonly [ReleaseName, boolean],
    format: ChecklistFormat = "ckl",
  ) {
    const written = textOf(checklistOf(assessmentOf(await benchmarkOf(from, hadTexts)), format));
    const comments = format === "ckl" ? "<COMMENTS></COMMENTS>" : '"comments": ""';
    const filled = written.replaceAll(
      comments,
      comments.replace(format === "ckl" ? "><" : '""', format === "ckl" ? ">Mine.<" : '"Mine."'),
    );
    const path = join(folder, `${from}-${to}.${format}`);
    writeFileSync(path, filled);
    const benchmark = await benchmarkOf(to, hasTexts);
    const { carriedFrom } = carriedForward(assessmentOf(benchmark), [await readChecklistFile(path)], benchmark);
    const left = (carriedFrom?.[0]?.left ?? []).map(({ id }) => id);
    return { rules: carriedFrom?.[0]?.rules, left };
  }

  const plain = (name: ReleaseName) => [name, false] as const;
  const whole = (name: ReleaseName) => [name, true] as const;

  it.each(["ckl", "cklb"] as const)(
    "are all carried over in the same release, by DISA's texts or ours, in a %s",
    async (format) => {
      for (const name of names) {
        const all = { rules: releases[name].requirements.length, left: [] };
        expect(await carried(whole(name), whole(name), format)).toEqual(all);
        expect(await carried(plain(name), plain(name), format)).toEqual(all);
        expect(await carried(whole(name), plain(name), format)).toEqual(all);
        expect(await carried(plain(name), whole(name), format)).toEqual(all);
      }
    },
  );

  it("are carried over where only rule ids are others: from V2R5 to V2R6 all, from V2R4 all that is left", async () => {
    expect(await carried(whole("v2r5"), plain("v2r6"))).toEqual({ rules: 92, left: [] });
    expect(await carried(plain("v2r4"), whole("v2r6"))).toEqual({ rules: 92, left: ["V-242386", "V-242388"] });
  });

  // Section 1 of the formats' reference: what DISA reworded on the way, and the two that it took away.
  it.each([
    [whole("v1r11"), whole("v2r6")],
    [whole("v1r11"), plain("v2r6")],
    [plain("v1r11"), plain("v2r6")],
    [plain("v1r11"), whole("v2r6")],
  ])("are left where the check text is another: from %j to %j", async (from, to) => {
    const { rules, left } = await carried(from, to);
    const reworded = ["V-242392", "V-242397", "V-242410", "V-242411", "V-242412", "V-242415", "V-245541"];
    expect([...left].sort()).toEqual(["V-242386", "V-242388", ...reworded].sort());
    expect(rules).toBe(82);
  });
});
