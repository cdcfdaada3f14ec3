import type { Known, Observed } from "../evidence/observed.ts";
import type { ClusterRuleFact, ClusterRuleFactValue, ObservedForCluster } from "../evidence/run.ts";
import { type Verdict, worst } from "../findings/verdict.ts";
import { type Readings, unseenVerdict } from "./define-rule.ts";

/** One sentence of a rule on the cluster as a whole, decided on what the API server and the whole run show. */
export type ClusterCondition = {
  readonly needs: readonly ClusterRuleFact[];
  readonly decide: (facts: ObservedForCluster) => Verdict;
};

/** Facts as a condition is shown them: those it needs known, those that help as observed. */
export type ShownFacts<Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact = never> = {
  readonly [K in Needed]: Known<ClusterRuleFactValue<K>>;
} & { readonly [K in Helpful]: Observed<ClusterRuleFactValue<K>> };

/**
 * A condition on the facts in `needs`: where one of them is unknown, Not Reviewed with its cause. Facts in `helpful`
 * reach it as observed, unknown included: they name things, and a pass does not rest on them.
 */
export const clusterCondition = <Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact = never>(
  needs: readonly Needed[],
  judge: (facts: ShownFacts<Needed, Helpful>) => Verdict,
  helpful: readonly Helpful[] = [],
): ClusterCondition => ({
  needs: [...needs, ...helpful],
  decide(facts) {
    const unseen = needs.flatMap((need) => {
      const fact: Observed<unknown> = facts[need];
      return fact.state === "unknown" ? [unseenVerdict(fact)] : [];
    });
    if (unseen.length > 0) return worst(unseen);
    const shown = Object.fromEntries([...needs, ...helpful].map((name) => [name, facts[name]]));
    return judge(shown as ShownFacts<Needed, Helpful>);
  },
});

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
