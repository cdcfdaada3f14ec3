import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { benchmarkFile, controlsFile } from "../../support/data-file.ts";
import { requireFile } from "../../support/lab-requirements.ts";
import { readXccdf } from "../../support/xccdf.ts";

// DISA's files are not part of this repository; they are looked for beside it.
const published = join(import.meta.dirname, "../../../../shared/stig");
const hasPublished = requireFile("the benchmark data against DISA's files", published);

describe.runIf(hasPublished)("src/benchmark/kubernetes-stig", () => {
  it.each([
    { release: "V1R11", name: "kubernetesStigV1R11" },
    { release: "V2R4", name: "kubernetesStigV2R4" },
    { release: "V2R5", name: "kubernetesStigV2R5" },
    { release: "V2R6", name: "kubernetesStigV2R6" },
  ])("holds what DISA published as $release", async ({ release, name }) => {
    const fileName = `U_Kubernetes_STIG_${release}_Manual-xccdf.xml`;
    const benchmark = readXccdf(readFileSync(join(published, fileName), "utf8"), fileName);
    const file = `../../../src/benchmark/kubernetes-stig/${release.toLowerCase()}.ts`;
    await expect(benchmarkFile(benchmark, name)).toMatchFileSnapshot(file);
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
