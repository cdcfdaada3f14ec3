import type { ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import { clusterFacts } from "./cluster-facts.ts";
import { here } from "./facts.ts";

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
