import type { FactValue, NodeFact, ObservedFacts } from "../evidence/node.ts";
import type { Known, Observed, Unknown } from "../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../findings/verdict.ts";

/** The node roles that a rule's text speaks of. `etcd`: a host that runs etcd and no other control-plane component. */
export type RuleRole = "control-plane" | "worker" | "etcd";

type KnownFacts<Needed extends NodeFact> = { readonly [K in Needed]: Known<FactValue<K>> };
type ObservedOnly<Helpful extends NodeFact> = { readonly [K in Helpful]: Observed<FactValue<K>> };

/** One sentence of a rule: which facts it names, and what follows from them. Decided on one node's facts. */
export type Condition = {
  readonly needs: readonly NodeFact[];
  readonly decide: (facts: ObservedFacts) => Verdict;
};

/**
 * A condition on the facts in `needs`. Where one of them is unknown, the verdict is Not Reviewed with its cause and
 * `judge` is not asked. Facts in `helpful` reach it as observed, unknown included: for what may prove a finding but is
 * not needed for a pass.
 */
export function condition<Needed extends NodeFact, Helpful extends NodeFact = never>(
  needs: readonly Needed[],
  judge: (facts: KnownFacts<Needed> & ObservedOnly<Helpful>) => Verdict,
  helpful: readonly Helpful[] = [],
): Condition {
  return {
    needs: [...needs, ...helpful],
    decide(facts) {
      const unseen = needs.flatMap((need) => {
        const fact: Observed<unknown> = facts[need];
        return fact.state === "unknown" ? [unseenVerdict(fact)] : [];
      });
      if (unseen.length > 0) return worst(unseen);
      const shown = Object.fromEntries([...needs, ...helpful].map((name) => [name, facts[name]]));
      return judge(shown as KnownFacts<Needed> & ObservedOnly<Helpful>);
    },
  };
}

/** Not Reviewed because of what could not be seen. */
export function unseenVerdict(fact: Unknown): Verdict {
  const seen: Seen = { what: fact.source.request, value: `${fact.reason}: ${fact.message}`, source: fact.source };
  return notReviewed(`Not seen (${fact.reason}): ${fact.source.request}.`, [seen]);
}

/** A rule that is judged on every node of its roles. All conditions of a reading are decided; the worst counts. */
export type NodeRule = {
  readonly kind: "node";
  readonly vulnId: string;
  readonly roles: readonly RuleRole[];
  /** Roles that the text does not name but the requirement's title covers: judged, shown, not counted in the literal status. */
  readonly also: readonly RuleRole[];
  readonly literal: readonly Condition[];
  readonly effective: readonly Condition[];
  /** What a compliant node shows, in a few words. */
  readonly expected: string;
  /** How to look by hand. */
  readonly check: string;
  /** What to change. */
  readonly fix: string;
};

/** A rule that a person has to judge: always Not Reviewed, with what to look at. */
export type ManualRule = {
  readonly kind: "manual";
  readonly vulnId: string;
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

export type Rule = NodeRule | ManualRule;

/** A node rule; `also` defaults to none, `effective` to the literal conditions. */
export const defineNodeRule = (
  rule: Omit<NodeRule, "kind" | "also" | "effective"> & Partial<Pick<NodeRule, "also" | "effective">>,
): NodeRule => ({ kind: "node", also: [], effective: rule.literal, ...rule });
