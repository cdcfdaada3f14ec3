import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { benchmarkFile } from "../../support/data-file.ts";
import { readXccdf } from "../../support/xccdf.ts";

// DISA's files are not part of this repository; they are looked for beside it.
const published = join(import.meta.dirname, "../../../../shared/stig");
const missing = !existsSync(published);
if (missing) console.warn(`SKIPPED: the benchmark data was not compared with DISA's files, there is no ${published}`);

describe.skipIf(missing)("src/benchmark/kubernetes-stig", () => {
  it.each([
    { release: "V2R5", name: "kubernetesStigV2R5" },
    { release: "V2R6", name: "kubernetesStigV2R6" },
  ])("holds what DISA published as $release", async ({ release, name }) => {
    const fileName = `U_Kubernetes_STIG_${release}_Manual-xccdf.xml`;
    const benchmark = readXccdf(readFileSync(join(published, fileName), "utf8"), fileName);
    const file = `../../../src/benchmark/kubernetes-stig/${release.toLowerCase()}.ts`;
    await expect(benchmarkFile(benchmark, name)).toMatchFileSnapshot(file);
  });
});
