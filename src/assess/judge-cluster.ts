import type { ObservedForCluster } from "../evidence/run.ts";
import { type Judgement, worst } from "../findings/verdict.ts";
import type { ClusterRule } from "../rules/define-cluster-rule.ts";

/** A rule's judgement on the cluster. */
export function judgeCluster({ literal, effective }: ClusterRule, facts: ObservedForCluster): Judgement {
  return {
    literal: worst(literal.map((condition) => condition.decide(facts))),
    effective: worst(effective.map((condition) => condition.decide(facts))),
  };
}
