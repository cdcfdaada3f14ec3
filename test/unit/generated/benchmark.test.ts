import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ReleaseName, releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { readBenchmarkFile } from "../../../src/xccdf/read-benchmark-file.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { published, publishedFile } from "../../support/published.ts";
import { benchmarkFile, checkTextsFile, controlsFile } from "./data-file.ts";

const hasPublished = requireFile("the benchmark data against DISA's files", published);
const names = Object.keys(releases) as readonly ReleaseName[];

describe.runIf(hasPublished)("src/benchmark/kubernetes-stig", () => {
  it.each([
    { release: "V1R11", name: "kubernetesStigV1R11" },
    { release: "V2R4", name: "kubernetesStigV2R4" },
    { release: "V2R5", name: "kubernetesStigV2R5" },
    { release: "V2R6", name: "kubernetesStigV2R6" },
  ])("holds what DISA published as $release", async ({ release, name }) => {
    const benchmark = await readBenchmarkFile(publishedFile(release));
    const file = `../../../src/benchmark/kubernetes-stig/${release.toLowerCase()}.ts`;
    await expect(benchmarkFile(benchmark, name)).toMatchFileSnapshot(file);
  });

  it("holds the digests of their check texts", async () => {
    const read = names.map(async (name) => ({ ...(await readBenchmarkFile(publishedFile(name))), name }));
    const file = "../../../src/benchmark/kubernetes-stig/check-texts.ts";
    await expect(checkTextsFile(await Promise.all(read))).toMatchFileSnapshot(file);
  });

  it("holds the NIST controls of the CCIs in use", async () => {
    const list = z.record(z.string(), z.object({ rev5: z.array(z.string()) }));
    const listed = ["v2r5", "v2r6"].map((release) =>
      list.parse(JSON.parse(readFileSync(join(published, `cci-to-nist-${release}.json`), "utf8"))),
    );
    const ccis = Object.values(releases).flatMap(({ requirements }) => requirements.flatMap((one) => one.ccis));
    const controls = [...new Set(ccis)].toSorted().flatMap((cci) => {
      const names = [...new Set(listed.flatMap((one) => one[cci]?.rev5 ?? []))];
      return names.length === 0 ? [] : [[cci, names] as const];
    });
    const file = "../../../src/benchmark/kubernetes-stig/cci-to-nist.ts";
    await expect(controlsFile(Object.fromEntries(controls))).toMatchFileSnapshot(file);
  });
});
