import type { Requirement } from "../benchmark/requirement.ts";
import type { ClusterFact, ClusterFacts, ObservedClusterFacts } from "../evidence/cluster.ts";
import type { ConcludedFacts, NodeFact } from "../evidence/node.ts";
import type { Observed, Unknown } from "../evidence/observed.ts";
import type { ClusterRuleFact, RunFacts } from "../evidence/run.ts";
import { clusterFactNames } from "../evidence/unread.ts";
import { clusterFactsOf } from "../rules/define-cluster-rule.ts";
import { factsOf } from "../rules/define-rule.ts";
import type { Rule } from "../rules/rule.ts";

/** What the API says that rules need and that could not be read: one question of its, why not, and who needed it. */
export type UnreadQuestion = {
  readonly request: string;
  readonly cause: string;
  readonly message: string;
  readonly rules: readonly string[];
};

// What is concluded rests on these. A concluded fact that has the name of one of the API's rests on that one.
const restsOn: Readonly<Record<Exclude<keyof ConcludedFacts | keyof RunFacts, ClusterFact>, readonly ClusterFact[]>> = {
  "kubelet.configz": ["api.configz"],
  "node.role": ["api.nodes"],
  "node.api": ["api.nodes"],
  "api.kube-proxy-pods": ["api.pods"],
  "api.node-pods": ["api.nodes", "api.pods"],
  "cluster.etcd-hosts": ["api.nodes"],
  "node.collected-at": [],
  "site.options": [],
  "site.ppsm": [],
  "run.hosts": ["api.nodes"],
  "run.collected-at": [],
  "run.authorizers": ["api.nodes"],
  "site.secret-access": [],
  "site.system-pods": [],
  "site.support-table": [],
};

/** What the API says, by name. */
type ByFact = Readonly<Record<ClusterFact, unknown>>;

function factsBehind(fact: NodeFact | ClusterRuleFact, facts: ByFact): readonly ClusterFact[] {
  if (fact in facts) return [fact as ClusterFact];
  return fact in restsOn ? restsOn[fact as keyof typeof restsOn] : [];
}

/** The facts of the API that a rule names, in either reading: to be helpful is enough, for nobody saw what they show. */
function neededBy(rule: Rule, facts: ByFact): readonly ClusterFact[] {
  if (rule.kind === "manual") return [];
  const named = rule.kind === "cluster" ? clusterFactsOf(rule) : factsOf(rule);
  return named.flatMap((fact) => factsBehind(fact, facts));
}

/** The requirements that are judged by what the API says: by any of these facts, or by any at all. */
export function rulesNeeding(
  facts: ReadonlySet<ClusterFact> | "any",
  { requirements, rules }: { readonly requirements: readonly Requirement[]; readonly rules: readonly Rule[] },
): readonly string[] {
  const wanted = new Set(requirements.map(({ id }) => id));
  const needing = rules.filter((rule) =>
    neededBy(rule, clusterFactNames).some((fact) => facts === "any" || facts.has(fact)),
  );
  return [...new Set(needing.flatMap(({ id }) => (wanted.has(id) ? [id] : [])))].toSorted();
}

/** Facts that are made of lists of which each is known or unknown by itself, with those lists. */
const listsWithin: {
  readonly [K in ClusterFact]?: (value: ClusterFacts[K]) => readonly Observed<unknown>[];
} = {
  "api.discovery": (versions) => versions.map(({ resources }) => resources),
  "api.all-category": (lists) => lists.map(({ objects }) => objects),
  "api.user-resources": (lists) => lists.map(({ objects }) => objects),
  "api.sensitive": (lists) => Object.values(lists),
  "api.configz": (kubelets) => kubelets.map(({ inForce }) => inForce),
};

/** A fact that is asked for only where the inventory says so, and was not: it is missing nowhere. */
const isNotWanted = (name: ClusterFact, fact: Observed<unknown>): boolean =>
  name === "api.configz" && fact.state === "unknown" && fact.reason === "not-collected";

/** What is unknown of a fact: all of it, or lists within it. */
function unknownsOf<K extends ClusterFact>(name: K, fact: Observed<ClusterFacts[K]>): readonly Unknown[] {
  if (fact.state === "unknown") return [fact];
  const lists = fact.state === "present" ? (listsWithin[name]?.(fact.value) ?? []) : [];
  return lists.flatMap((list) => (list.state === "unknown" ? [list] : []));
}

/** Every question to the API that a rule of the benchmark needs answered and that was not, in the order of the facts. */
export function unreadQuestions(
  requirements: readonly Requirement[],
  rules: readonly Rule[],
  facts: ObservedClusterFacts,
): readonly UnreadQuestion[] {
  const judged = rules.filter(({ id }) => requirements.some((requirement) => requirement.id === id));
  const needs = judged.map((rule) => ({ id: rule.id, facts: neededBy(rule, facts) }));
  const unread = new Map<string, UnreadQuestion>();
  for (const name of Object.keys(facts) as readonly ClusterFact[]) {
    const needing = needs.flatMap((need) => (need.facts.includes(name) ? [need.id] : []));
    if (needing.length === 0 || isNotWanted(name, facts[name])) continue;
    for (const { reason: cause, message, source } of unknownsOf(name, facts[name])) {
      const key = JSON.stringify([source.request, cause, message]);
      const rulesSoFar = unread.get(key)?.rules ?? [];
      unread.set(key, { request: source.request, cause, message, rules: union(rulesSoFar, needing) });
    }
  }
  return [...unread.values()];
}

const union = (some: readonly string[], others: readonly string[]): readonly string[] =>
  [...new Set([...some, ...others])].toSorted();
