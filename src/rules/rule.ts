import type { ClusterRule } from "./define-cluster-rule.ts";
import type { ManualRule, NodeRule } from "./define-rule.ts";

/** A rule of any kind: judged on every node of its roles, once on the cluster, or by a person. */
export type Rule = NodeRule | ClusterRule | ManualRule;
