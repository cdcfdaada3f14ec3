import type { NodeFact, ObservedFacts } from "../evidence/node.ts";
import type { Observed, Unknown } from "../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../findings/verdict.ts";
import type { Change } from "./fixes/change.ts";

/** The node roles that a rule's text speaks of. `etcd`: a host that runs etcd and no other control-plane component. */
export type RuleRole = "control-plane" | "worker" | "etcd";

/** Facts as a condition is shown them, out of `All`: those that it needs known, those that help as observed. */
export type ShownOf<All, Needed extends keyof All, Helpful extends keyof All = never> = {
  readonly [K in Needed]: Exclude<All[K], Unknown>;
} & { readonly [K in Helpful]: All[K] };

/** One sentence of a rule: which facts it names out of `All`, and what follows from them. */
export type ConditionOn<All> = {
  readonly needs: readonly (keyof All)[];
  readonly decide: (facts: All) => Verdict;
  /** What it takes to pass, as a clause: "no --read-only-port on the kubelet's command line". */
  readonly says?: string;
};

/** One that is decided on one node's facts. */
export type Condition = ConditionOn<ObservedFacts>;

/** A condition with its clause. */
export const saying = (says: string, of: Condition): Condition => ({ ...of, says });

/** What it takes to pass by each reading, in words. */
export type Readings = { readonly literal: string; readonly effective: string };

/** Conditions as one text; undefined where one of them has no words. */
function wordsOf(conditions: readonly Condition[]): string | undefined {
  const clauses = conditions.flatMap(({ says }) => says ?? []);
  return clauses.length === conditions.length ? [...new Set(clauses)].join("; ") : undefined;
}

/**
 * Shows the facts that are named and no others, each looked at when it is asked for: which of them were looked at says for
 * which other nodes a verdict holds. A view, not a copy: it is made for every condition and node.
 */
function showing<All extends object>(names: readonly (keyof All)[]): (facts: All) => object {
  type View = { given: All };
  const look = (name: keyof All) => ({
    get(this: View) {
      return this.given[name];
    },
  });
  const view = Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, look(name)])));
  return (facts) => Object.assign(Object.create(view) as View, { given: facts });
}

/**
 * Makes conditions on the facts in `needs`, out of `All`. Where one of them is unknown, the verdict is Not Reviewed with
 * its cause and `judge` is not asked. Facts in `helpful` reach it as observed, unknown included: for what may prove a
 * finding, or only names things, but is not needed for a pass.
 */
export const conditionOn =
  <All extends object>() =>
  <Needed extends keyof All, Helpful extends keyof All = never>(
    needs: readonly Needed[],
    judge: (facts: ShownOf<All, Needed, Helpful>) => Verdict,
    helpful: readonly Helpful[] = [],
  ): ConditionOn<All> => {
    const named = [...needs, ...helpful];
    const shown = showing<All>(named);
    return {
      needs: named,
      decide(facts) {
        const unseen = needs.flatMap((need) => {
          const fact = facts[need] as Observed<unknown>;
          return fact.state === "unknown" ? [unseenVerdict(fact)] : [];
        });
        if (unseen.length > 0) return worst(unseen);
        return judge(shown(facts) as ShownOf<All, Needed, Helpful>);
      },
    };
  };

/** A condition on one node's facts. */
export const condition = conditionOn<ObservedFacts>();

/** Not Reviewed because of what could not be seen. */
export function unseenVerdict({ reason, message, source }: Unknown): Verdict {
  const seen: Seen = { what: source.request, value: `${reason}: ${message}`, source, unseen: reason };
  return notReviewed(`Not seen (${reason}): ${source.request}.`, [seen]);
}

/** A rule that is judged on every node of its roles. All conditions of a reading are decided; the worst counts. */
export type NodeRule = {
  readonly kind: "node";
  readonly id: string;
  readonly roles: readonly RuleRole[];
  /** Roles that the text does not name but the requirement's title covers: judged, shown, not counted in the literal status. */
  readonly also: readonly RuleRole[];
  readonly literal: readonly Condition[];
  readonly effective: readonly Condition[];
  /** What a compliant node shows, in a few words. */
  readonly expected: string;
  readonly readings: Readings;
  /** What differs from release to release of the component judged, a sentence each. */
  readonly errata: readonly string[];
  /** How to look by hand. */
  readonly check: string;
  /** What to change. */
  readonly fix: string;
  /** What kind of change that is: the way to make it on each distribution follows from it. */
  readonly changes: readonly Change[];
};

/** A rule that a person has to judge: always Not Reviewed, with what to look at. */
export type ManualRule = {
  readonly kind: "manual";
  readonly id: string;
  readonly expected: string;
  readonly check: string;
  readonly fix: string;
};

type Defaulted = "also" | "effective" | "errata" | "changes";
type Given = Omit<NodeRule, "kind" | "readings" | Defaulted> &
  Partial<Pick<NodeRule, Defaulted>> & { readonly readings?: Partial<Readings> };

/**
 * A node rule; `also`, `errata` and `changes` default to none, `effective` to the literal conditions, a reading's words
 * to what its conditions say.
 */
export function defineNodeRule(rule: Given): NodeRule {
  const literal = rule.readings?.literal ?? wordsOf(rule.literal) ?? rule.expected;
  const effective = rule.readings?.effective ?? (rule.effective && wordsOf(rule.effective)) ?? literal;
  const defaults = { kind: "node", also: [], errata: [], changes: [], effective: rule.literal } as const;
  return { ...defaults, ...rule, readings: { literal, effective } };
}

/** The facts that a rule names in either reading. */
export const factsOf = ({ literal, effective }: NodeRule): readonly NodeFact[] => [
  ...new Set([...literal, ...effective].flatMap(({ needs }) => needs)),
];
