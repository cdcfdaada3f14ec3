import { groupsOfCluster } from "../../src/assess/judge-cluster.ts";
import type { Observed } from "../../src/evidence/observed.ts";
import type { ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import type { ObservedForCluster, RunHost } from "../../src/evidence/run.ts";
import type { Verdict } from "../../src/findings/verdict.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { clusterFacts } from "./cluster-facts.ts";
import { controlPlane, type FactsGiven, facts, here } from "./facts.ts";

/** A cluster whose API listed these, and no more: what the guidance's checks on workloads look at. */
export const workloadsRead = ({
  pods = [],
  workloads = [],
  ...more
}: {
  readonly pods?: readonly ApiPod[];
  readonly workloads?: readonly ApiWorkload[];
} & Partial<ObservedForCluster>): ObservedForCluster =>
  clusterFacts({
    "api.pods": here(pods),
    "api.workloads": here(workloads),
    "api.pod-templates": here([]),
    "api.nodes": here([]),
    "run.hosts": here([]),
    ...more,
  });

/** A rule's verdicts: on what is the users', and apart on what is the platform's. */
export const judgedApart = (rule: Rule, facts: ObservedForCluster) => {
  if (rule.kind !== "cluster") throw new Error("not judged on the cluster");
  const [own, apart] = groupsOfCluster("c", rule, facts);
  if (own === undefined) throw new Error("not judged");
  return { own: own.literal, apart: apart?.literal };
};

/** What a verdict shows, a line each. */
export const linesOf = ({ seen }: Pick<Verdict, "seen">): readonly string[] =>
  seen.map(({ what, value }) => `${what}: ${value}`);

/** The control-plane host of a cluster, with what it shows of its API server. */
export const controlPlaneHost = (given: FactsGiven): Observed<readonly RunHost[]> =>
  here([{ name: "cp1", isRead: true, facts: facts({ "node.role": here(controlPlane), ...given }) }]);
