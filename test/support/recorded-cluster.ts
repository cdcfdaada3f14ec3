import { readFileSync } from "node:fs";
import { concludeFacts } from "../../src/assess/roles.ts";
import { runFacts } from "../../src/assess/run-facts.ts";
import { type ApiRecording, recordedAnswer } from "../../src/demo/recorded-answer.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { NodeEvidence } from "../../src/evidence/node.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import { type SiteDecisions, undecided } from "../../src/evidence/site.ts";
import { collectCluster } from "../../src/probes/cluster/collect-cluster.ts";
import { answeringApi } from "./api-session.ts";
import { recordedFacts } from "./base-states.ts";

/** All that the recorded API server of a kubeadm cluster says. */
export function recordedApi(): Promise<ClusterEvidence> {
  const file = new URL("../../src/demo/recordings/api.json", import.meta.url);
  const recording = JSON.parse(readFileSync(file, "utf8")) as ApiRecording;
  const api = answeringApi((path, form) => {
    const accept = form === "metadata" ? "as=PartialObjectMetadataList" : "";
    const body = recordedAnswer(recording, path.split("?")[0] ?? "", accept);
    return body === undefined
      ? { state: "failed", cause: "unsupported", message: "404", status: 404 }
      : { state: "answered", body };
  });
  return collectCluster(api, "c", () => new Date("2026-11-21T13:05:00.000Z"));
}

/** What a run of the recorded kubeadm cluster shows, with one control-plane node and two workers. */
export async function recordedCluster(site: SiteDecisions = undecided): Promise<ObservedForCluster> {
  const cluster = await recordedApi();
  const host = async (node: string, recorded: "cp1" | "w1"): Promise<NodeEvidence> => ({
    node,
    address: "",
    declaredRole: recorded === "cp1" ? "control-plane" : "worker",
    labels: {},
    read: { state: "read" },
    collectedAt: cluster.collectedAt,
    readerSha256: "",
    facts: await recordedFacts(recorded),
  });
  const hosts = await Promise.all([host("cp1", "cp1"), host("w1", "w1"), host("w2", "w1")]);
  const targets = hosts.map((evidence) => ({
    target: evidence.node,
    read: evidence.read,
    facts: concludeFacts(evidence, cluster, site, hosts),
  }));
  return runFacts(cluster, targets, site);
}
