import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { CollectedFacts, NodeEvidence } from "../../src/evidence/node.ts";
import type { Manifest } from "../../src/run-folder/manifest.ts";
import { nodeEvidenceFile } from "../../src/run-folder/manifest.ts";
import { openRun } from "../../src/run-folder/write-run.ts";
import { recordedFacts } from "./base-states.ts";
import { nodeEvidence } from "./evidence.ts";
import { configured, hostNameOf, isControlPlane } from "./large-fleet.ts";
import { recordedApi } from "./recorded-cluster.ts";
import { runManifest } from "./run-manifest.ts";

/** How many nodes, and in how many configurations its workers are. */
export type FleetSize = { readonly nodes: number; readonly configurations: number };

const addressOf = (index: number): string => `10.${80 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

/** The second at which something happened on a node: no two do the same at the same time. */
const secondOf = (index: number): string => `2026-11-21T${new Date(index * 1000).toISOString().slice(11, 19)}.000Z`;

/** What every node has of its own, however equal they are: name, addresses, process ids, hours of its certificates. */
function asOwn(recorded: string, index: number, was: { readonly name: RegExp; readonly address: string }): string {
  return recorded
    .replaceAll(was.name, hostNameOf(index))
    .replaceAll(was.address, addressOf(index))
    .replaceAll(/"pid":(\d+)/g, (_, pid: string) => `"pid":${Number(pid) + 400 + (index % 977) * 3}`)
    .replaceAll(/"2026-11-21T[\d:]{8}\.000Z"/g, `"${secondOf(index)}"`)
    .replaceAll(/"2027-11-21T[\d:]{8}\.000Z"/g, `"${secondOf(index).replace("2026", "2027")}"`);
}

/** A fleet's evidence, node by node, made of the demo's recordings; the first nodes are control planes. */
export async function fleetEvidence({ nodes, configurations }: FleetSize): Promise<Iterable<NodeEvidence>> {
  const [controlPlane, worker] = [await recordedFacts("cp1"), await recordedFacts("w1")].map((one) =>
    JSON.stringify(one),
  );
  const evidence = (index: number): NodeEvidence => {
    const isFirst = isControlPlane(index);
    const text = isFirst
      ? asOwn(controlPlane ?? "", index, { name: /\bcp1\b/g, address: "10.77.0.10" })
      : asOwn(worker ?? "", index, { name: /\bw1\b/g, address: "10.77.0.11" });
    const facts = JSON.parse(text) as CollectedFacts;
    return nodeEvidence(hostNameOf(index), isFirst ? facts : configured(facts, index % configurations), {
      address: addressOf(index),
      declaredRole: isFirst ? "control-plane" : "worker",
      collectedAt: secondOf(index),
    });
  };
  return {
    *[Symbol.iterator]() {
      for (let index = 0; index < nodes; index += 1) yield evidence(index);
    },
  };
}

/** What the API server of such a fleet says: the recorded one's words, with the fleet's nodes and a kube-proxy on each. */
export async function fleetApi({ nodes }: Pick<FleetSize, "nodes">): Promise<ClusterEvidence> {
  const recorded = await recordedApi();
  const { "api.nodes": listed, "api.pods": pods } = recorded.facts;
  if (listed.state !== "present" || pods.state !== "present")
    throw new Error("the recording shows no nodes or no pods");
  const like = (name: string) => listed.value.filter((node) => node.name === name);
  const all = Array.from({ length: nodes }, (_, index) => index);
  const value = all.flatMap((index) =>
    like(isControlPlane(index) ? "cp1" : "w1").map((node) => ({
      ...node,
      name: hostNameOf(index),
      addresses: [{ type: "InternalIP", address: addressOf(index) }],
    })),
  );
  const proxies = all.flatMap((index) =>
    pods.value
      .filter(({ name, node }) => name.startsWith("kube-proxy") && node === "w1")
      .map((pod) => ({ ...pod, name: `kube-proxy-${index}`, node: hostNameOf(index) })),
  );
  const ofCluster = pods.value.filter(({ node }) => node !== "w1" && node !== "w2");
  return {
    ...recorded,
    facts: {
      ...recorded.facts,
      "api.nodes": { ...listed, value },
      "api.pods": { ...pods, value: [...ofCluster, ...proxies] },
    },
  };
}

/** Writes the evidence of such a fleet as a run that was collected and not yet judged. */
export async function writeFleetRun(folder: string, size: FleetSize): Promise<void> {
  const run = openRun(folder);
  const hosts: Manifest["hosts"][number][] = [];
  for (const evidence of await fleetEvidence(size)) {
    run.writeNode(evidence);
    hosts.push({ name: evidence.node, evidence: nodeEvidenceFile(evidence.node) });
  }
  await run.writeCluster(await fleetApi(size));
  run.writeManifest(runManifest({ cluster: "fleet", apiConfigured: true, hosts }));
}
