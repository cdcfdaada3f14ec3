import type { ClusterRuleFact, ClusterRuleFacts, ObservedClusterRuleFacts } from "../evidence/cluster.ts";
import type { Known, Observed } from "../evidence/observed.ts";
import { type Verdict, worst } from "../findings/verdict.ts";
import { type Readings, unseenVerdict } from "./define-rule.ts";

/** One sentence of a rule on the cluster as a whole, decided on what the API server shows, and on what the run and the site say beside. */
export type ClusterCondition = {
  readonly needs: readonly ClusterRuleFact[];
  readonly decide: (facts: ObservedClusterRuleFacts) => Verdict;
};

type Shown<Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact> = {
  readonly [K in Needed]: Known<ClusterRuleFacts[K]>;
} & { readonly [K in Helpful]: Observed<ClusterRuleFacts[K]> };

/**
 * A condition on the facts in `needs`: where one of them is unknown, Not Reviewed with its cause. Facts in `helpful`
 * reach it as observed, unknown included: they name things, and a pass does not rest on them.
 */
export const clusterCondition = <Needed extends ClusterRuleFact, Helpful extends ClusterRuleFact = never>(
  needs: readonly Needed[],
  judge: (facts: Shown<Needed, Helpful>) => Verdict,
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
    return judge(shown as Shown<Needed, Helpful>);
  },
});

/** The facts that a rule names in either reading. */
export const clusterFactsOf = ({ literal, effective }: ClusterRule): readonly ClusterRuleFact[] => [
  ...new Set([...literal, ...effective].flatMap(({ needs }) => needs)),
];

/** A rule that is judged once, on the cluster. All conditions of a reading are decided; the worst counts. */
export type ClusterRule = {
  readonly kind: "cluster";
  readonly vulnId: string;
  readonly literal: readonly ClusterCondition[];
  readonly effective: readonly ClusterCondition[];
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
