import type { ClusterRuleFact, ClusterRuleFacts, ObservedClusterRuleFacts } from "../../src/evidence/cluster.ts";
import { absent, type Observed, present, unknown } from "../../src/evidence/observed.ts";
import type { ApiContainer, ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import { defaultSiteOptions } from "../../src/evidence/site.ts";
import { unreadClusterFacts } from "../../src/evidence/unread.ts";

const notAsked = unknown("not-collected", "not part of this test", { host: "https://api", request: "GET" });

export type ClusterFactsGiven = { readonly [K in ClusterRuleFact]?: Observed<ClusterRuleFacts[K]> };

/** A cluster's facts with those given; all others are unknown, as if nobody had asked. */
export const clusterFacts = (given: ClusterFactsGiven): ObservedClusterRuleFacts => ({
  ...unreadClusterFacts("https://api", "not-collected", "not part of this test"),
  "run.authorizers": notAsked,
  "run.collected-at": present("2026-11-21T06:00:00.000Z", { host: "https://api", request: "the run" }),
  "site.options": present(defaultSiteOptions, { host: "https://api", request: "the site's decisions" }),
  "site.secret-access": absent({ host: "https://api", request: "the site's decisions" }),
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
  attachedSecrets: [],
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
  ...more,
});
