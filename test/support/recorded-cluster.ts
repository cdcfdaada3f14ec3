import { concludeFacts } from "../../src/assess/roles.ts";
import { runFacts } from "../../src/assess/run-facts.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { NodeEvidence } from "../../src/evidence/node.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import { type SiteDecisions, undecided } from "../../src/evidence/site.ts";
import { collectCluster } from "../../src/probes/cluster/collect-cluster.ts";
import { replayedApi } from "./api-session.ts";
import { recordedFacts } from "./base-states.ts";
import { nodeEvidence } from "./evidence.ts";

/** All that the recorded API server of a kubeadm cluster says. */
export const recordedApi = (): Promise<ClusterEvidence> =>
  collectCluster(replayedApi(), "c", () => new Date("2026-11-21T13:05:00.000Z"));

/** What a run of the recorded kubeadm cluster shows, with one control-plane node and two workers. */
export async function recordedCluster(site: SiteDecisions = undecided): Promise<ObservedForCluster> {
  const cluster = await recordedApi();
  const host = async (node: string, recorded: "cp1" | "w1"): Promise<NodeEvidence> =>
    nodeEvidence(node, await recordedFacts(recorded), {
      declaredRole: recorded === "cp1" ? "control-plane" : "worker",
    });
  const hosts = await Promise.all([host("cp1", "cp1"), host("w1", "w1"), host("w2", "w1")]);
  const targets = hosts.map((evidence) => ({
    target: evidence.node,
    read: evidence.read,
    facts: concludeFacts(evidence, cluster, site, hosts),
  }));
  return runFacts(cluster, targets, site);
}
