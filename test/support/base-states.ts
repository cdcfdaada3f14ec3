import { concludeFacts } from "../../src/assess/roles.ts";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { CollectedFacts, NodeEvidence, ObservedFacts } from "../../src/evidence/node.ts";
import { type ApprovedPort, type PortsList, undecided } from "../../src/evidence/site.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { atRelease, withFlags, without, withSettings } from "./changed-facts.ts";
import { apiService, forbiddenBut, nothingListed } from "./cluster-facts.ts";
import { inForce } from "./configz.ts";
import { clusterEvidence, connected, nodeEvidence } from "./evidence.ts";
import {
  apiNodeOf,
  controlPlaneLabel,
  controlPlaneTaint,
  here,
  namespaces,
  facts as nodeFacts,
  worker,
} from "./facts.ts";
import {
  changedWorker,
  etcdElsewhere,
  inContainers,
  mendedControlPlane,
  ofControlPlane,
  startsNextAsItRuns,
  withOldGates,
  withStructuredFiles,
} from "./mended-nodes.ts";
import { nodeRecording } from "./recordings.ts";

/** All facts of a node of the demo, as its recording shows them, or as it would answer where that is given. */
export const recordedFacts = (
  node: "cp1" | "w1",
  answering = (recording: Recording): Recording => recording,
): Promise<CollectedFacts> => collectNode(replaySession(answering(nodeRecording(node))), node, connected);

/** Every port approved, by a list in force: the rules on ports must find what to compare with it. */
const approved: readonly ApprovedPort[] = (["in", "out"] as const).map((direction) => ({
  first: 1,
  last: 65535,
  protocol: "tcp",
  address: "any",
  direction,
}));
const ppsm: PortsList = {
  document: "PPSM 1",
  approvedBy: "the ISSM",
  date: "2026-01-01",
  expires: "2027-01-01",
  components: {
    "kube-apiserver": approved,
    "kube-scheduler": approved,
    "kube-controller-manager": approved,
    etcd: approved,
  },
};

const kubernetes = apiService({
  labels: { component: "apiserver", provider: "kubernetes" },
  endpoints: [{ address: "10.77.0.10", protocol: "tcp", port: 6443 }],
});

/** What the rules are shown of a node, the API's word included. */
function shown(
  node: "cp1" | "w1",
  facts: CollectedFacts,
  declaredRole: NodeEvidence["declaredRole"] = node === "cp1" ? "control-plane" : "worker",
): ObservedFacts {
  const nodes = [
    apiNodeOf("cp1", {
      addresses: [{ type: "InternalIP", address: "10.77.0.10" }],
      labels: declaredRole === "etcd" ? {} : controlPlaneLabel,
      taints: [controlPlaneTaint],
    }),
    apiNodeOf("cp2", { labels: controlPlaneLabel, taints: [controlPlaneTaint] }),
    apiNodeOf("w1"),
  ];
  const cluster = clusterEvidence(
    forbiddenBut({
      ...nothingListed,
      "api.version": here("v1.36.2"),
      "api.nodes": here(nodes),
      "api.namespaces": namespaces({ shop: "restricted" }),
      "api.services": here([kubernetes]),
      "api.configz": here([]),
    }),
  );
  const evidence = nodeEvidence(node, facts, { declaredRole });
  const etcdOfCp2: NodeEvidence = { ...evidence, node: "cp2", address: "10.77.0.11" };
  return concludeFacts(evidence, cluster, { ...undecided, ppsm }, [evidence, etcdOfCp2]);
}

/** A node without SSH, of which the API shows what its kubelet says. */
const onlyKubeletsWord = nodeFacts({ "node.role": here(worker), "kubelet.configz": here(inForce()) });

/** Nodes with all their evidence, on which every rule passes at least once. */
export async function baseStates(): Promise<readonly { readonly name: string; readonly facts: ObservedFacts }[]> {
  const [cp, w] = [inContainers(await recordedFacts("cp1")), await recordedFacts("w1")];
  const [controlPlane, changed] = [mendedControlPlane(cp), changedWorker(w)];
  const mendedWorker = startsNextAsItRuns(changed);
  const oldControlPlane = withFlags(withOldGates(controlPlane), "kube-apiserver", ["--insecure-port=0"]);
  const oldWorker = withSettings(mendedWorker, { "featureGates.DynamicKubeletConfig": false });
  return [
    { name: "default control plane", facts: shown("cp1", cp) },
    { name: "default worker", facts: shown("w1", w) },
    { name: "mended control plane", facts: shown("cp1", controlPlane) },
    { name: "mended worker", facts: shown("w1", mendedWorker) },
    { name: "worker before a restart", facts: shown("w1", changed) },
    { name: "structured control plane", facts: shown("cp1", withStructuredFiles(controlPlane)) },
    { name: "control plane without etcd", facts: shown("cp1", etcdElsewhere(controlPlane)) },
    { name: "etcd host", facts: shown("cp1", without(controlPlane, ...ofControlPlane), "etcd") },
    { name: "old control plane", facts: atRelease(shown("cp1", oldControlPlane), "v1.20.1") },
    { name: "old worker", facts: atRelease(shown("w1", oldWorker), "v1.20.1") },
    { name: "kubelet's word", facts: onlyKubeletsWord },
  ];
}
