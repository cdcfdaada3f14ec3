import { runFacts } from "../../src/assess/run-facts.ts";
import type { ApiService, ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { ApiContainer, ApiPod, ApiPodTemplate, ApiWorkload } from "../../src/evidence/pods.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import { undecided } from "../../src/evidence/site.ts";
import { unreadClusterFacts } from "../../src/evidence/unread.ts";
import { clusterEvidence } from "./evidence.ts";
import { denied, here } from "./facts.ts";

export type ClusterFactsGiven = Partial<ObservedForCluster>;

const nothingAsked = clusterEvidence(unreadClusterFacts("https://api", "not-collected", "not part of this test"));

/** A cluster's facts with those given; of the API all others are unknown, as if nobody had asked, and no host is there. */
export const clusterFacts = (given: ClusterFactsGiven): ObservedForCluster => ({
  ...runFacts(nothingAsked, [], undecided),
  ...given,
});

/** What an API server said of which only these facts are known: everything else was forbidden. */
export const forbiddenBut = (given: Partial<ClusterEvidence["facts"]>): ClusterEvidence["facts"] => ({
  ...(Object.fromEntries(Object.keys(nothingAsked.facts).map((name) => [name, denied])) as ClusterEvidence["facts"]),
  ...given,
});

/** The API server's own Service; its other fields are those of any. */
export const apiService = (more: Partial<ApiService> = {}): ApiService => ({
  namespace: "default",
  name: "kubernetes",
  type: "ClusterIP",
  clusterIP: true,
  external: false,
  labels: {},
  selector: {},
  ports: [{ protocol: "tcp", port: 443 }],
  endpoints: [{ address: "10.0.0.7", protocol: "tcp", port: 6443 }],
  ...more,
});

/** What an API server lists in whose cluster is nothing: neither pods nor policies, nor resources of users. */
export const nothingListed = {
  "api.pods": here([]),
  "api.workloads": here([]),
  "api.pod-templates": here([]),
  "api.persistent-volumes": here([]),
  "api.services": here([]),
  "api.discovery": here([]),
  "api.all-category": here([]),
  "api.user-resources": here([]),
  "api.psp": here([]),
  "api.plugin-policies": here([]),
  "api.felix-configurations": here([]),
  "api.peer-authentications": here([]),
  "api.network-settings": here({}),
} satisfies Partial<ClusterEvidence["facts"]>;

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
  attachedSecrets: [],
  security: {},
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
  attachedSecrets: [],
  security: {},
  ...more,
});

export const podTemplate = (more: Partial<ApiPodTemplate> = {}): ApiPodTemplate => ({
  ...workload(),
  kind: "PodTemplate",
  ...more,
});
