import type { AssessInput } from "../../src/assess/assess.ts";
import { newestRelease, releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence } from "../../src/evidence/node.ts";
import { undecided } from "../../src/evidence/site.ts";
import type { SshTransport } from "../../src/evidence/ssh.ts";
import { rulesOf } from "../../src/rules/rules-of.ts";

/** How a host was reached that was read. */
export const connected = {
  address: "10.0.0.7",
  port: 22,
  stage: "ready",
  outcome: "connected",
  message: "",
  viaJump: false,
} as const satisfies SshTransport;

/** What was collected of a host: of a worker that was read, where nothing else is said. */
export const nodeEvidence = (node: string, facts: CollectedFacts, more: Partial<NodeEvidence> = {}): NodeEvidence => ({
  node,
  address: "",
  declaredRole: "worker",
  labels: {},
  read: { state: "read" },
  collectedAt: "2026-11-21T13:05:00.000Z",
  readerSha256: "",
  facts,
  ...more,
});

/** What an API server said. */
export const clusterEvidence = (facts: ClusterEvidence["facts"], cluster = "c"): ClusterEvidence => ({
  cluster,
  collectedAt: "2026-11-21T13:05:00.000Z",
  facts,
});

/** What `assess` is given of a run: by the newest STIG and without decisions, where nothing else is said. */
export function assessInput(
  nodes: Iterable<NodeEvidence>,
  api: ClusterEvidence,
  more: Partial<AssessInput> = {},
): AssessInput {
  const { benchmarks = [releases[newestRelease]] } = more;
  return {
    cluster: api.cluster,
    toolVersion: "0",
    readerSha256: "",
    collected: { from: "", to: "" },
    apiConfigured: true,
    nodes,
    api,
    site: undecided,
    benchmarks,
    rules: benchmarks.flatMap(rulesOf),
    ...more,
  };
}
