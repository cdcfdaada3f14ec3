import type { ReleaseName } from "../benchmark/kubernetes-stig/releases.ts";
import { writtenFor } from "../benchmark/kubernetes-stig/written-for.ts";
import type { Benchmark, StigBenchmark } from "../benchmark/requirement.ts";
import { guidanceChecks } from "./guidance-index.ts";
import { rules } from "./index.ts";
import type { Rule } from "./rule.ts";
import { rule as v242392 } from "./stig-v1r11/V-242392-kubelet-authorization-mode.ts";
import { rule as v242397 } from "./stig-v1r11/V-242397-kubelet-static-pod-path.ts";
import { rule as v242415 } from "./stig-v1r11/V-242415-secrets-in-environment-variables.ts";

/** Rules for releases whose check text was another one; V2R4, V2R5 and V2R6 have the same texts. */
const otherTexts: Readonly<Partial<Record<ReleaseName, readonly Rule[]>>> = { v1r11: [v242392, v242397, v242415] };

/**
 * The rules of a benchmark, those of a STIG as the release words them, of a file rule by rule. Which requirements it has,
 * its own list says.
 */
export function rulesOf(benchmark: Benchmark): readonly Rule[] {
  if (benchmark.name === "nsa-cisa") return guidanceChecks;
  const releaseOf = releasesIn(benchmark);
  return rules.map((rule) => {
    const release = releaseOf(rule.id);
    const others = release === undefined ? [] : (otherTexts[release] ?? []);
    return others.find(({ id }) => id === rule.id) ?? rule;
  });
}

/** The release that each rule of a benchmark is worded as. */
function releasesIn(benchmark: StigBenchmark): (id: string) => ReleaseName | undefined {
  const own = `v${benchmark.version}r${benchmark.release}` as ReleaseName;
  if (benchmark.file === undefined) return () => own;
  const byId = new Map(benchmark.requirements.map((rule) => [rule.id, writtenFor(benchmark, rule)?.release]));
  return (id) => byId.get(id);
}
