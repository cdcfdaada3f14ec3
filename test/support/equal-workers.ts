import { assess } from "../../src/assess/assess.ts";
import { replaySession } from "../../src/connect/recordings/replay.ts";
import type { CollectedFacts, NodeEvidence } from "../../src/evidence/node.ts";
import type { Invocation } from "../../src/evidence/processes.ts";
import { unreadClusterFacts } from "../../src/evidence/unread.ts";
import type { Assessment } from "../../src/findings/assessment.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { assessInput, clusterEvidence, connected, nodeEvidence } from "./evidence.ts";
import { here } from "./facts.ts";
import { nodeRecording } from "./recordings.ts";

const recording = nodeRecording("w1");

/** A worker as the demo's, whose certificates, processes, name and address are its own. */
export async function equalWorker(number: number): Promise<NodeEvidence> {
  const [name, address] = [`w${number}`, `10.0.0.${number}`];
  const recorded = await collectNode(replaySession(recording), name, { ...connected, address });
  const seconds = String(number * 7).padStart(2, "0");
  const path = "/etc/kubernetes/pki/kubelet.crt";
  const certificate = { subject: `CN=system:node:${name}`, issuer: "CN=kubernetes", selfSigned: false };
  const kubelet = recorded["process.kubelet"];
  const config = recorded["kubelet.config"];
  const unit = recorded["kubelet.unit"];
  const next = unit.state === "present" ? unit.value.nextStart : unit;
  if (
    kubelet.state !== "present" ||
    config.state !== "present" ||
    unit.state !== "present" ||
    next.state !== "present"
  ) {
    throw new Error("the recording shows no kubelet");
  }
  const flags = [`--hostname-override=${name}`, `--node-ip=${address}`];
  const started = (call: Invocation): Invocation => ({ ...call, argv: [...call.argv, ...flags] });
  const own = { file: "/etc/default/kubelet", text: `KUBELET_EXTRA_ARGS=${flags.join(" ")}\n` };
  const facts: CollectedFacts = {
    ...recorded,
    "process.kubelet": here(
      kubelet.value.map((call) => ({ ...started(call), source: { ...call.source, host: name, pid: 1000 + number } })),
    ),
    "kubelet.unit": here({ ...unit.value, texts: [...unit.value.texts, own], nextStart: here(started(next.value)) }),
    "kubelet.config": here({
      ...config.value,
      settings: {
        ...config.value.settings,
        tlsCertFile: { value: path, file: "/var/lib/kubelet/config.yaml", line: 9 },
      },
    }),
    "stat.flag-files": here({}),
    certificates: here({ [path]: here([{ ...certificate, notAfter: `2027-11-2${number}T06:00:${seconds}.000Z` }]) }),
  };
  return nodeEvidence(name, facts, { address });
}

/** An assessment of these workers by the STIG, without the API. */
export function assessedWorkers(nodes: readonly NodeEvidence[]): Assessment {
  const api = clusterEvidence(unreadClusterFacts("", "not-collected", "no API"));
  return assess(assessInput(nodes, api, { apiConfigured: false }));
}
