import type { ObservedForCluster } from "../evidence/run.ts";
import type { FindingGroup } from "../findings/assessment.ts";
import { type Judgement, type Verdict, worst } from "../findings/verdict.ts";
import type { ClusterCondition, ClusterRule } from "../rules/define-cluster-rule.ts";

const decide = (conditions: readonly ClusterCondition[], facts: ObservedForCluster): Verdict =>
  worst(conditions.map((condition) => condition.decide(facts)));

/** A rule's judgement on the cluster. */
export function judgeCluster({ literal, effective }: ClusterRule, facts: ObservedForCluster): Judgement {
  return { literal: decide(literal, facts), effective: decide(effective, facts) };
}

/** A rule's groups: the cluster, and what is judged apart and does not count. */
export function groupsOfCluster(
  cluster: string,
  rule: ClusterRule,
  facts: ObservedForCluster,
): readonly [FindingGroup, ...FindingGroup[]] {
  const own = { targets: [cluster], ofCluster: true as const, ...judgeCluster(rule, facts), beyondText: false };
  if (rule.apart === undefined) return [own];
  const { of, conditions } = rule.apart;
  const verdict = decide(conditions, facts);
  const targets = [`${cluster}: ${of}`];
  return [own, { targets, ofCluster: true, literal: verdict, effective: verdict, beyondText: true }];
}
