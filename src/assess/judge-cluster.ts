import type { ObservedClusterRuleFacts } from "../evidence/cluster.ts";
import { type Judgement, worst } from "../findings/verdict.ts";
import type { ClusterRule } from "../rules/define-cluster-rule.ts";

/** A rule's judgement on the cluster. */
export const judgeCluster = ({ literal, effective }: ClusterRule, facts: ObservedClusterRuleFacts): Judgement => ({
  literal: worst(literal.map((condition) => condition.decide(facts))),
  effective: worst(effective.map((condition) => condition.decide(facts))),
});
