import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import type { Recording } from "../../../src/connect/recording.ts";
import { replaySession } from "../../../src/connect/replay.ts";
import type { CollectedFacts, NodeEvidence } from "../../../src/evidence/node.ts";
import type { Invocation } from "../../../src/evidence/processes.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { unreadClusterFacts, unreadFacts } from "../../../src/evidence/unread.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { rules } from "../../../src/rules/index.ts";
import { here } from "../../support/facts.ts";

const recording = JSON.parse(
  readFileSync(new URL("../../../src/demo/recordings/w1.json", import.meta.url), "utf8"),
) as Recording;
const transport = { address: "10.0.0.1", port: 22, stage: "ready", outcome: "connected", message: "", viaJump: false };

const evidence = (node: string, address: string, facts: CollectedFacts): NodeEvidence => ({
  ...{ node, address, declaredRole: "worker", labels: {}, read: { state: "read" } },
  ...{ collectedAt: "2026-11-21T06:00:00.000Z", readerSha256: "", facts },
});

/** A worker as the demo's, whose certificates, processes, name and address are its own. */
async function worker(number: number): Promise<NodeEvidence> {
  const [name, address] = [`w${number}`, `10.0.0.${number}`];
  const recorded = await collectNode(replaySession(recording), name, { ...transport, address });
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
  return evidence(name, address, facts);
}

// What is judged once, on the cluster, has no groups of nodes.
const isOnNodes = ({ id }: Finding): boolean => rules.some((rule) => rule.id === id && rule.kind !== "cluster");

const assessed = (nodes: readonly NodeEvidence[]): readonly Finding[] =>
  assess({
    cluster: "c",
    toolVersion: "0",
    readerSha256: "",
    collected: { from: "", to: "" },
    apiConfigured: false,
    nodes,
    api: { cluster: "c", collectedAt: "", facts: unreadClusterFacts("", "not-collected", "no API") },
    site: undecided,
    benchmarks: [releases.v2r6],
    rules,
  }).findings.filter(isOnNodes);

const targetsOf = (findings: readonly Finding[]) =>
  findings.flatMap(({ id, groups }) => groups.map(({ targets }) => `${id} ${targets.join(" ")}`));
const one = (findings: readonly Finding[], names: string) =>
  findings.flatMap(({ id, automatic }) => (automatic ? [`${id} ${names}`] : []));

describe("three equal workers", () => {
  let findings: readonly Finding[];
  beforeAll(async () => {
    findings = assessed(await Promise.all([1, 2, 3].map(worker)));
  });

  it("are one group for every rule", () => {
    expect(targetsOf(findings)).toEqual(one(findings, "w1 w2 w3"));
  });

  it("show what each has of its own, by the day", () => {
    const [group] = findings.find(({ id }) => id === "V-242425")?.groups ?? [];
    const shown = group?.effective.seen.filter(({ what }) => what.startsWith("certificate in"));
    expect(shown?.map(({ value }) => value)).toEqual(
      [1, 2, 3].map((n) => `subject CN=system:node:w${n}; issuer CN=kubernetes; not after 2027-11-2${n}`),
    );
    expect(shown?.every(({ isOwn }) => isOwn)).toBe(true);
  });
});

describe("three workers that nobody could read for the same reason", () => {
  const unread = (number: number): NodeEvidence => {
    const address = `10.0.0.${number}`;
    const attempt = {
      ...transport,
      address,
      stage: "tcp",
      outcome: "timed-out",
      message: "nothing answered",
    };
    const read = { state: "unread", cause: "timed-out", message: attempt.message } as const;
    const facts = unreadFacts(`w${number}`, "timed-out", attempt.message, attempt);
    return { ...evidence(`w${number}`, address, facts), read };
  };

  it("are one group for every rule", () => {
    const findings = assessed([1, 2, 3].map(unread));
    expect(targetsOf(findings)).toEqual(one(findings, "w1 w2 w3"));
  });
});
