import { readdirSync, readFileSync } from "node:fs";
import { concludeFacts } from "../../../src/assess/roles.ts";
import { collect } from "../../../src/collect.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { ApiSession, Connection, HostSession } from "../../../src/connect/session.ts";
import { recordedAnswer } from "../../../src/demo/recorded-answer.ts";
import type { ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { NodeEvidence, ObservedFacts } from "../../../src/evidence/node.ts";
import { undecided } from "../../../src/evidence/site.ts";
import type { Host } from "../../../src/inventory/inventory.ts";
import { answeringApi } from "../../support/api-session.ts";
import { answersFor, type Objects, paths } from "../../support/described-api.ts";
import { describedSession } from "../../support/described-node.ts";
import { eks, gardener, type Nodes, rke2 } from "../../support/distribution-apis.ts";
import { hostOf } from "../../support/inventory-host.ts";
import { type NodeDescription, readDescription } from "../../support/node-description.ts";
import { apiRecording, nodeRecording } from "../../support/recordings.ts";
import { connectedTo } from "../../support/transport.ts";

/** A node of a cluster before it is asked: what the inventory says of it, and the way to it. */
type Node = {
  readonly name: string;
  readonly role: Host["role"];
  readonly ssh: NodeDescription["ssh"];
  readonly session: HostSession | undefined;
};

/** A cluster of one distribution before it is asked. */
type Cluster = {
  readonly distribution: string;
  readonly madeFrom: "documentation" | "recording";
  readonly follows: readonly string[];
  readonly nodes: readonly Node[];
  readonly api: ApiSession;
};

/** What the real probes saw of a cluster. */
export type CollectedCluster = Pick<Cluster, "distribution" | "madeFrom" | "follows"> & {
  readonly nodes: readonly NodeEvidence[];
  readonly api: ClusterEvidence;
  /** A node's facts as rules are asked about them. */
  readonly factsOf: (node: string) => ObservedFacts;
};

const clusters = new URL("clusters/", import.meta.url);

/** Names of all clusters: the folders of descriptions, and kubeadm's, which was recorded. */
export const clusterNames: readonly string[] = ["kubeadm", ...readdirSync(clusters).sort()];

/** The descriptions of a cluster by name of the node. */
export const descriptionsOf = (cluster: string): ReadonlyMap<string, NodeDescription> =>
  new Map(
    readdirSync(new URL(`${cluster}/`, clusters))
      .sort()
      .map((file) => {
        const yaml = readFileSync(new URL(`${cluster}/${file}`, clusters), "utf8");
        return [file.replace(/\.yaml$/, ""), readDescription(yaml)] as const;
      }),
  );

const addressOf = (index: number): string => `10.0.0.${11 + index}`;

const apiObject = (name: string, address: string, api: NonNullable<NodeDescription["api"]>) => ({
  metadata: { name, labels: { "kubernetes.io/hostname": name, ...api.labels }, annotations: api.annotations },
  spec: { taints: api.taints, ...(api.providerID === undefined ? {} : { providerID: api.providerID }) },
  status: {
    addresses: [
      { type: "InternalIP", address },
      { type: "Hostname", address: name },
    ],
    conditions: [{ type: "Ready", status: "True" }],
    nodeInfo: { kubeletVersion: api.kubeletVersion, osImage: api.osImage },
  },
});

/** An API server that answers GETs by path; what a query asks beside it makes no difference to so few objects. */
const apiOf = (answers: Readonly<Record<string, unknown>>): ApiSession => ({
  ...answeringApi((path, form) => {
    const accept = form === "metadata" ? "as=PartialObjectMetadataList" : "";
    const body = recordedAnswer(answers, path.replace(/\?.*$/, ""), accept);
    if (body === undefined) return { state: "failed", cause: "unparseable", message: `not described: GET ${path}` };
    return { state: "answered", body };
  }),
  server: "https://api.test:6443",
});

/** Distributions of which it is described what else their API lists; of the others it answers no more. */
const listedBy: Readonly<Record<string, (nodes: Nodes) => Objects>> = { eks, gardener, rke2 };

/** What the API of a described cluster answers. */
function describedAnswers(
  distribution: string,
  descriptions: readonly (readonly [string, NodeDescription])[],
  nodes: readonly ReturnType<typeof apiObject>[],
): Readonly<Record<string, unknown>> {
  const version = nodes[0]?.status.nodeInfo.kubeletVersion ?? "";
  const list = listedBy[distribution];
  if (list === undefined) return { "/version": { gitVersion: version }, [paths.nodes]: { metadata: {}, items: nodes } };
  const ofRole = (role: Host["role"]) => descriptions.flatMap(([name, node]) => (node.role === role ? [name] : []));
  const release = /^v[\d.]+/.exec(version)?.[0] ?? "";
  const objects = list({ release, controlPlanes: ofRole("control-plane"), workers: ofRole("worker") });
  return answersFor(version, { ...objects, [paths.nodes]: nodes });
}

function describedCluster(descriptions: ReadonlyMap<string, NodeDescription>): Cluster {
  const all = [...descriptions];
  const [first] = all;
  if (first === undefined) throw new Error("a cluster without descriptions");
  const items = all.flatMap(([name, { api }], index) =>
    api === undefined ? [] : [apiObject(name, addressOf(index), api)],
  );
  return {
    distribution: first[1].distribution,
    madeFrom: first[1].madeFrom,
    follows: [...new Set(all.flatMap(([, { follows }]) => follows))],
    nodes: all.map(([name, node]) => ({
      name,
      role: node.role,
      ssh: node.ssh,
      session: node.ssh.outcome === "connected" ? describedSession(node) : undefined,
    })),
    api: apiOf(describedAnswers(first[1].distribution, all, items)),
  };
}

const connected = { stage: "ready", outcome: "connected", message: "" } as const;

/** kubeadm's cluster as the demo recorded it. */
const recordedCluster = (): Cluster => ({
  distribution: "kubeadm",
  madeFrom: "recording",
  follows: ["src/demo/recordings, of the lab's nodes (test/lab)"],
  nodes: (["cp1", "w1"] as const).map((name) => ({
    name,
    role: name === "cp1" ? "control-plane" : "worker",
    ssh: connected,
    session: replaySession(nodeRecording(name), name),
  })),
  api: apiOf(apiRecording),
});

/** Asks every node of a cluster, and its API, by the real probes. */
async function collectCluster({ nodes, api, ...about }: Cluster): Promise<CollectedCluster> {
  const collected: NodeEvidence[] = [];
  const connect = async ({ name, address }: Host): Promise<Connection> => {
    const node = nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new Error(`no node ${name}`);
    const { banner, ...attempt } = node.ssh;
    const transport = { ...connectedTo(address), ...attempt, ...(banner === undefined ? {} : { banner }) };
    return { transport, ...(node.session === undefined ? {} : { session: node.session }) };
  };
  const evidence = await collect(
    {
      cluster: about.distribution,
      hosts: nodes.map(({ name, role }, at) => hostOf(name, { address: addressOf(at), role })),
    },
    { connect, api, readerSha256: "", now: () => new Date(0) },
    {
      places: { atWork: 1, waiting: 1 },
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onNode: (node) => collected.push(node),
    },
  );
  const factsOf = (name: string): ObservedFacts => {
    const node = collected.find((candidate) => candidate.node === name);
    if (node === undefined) throw new Error(`no node ${name}`);
    return concludeFacts(node, evidence, undecided);
  };
  return { ...about, nodes: collected, api: evidence, factsOf };
}

/** A cluster by name, collected. */
export const collected = (name: string): Promise<CollectedCluster> =>
  collectCluster(name === "kubeadm" ? recordedCluster() : describedCluster(descriptionsOf(name)));

/** A cluster that a test describes itself, mostly one of the files with a thing changed. */
export const collectedFrom = (nodes: Readonly<Record<string, NodeDescription>>): Promise<CollectedCluster> =>
  collectCluster(describedCluster(new Map(Object.entries(nodes))));
