import type { ClusterFact, ClusterFacts, ObservedClusterFacts } from "../../src/evidence/cluster.ts";
import type { Observed } from "../../src/evidence/observed.ts";
import type { ApiContainer, ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import { unreadClusterFacts } from "../../src/evidence/unread.ts";

export type ClusterFactsGiven = { readonly [K in ClusterFact]?: Observed<ClusterFacts[K]> };

/** A cluster's facts with those given; all others are unknown, as if nobody had asked. */
export const clusterFacts = (given: ClusterFactsGiven): ObservedClusterFacts => ({
  ...unreadClusterFacts("https://api", "not-collected", "not part of this test"),
  ...given,
});

export const container = (more: Partial<ApiContainer> = {}): ApiContainer => ({
  kind: "container",
  name: "main",
  image: "registry.example/app:1",
  ports: [],
  secretVariables: [],
  ...more,
});

export const pod = (more: Partial<ApiPod> = {}): ApiPod => ({
  namespace: "shop",
  name: "app-1",
  labels: {},
  phase: "Running",
  hostNetwork: false,
  containers: [container()],
  running: [],
  ...more,
});

export const workload = (more: Partial<ApiWorkload> = {}): ApiWorkload => ({
  kind: "Deployment",
  namespace: "shop",
  name: "app",
  labels: {},
  templateLabels: {},
  hostNetwork: false,
  containers: [container()],
  ...more,
});
