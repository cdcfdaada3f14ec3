import type { Benchmark } from "../benchmark/requirement.ts";
import { guidanceChecks } from "./guidance-index.ts";
import { rules } from "./index.ts";
import type { Rule } from "./rule.ts";
import { rule as v242392 } from "./stig-v1r11/V-242392-kubelet-authorization-mode.ts";
import { rule as v242397 } from "./stig-v1r11/V-242397-kubelet-static-pod-path.ts";
import { rule as v242415 } from "./stig-v1r11/V-242415-secrets-in-environment-variables.ts";

/** Rules for releases whose check text was another one; V2R4, V2R5 and V2R6 have the same texts. */
const otherTexts: Readonly<Record<string, readonly Rule[]>> = { V1R11: [v242392, v242397, v242415] };

/** The rules of a benchmark, those of a STIG as the release words them. Which requirements it has, its own list says. */
export function rulesOf(benchmark: Benchmark): readonly Rule[] {
  if (benchmark.name === "nsa-cisa") return guidanceChecks;
  const others = otherTexts[`V${benchmark.version}R${benchmark.release}`] ?? [];
  return rules.map((rule) => others.find(({ id }) => id === rule.id) ?? rule);
}
