import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkFile } from "../../support/data-file.ts";
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
});
