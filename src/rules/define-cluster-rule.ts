import type { ClusterRuleFact, ObservedForCluster } from "../evidence/run.ts";
import { type ConditionOn, conditionOn, type Readings, type ShownOf } from "./define-rule.ts";

/** One sentence of a rule on the cluster as a whole, decided on what the API server and the whole run show. */
export type ClusterCondition = ConditionOn<ObservedForCluster>;

/** Facts of the cluster as a condition is shown them. */
export type ShownFacts<Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact = never> = ShownOf<
  ObservedForCluster,
  Needed,
  Helpful
>;

/** A condition on facts of the cluster. */
export const clusterCondition = conditionOn<ObservedForCluster>();

/** The facts that a rule names in either reading, or apart. */
export const clusterFactsOf = ({ literal, effective, apart }: ClusterRule): readonly ClusterRuleFact[] => [
  ...new Set([...literal, ...effective, ...(apart?.conditions ?? [])].flatMap(({ needs }) => needs)),
];

/** A rule that is judged once, on the cluster. All conditions of a reading are decided; the worst counts. */
export type ClusterRule = {
  readonly kind: "cluster";
  readonly id: string;
  readonly literal: readonly ClusterCondition[];
  readonly effective: readonly ClusterCondition[];
  /** Objects that are judged too and shown in a group of their own, which does not count: those of the platform itself. */
  readonly apart?: { readonly of: string; readonly conditions: readonly ClusterCondition[] };
  readonly expected: string;
  readonly readings: Readings;
  /** What differs from release to release, a sentence each. */
  readonly errata: readonly string[];
  readonly check: string;
  readonly fix: string;
};

type Given = Omit<ClusterRule, "kind" | "effective" | "readings" | "errata"> &
  Partial<Pick<ClusterRule, "effective" | "errata">> & { readonly readings?: Partial<Readings> };

/** A cluster rule; `effective` defaults to the literal conditions, `errata` to none, a reading's words to `expected`. */
export function defineClusterRule(rule: Given): ClusterRule {
  const literal = rule.readings?.literal ?? rule.expected;
  const effective = rule.readings?.effective ?? literal;
  return { kind: "cluster", errata: [], effective: rule.literal, ...rule, readings: { literal, effective } };
}
