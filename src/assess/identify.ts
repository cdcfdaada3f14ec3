import { stigComponent } from "../benchmark/kubernetes-stig/components.ts";
import { nistOf } from "../benchmark/kubernetes-stig/nist-of.ts";
import { nsaCisa } from "../benchmark/nsa-cisa/guidance.ts";
import { type Benchmark, categoryOf } from "../benchmark/requirement.ts";
import type { Assessment, Finding } from "../findings/assessment.ts";

type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
type Concluded =
  | "automatic"
  | "status"
  | "effectiveStatus"
  | "summary"
  | "expected"
  | "check"
  | "fix"
  | "fixes"
  | "logic"
  | "groups";

/** A finding without what was concluded: which requirement of which benchmark. */
export type Identity = Without<Finding, Concluded>;

/** The requirements of the benchmarks in their order, each with what identifies it in a report. */
export function identities(benchmarks: readonly Benchmark[]): readonly Identity[] {
  const judged = new Set(benchmarks.flatMap(({ requirements }) => requirements.map(({ id }) => id)));
  const known = (ids: readonly string[]): readonly string[] => ids.filter((id) => judged.has(id));
  return benchmarks.flatMap((benchmark): readonly Identity[] => {
    if (benchmark.name === "nsa-cisa") {
      return benchmark.requirements.map(({ stig, ...requirement }) => ({
        benchmark: benchmark.name,
        ...requirement,
        related: known(stig),
      }));
    }
    return benchmark.requirements.map(({ checkText: _digests, ...requirement }) => ({
      benchmark: benchmark.name,
      ...requirement,
      category: categoryOf(requirement.severity),
      component: stigComponent(requirement.id),
      nist: nistOf(requirement.ccis),
      related: known(nsaCisa.requirements.filter(({ stig }) => stig.includes(requirement.id)).map(({ id }) => id)),
    }));
  });
}

/** What was judged by, without its requirements. */
export function describeBenchmarks(benchmarks: readonly Benchmark[]): Assessment["benchmarks"] {
  const described = benchmarks.map(({ requirements: _, name, ...benchmark }) => [name, benchmark] as const);
  return Object.fromEntries(described);
}
