import type { ClusterEvidence } from "../evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence } from "../evidence/node.ts";
import { type Observed, type Source, type Unknown, unknown } from "../evidence/observed.ts";
import { unreadClusterFacts, unreadFacts } from "../evidence/unread.ts";

const notAsked = "this run was made before plimsoll asked for it";

const unread = (source: Source): Unknown => unknown("not-collected", notAsked, source);

const mapped = <T>(fact: Observed<T>, change: (value: T) => T): Observed<T> =>
  fact.state === "present" ? { ...fact, value: change(fact.value) } : fact;

/**
 * Facts of 0.1.0 that look like today's and say less: etcd's variables were not read, nor the unit's next start, and of
 * etcd's directories only one was walked.
 */
function asToday(facts: CollectedFacts): CollectedFacts {
  const { "process.etcd": etcd, "kubelet.unit": unit, "stat.etcd-data": data } = facts;
  return {
    ...facts,
    "stat.etcd-data": unread(data.source),
    "process.etcd": mapped(etcd, (calls) => calls.map((call) => ({ ...call, env: "unread" as const }))),
    "kubelet.unit": mapped(unit, (value) => ({ ...value, nextStart: unread(unit.source) })),
  };
}

/** Evidence with every fact that is known today: what an older version did not ask for, nobody looked at. */
export function withAllFacts(evidence: NodeEvidence): NodeEvidence {
  const none = unreadFacts(evidence.node, "not-collected", notAsked);
  const isOlder = !("content.etcd-config" in evidence.facts);
  const facts = { ...none, ...evidence.facts };
  return { ...evidence, facts: isOlder ? asToday(facts) : facts };
}

/** The same of a cluster. */
export const withAllClusterFacts = (evidence: ClusterEvidence): ClusterEvidence => ({
  ...evidence,
  facts: { ...unreadClusterFacts("", "not-collected", notAsked), ...evidence.facts },
});
