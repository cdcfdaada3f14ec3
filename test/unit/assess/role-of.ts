import { concludeFacts } from "../../../src/assess/roles.ts";
import type { ApiNode, ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence } from "../../../src/evidence/node.ts";
import { type SiteDecisions, undecided } from "../../../src/evidence/site.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { forbiddenBut } from "../../support/cluster-facts.ts";
import { clusterEvidence, nodeEvidence } from "../../support/evidence.ts";
import { here, nothing, processOf } from "../../support/facts.ts";

export const api = (...nodes: readonly ApiNode[]): ClusterEvidence =>
  clusterEvidence(forbiddenBut({ "api.version": here("v1.36.2"), "api.nodes": here(nodes) }));
export const noApi = clusterEvidence(forbiddenBut({}));

/** Evidence of a host that was read; of what is not given nobody knows. */
export const host = (
  declaredRole: NodeEvidence["declaredRole"],
  facts: Partial<CollectedFacts> = {},
  address = "10.0.0.1",
): NodeEvidence =>
  nodeEvidence("n1", { ...unreadFacts("n1", "not-collected", "test"), ...facts }, { address, declaredRole });
export const nothingOfAControlPlane: Partial<CollectedFacts> = {
  "manifest.kube-apiserver": nothing,
  "manifest.kube-controller-manager": nothing,
  "manifest.kube-scheduler": nothing,
  "manifest.etcd": nothing,
  "process.kube-apiserver": nothing,
  "process.kube-controller-manager": nothing,
  "process.kube-scheduler": nothing,
  "process.etcd": nothing,
};
export const runningKubelet = { "process.kubelet": here([processOf(["kubelet"])]) };

/** What a node is taken for by its own evidence and the API's. */
export const roleOf = (evidence: NodeEvidence, cluster: ClusterEvidence, site: SiteDecisions = undecided) => {
  const role = concludeFacts(evidence, cluster, site)["node.role"];
  if (role.state !== "present") return role.state;
  const { controlPlane, worker, etcdOnly } = role.value;
  return { controlPlane, worker, etcdOnly };
};

export const asControlPlane = { controlPlane: true, worker: false, etcdOnly: false };
export const asWorker = { controlPlane: false, worker: true, etcdOnly: false };
