import { readFileSync } from "node:fs";
import { concludeFacts } from "../../src/assess/roles.ts";
import type { Recording } from "../../src/connect/recordings/recording.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { ApiService } from "../../src/evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence, ObservedFacts } from "../../src/evidence/node.ts";
import { type ApprovedPort, type PortsList, undecided } from "../../src/evidence/site.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { atRelease, withFlags, without, withSettings } from "./changed-facts.ts";
import { forbiddenBut } from "./cluster-facts.ts";
import { inForce } from "./configz.ts";
import { here, namespaces, facts as nodeFacts, nodeOfApi, worker } from "./facts.ts";
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

const transport = { address: "10.0.0.7", port: 22, stage: "ready", outcome: "connected", message: "", viaJump: false };

/** All facts of a node of the demo, as its recording shows them, or as it would answer where that is given. */
export async function recordedFacts(
  node: "cp1" | "w1",
  answering = (recording: Recording): Recording => recording,
): Promise<CollectedFacts> {
  const url = new URL(`../../src/demo/recordings/${node}.json`, import.meta.url);
  const recording = JSON.parse(readFileSync(url, "utf8")) as Recording;
  return collectNode(replaySession(answering(recording)), node, transport);
}

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

const kubernetes: ApiService = {
  namespace: "default",
  name: "kubernetes",
  type: "ClusterIP",
  clusterIP: true,
  external: false,
  labels: { component: "apiserver", provider: "kubernetes" },
  selector: {},
  ports: [{ protocol: "tcp", port: 443 }],
  endpoints: [{ address: "10.77.0.10", protocol: "tcp", port: 6443 }],
};

/** What the rules are shown of a node, the API's word included. */
function shown(
  node: "cp1" | "w1",
  facts: CollectedFacts,
  declaredRole: NodeEvidence["declaredRole"] = node === "cp1" ? "control-plane" : "worker",
): ObservedFacts {
  const version = "v1.36.2";
  const listed = [
    ["cp1", declaredRole === "etcd" ? {} : { "node-role.kubernetes.io/control-plane": "" }],
    ["cp2", { "node-role.kubernetes.io/control-plane": "" }],
    ["w1", {}],
  ] as const;
  const nodes = listed.map(([name, labels]) =>
    nodeOfApi({
      name,
      labels,
      kubeletVersion: version,
      addresses: name === "cp1" ? [{ type: "InternalIP", address: "10.77.0.10" }] : [],
      taints: name === "w1" ? [] : [taint],
    }),
  );
  const cluster = {
    cluster: "c",
    collectedAt: "",
    facts: forbiddenBut({
      "api.version": here(version),
      "api.nodes": here(nodes),
      "api.namespaces": namespaces({ shop: "restricted" }),
      "api.pods": here([]),
      "api.workloads": here([]),
      "api.pod-templates": here([]),
      "api.persistent-volumes": here([]),
      "api.services": here([kubernetes]),
      "api.discovery": here([]),
      "api.all-category": here([]),
      "api.user-resources": here([]),
      "api.psp": here([]),
      "api.plugin-policies": here([]),
      "api.felix-configurations": here([]),
      "api.peer-authentications": here([]),
      "api.network-settings": here({}),
      "api.configz": here([]),
    }),
  };
  const evidence = {
    node,
    address: "",
    declaredRole,
    labels: {},
    read: { state: "read" },
    collectedAt: "2026-11-21T13:05:00.000Z",
    readerSha256: "",
    facts,
  } as const;
  const etcdOfCp2: NodeEvidence = { ...evidence, node: "cp2", address: "10.77.0.11" };
  return concludeFacts(evidence, cluster, { ...undecided, ppsm }, [evidence, etcdOfCp2]);
}
const taint = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };

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
