import { assess } from "../../src/assess/assess.ts";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../src/benchmark/nsa-cisa/guidance.ts";
import type { CollectedFacts, NodeEvidence } from "../../src/evidence/node.ts";
import { unreadClusterFacts } from "../../src/evidence/unread.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { recordedFacts } from "./base-states.ts";
import { assessInput, clusterEvidence, nodeEvidence } from "./evidence.ts";

/** What is different on some nodes: each of these is there or not, so six of them make 64 configurations. */
const settings = [
  { key: "protectKernelDefaults", value: true },
  { key: "readOnlyPort", value: 10255 },
  { key: "tlsMinVersion", value: "VersionTLS12" },
  { key: "tlsCertFile", value: "/etc/kubernetes/pki/kubelet.crt" },
  { key: "rotateCertificates", value: false },
  { key: "hostnameOverride", value: "other" },
] as const;

const controlPlanes = 3;
export const isControlPlane = (index: number): boolean => index < controlPlanes;

/** The host name of the node at a place in the inventory. */
export const hostNameOf = (index: number): string =>
  `${isControlPlane(index) ? "cp" : "worker"}-${String(index).padStart(4, "0")}.rack-${index % 40}.example.com`;

/**
 * An assessment of so many nodes by both benchmarks: three control-plane nodes, the others workers of so many
 * configurations, made of the demo's recordings. With as many configurations as nodes no two workers are alike.
 * @param arranged the order in which the inventory has them, or others in their place.
 */
export async function largeFleet(
  nodes: number,
  configurations: number,
  arranged: (hosts: readonly NodeEvidence[]) => readonly NodeEvidence[] = (hosts) => hosts,
): Promise<Assessment> {
  const controlPlane = JSON.stringify(await recordedFacts("cp1"));
  const worker = JSON.stringify(await recordedFacts("w1"));
  const hosts = Array.from({ length: nodes }, (_, index): NodeEvidence => {
    const isFirst = isControlPlane(index);
    const name = hostNameOf(index);
    const text = isFirst ? controlPlane.replaceAll(/\bcp1\b/g, name) : worker.replaceAll(/\bw1\b/g, name);
    const facts = JSON.parse(text) as CollectedFacts;
    return nodeEvidence(name, isFirst ? facts : configured(facts, index % configurations), {
      address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      declaredRole: isFirst ? "control-plane" : "worker",
    });
  });
  const notAsked = unreadClusterFacts("https://api", "not-collected", "the inventory gives no access to it");
  return assess(
    assessInput(arranged(hosts), clusterEvidence(notAsked, "fleet"), {
      toolVersion: "0.1.0",
      collected: { from: "2026-11-21T13:05:00Z", to: "2026-11-21T13:09:00Z" },
      apiConfigured: false,
      benchmarks: [releases.v2r6, nsaCisa],
    }),
  );
}

/** A worker's facts in one of many configurations. */
export function configured(facts: CollectedFacts, configuration: number): CollectedFacts {
  const config = facts["kubelet.config"];
  if (config.state !== "present") throw new Error("the recording has no kubelet configuration");
  const own = settings.flatMap(({ key, value }, bit) =>
    (configuration >> bit) & 1 ? [[key, { value, file: "/var/lib/kubelet/config.yaml", line: 90 + bit }] as const] : [],
  );
  const number = configuration >> settings.length;
  const idle = { value: `${number + 1}m`, file: "/var/lib/kubelet/config.yaml", line: 99 };
  const changed = { ...config.value.settings, ...Object.fromEntries(own), streamingConnectionIdleTimeout: idle };
  return { ...facts, "kubelet.config": { ...config, value: { ...config.value, settings: changed } } };
}
