import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { RecordedAnswer, Recording } from "../../../src/connect/recordings/recording.ts";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import type { ObservedFacts } from "../../../src/evidence/node.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { rules } from "../../../src/rules/index.ts";
import { apiNode, controlPlane, facts, here, worker } from "../../support/facts.ts";

// A node of OpenRC (Alpine): no /run/systemd/system, so the reader answers `unit` by "unsupported". The rest is as recorded.

const unsupported: RecordedAnswer = {
  state: "failed",
  cause: "unsupported",
  message: "systemd does not run this node",
};

async function factsOf(node: "cp1" | "w1", hasSystemd: boolean): Promise<ObservedFacts> {
  const url = new URL(`../../../src/demo/recordings/${node}.json`, import.meta.url);
  const recorded = Object.entries(JSON.parse(readFileSync(url, "utf8")) as Recording);
  const recording = Object.fromEntries(
    recorded.map(([request, answer]) => [request, request.startsWith("unit ") && !hasSystemd ? unsupported : answer]),
  );
  const transport = {
    address: "10.0.0.7",
    port: 22,
    stage: "ready",
    outcome: "connected",
    message: "",
    viaJump: false,
  };
  return facts({
    ...(await collectNode(replaySession(recording), node, transport as Parameters<typeof collectNode>[2])),
    "node.role": here(node === "cp1" ? controlPlane : worker),
    "node.api": apiNode({ name: node }),
    "cluster.etcd-hosts": here(["10.77.0.10"]),
    "api.kube-proxy-pods": here([]),
  });
}

describe.each(["cp1", "w1"] as const)("%s without systemd", (node) => {
  it("knows nothing of units, which is not that there are none", async () => {
    const [withSystemd, without] = await Promise.all([factsOf(node, true), factsOf(node, false)]);
    const changed = (Object.keys(without) as (keyof ObservedFacts)[]).filter(
      (fact) => without[fact].state !== withSystemd[fact].state,
    );
    expect(changed).toEqual(expect.arrayContaining(["kubelet.unit"]));
    expect(Object.fromEntries(changed.map((fact) => [fact, without[fact].state]))).toEqual(
      Object.fromEntries(changed.map((fact) => [fact, "unknown"])),
    );
  });

  it("passes no rule that it does not pass with it", async () => {
    const [withSystemd, without] = await Promise.all([factsOf(node, true), factsOf(node, false)]);
    const passes = (seen: ObservedFacts) =>
      rules.flatMap((rule) => {
        if (rule.kind !== "node") return [];
        const { literal, effective } = judgeNode(rule, seen);
        const isPass = ({ status }: typeof literal) => status === "not_a_finding" || status === "not_applicable";
        return [
          ...(isPass(literal) ? [`${rule.id} literal`] : []),
          ...(isPass(effective) ? [`${rule.id} effective`] : []),
        ];
      });
    const before = new Set(passes(withSystemd));
    const after = passes(without);
    expect(after.length).toBeGreaterThan(10);
    expect(after.filter((pass) => !before.has(pass))).toEqual([]);
  });
});
