import type { ClusterEvidence } from "../evidence/cluster.ts";
import { factsOver, hasTexts } from "../evidence/facts-when-asked.ts";
import type { Walk } from "../evidence/files.ts";
import type { KubeletUnit } from "../evidence/kubelet.ts";
import type { CollectedFacts, NodeEvidence } from "../evidence/node.ts";
import { type Observed, present, unknown } from "../evidence/observed.ts";
import type { Invocation } from "../evidence/processes.ts";
import type { SensitiveLists } from "../evidence/sensitive.ts";
import { factNames, unreadClusterFacts, unreadFacts } from "../evidence/unread.ts";

const notAsked = "this run was made before plimsoll asked for it";

/** Facts as release 0.1.0 wrote them, where they had another shape. */
type OldUnit = Observed<Omit<KubeletUnit, "nextStart"> & Partial<Pick<KubeletUnit, "nextStart">>>;
type OldEtcdData = CollectedFacts["stat.etcd-data"] | Observed<Walk>;

/** 0.1.0 did not work out what systemd starts next. */
function withNextStart(unit: OldUnit): CollectedFacts["kubelet.unit"] {
  if (unit.state !== "present") return unit;
  const nextStart = unit.value.nextStart ?? unknown("not-collected", notAsked, unit.source);
  return present({ ...unit.value, nextStart }, unit.source);
}

/** 0.1.0 walked the data of one etcd: what deviates there counts, that there is no other was not seen. */
function withOtherEtcds(data: OldEtcdData): CollectedFacts["stat.etcd-data"] {
  if (data.state !== "present") return data;
  const { value, source } = data;
  if ("length" in value) return present(value, source);
  const others = unknown("not-collected", notAsked, { ...source, request: "data of other etcds, write-ahead logs" });
  return present(
    [
      { holds: "data", walk: present(value, source) },
      { holds: "data", walk: others },
    ],
    source,
  );
}

/** 0.1.0 did not ask for the variables of a process, and wrote none. */
const withoutEnvironment = (calls: Observed<readonly Invocation[]>): Observed<readonly Invocation[]> =>
  calls.state === "present"
    ? present(
        calls.value.map((call) => ({ ...call, env: "unread" as const })),
        calls.source,
      )
    : calls;

/** Evidence of a node as rules know it: what an older version did not ask for was not looked at, and is no fact. */
export function withAllFacts(evidence: NodeEvidence): NodeEvidence {
  const { facts } = evidence;
  const all = factNames.every((name) => name in facts)
    ? facts
    : factsOver(facts, unreadFacts(evidence.node, "not-collected", notAsked));
  // Since facts have a line each none has had another shape.
  if (hasTexts(facts)) return { ...evidence, facts: all };
  return {
    ...evidence,
    facts: {
      ...all,
      "kubelet.unit": withNextStart(all["kubelet.unit"]),
      "stat.etcd-data": withOtherEtcds(all["stat.etcd-data"]),
      // The file that etcd's variables may name is asked for since the variables are.
      "process.etcd": "content.etcd-config" in facts ? all["process.etcd"] : withoutEnvironment(all["process.etcd"]),
    },
  };
}

/** Before PodTemplates were asked for, they were not searched either. */
function withPodTemplates(lists: Observed<SensitiveLists>): Observed<SensitiveLists> {
  if (lists.state !== "present") return lists;
  const older: Partial<SensitiveLists> = lists.value;
  const { podTemplates = unknown("not-collected", notAsked, { ...lists.source, request: "GET podtemplates" }) } = older;
  return present({ ...lists.value, podTemplates }, lists.source);
}

/** The same of the API. */
export function withAllClusterFacts(evidence: ClusterEvidence): ClusterEvidence {
  const facts = { ...unreadClusterFacts("", "not-collected", notAsked), ...evidence.facts };
  return { ...evidence, facts: { ...facts, "api.sensitive": withPodTemplates(facts["api.sensitive"]) } };
}
