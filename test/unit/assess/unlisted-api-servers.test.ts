import { describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { recordedFacts } from "../../support/base-states.ts";
import { apiService, forbiddenBut, nothingListed } from "../../support/cluster-facts.ts";
import { assessInput, clusterEvidence, nodeEvidence } from "../../support/evidence.ts";
import { apiNodeOf, controlPlaneLabel, here, namespaces } from "../../support/facts.ts";

const worker = nodeEvidence("w1", await recordedFacts("w1"), { address: "10.0.0.1" });
const controlPlane = nodeEvidence("cp1", await recordedFacts("cp1"), {
  declaredRole: "control-plane",
  address: "10.0.0.7",
});

/** A run of hosts in a cluster whose API servers are at these addresses. */
function runOf(
  addresses: readonly string[],
  nodes = [controlPlane, worker],
  apiNodes = [apiNodeOf("cp1", { labels: controlPlaneLabel })],
) {
  const endpoints = addresses.map((address) => ({ address, protocol: "tcp" as const, port: 6443 }));
  const facts = {
    ...nothingListed,
    "api.version": here("v1.36.2"),
    "api.namespaces": namespaces(),
    "api.nodes": here([...apiNodes, apiNodeOf("w1")]),
    "api.services": here([apiService({ namespace: "default", name: "kubernetes", endpoints })]),
  };
  return assess(assessInput(nodes, clusterEvidence(forbiddenBut(facts)), { benchmarks: [releases.v2r6] }));
}
const ofControlPlanes = (run: ReturnType<typeof runOf>) => run.findings.find(({ id }) => id === "V-242381")?.status;
const unread = ({ coverage }: ReturnType<typeof runOf>) =>
  coverage.nodes.flatMap(({ name, state }) => (state === "read" ? [] : [name]));

describe("API servers that are on no node of a run", () => {
  it("count as control planes that nobody looked at", () => {
    const run = runOf(["10.0.0.7", "10.0.0.8", "10.0.0.9"]);
    expect(unread(run)).toEqual(["10.0.0.8", "10.0.0.9"]);
    expect(ofControlPlanes(run)).toBe("not_reviewed");
  });

  it("are none where each address is a node's", () => {
    const run = runOf(["10.0.0.7"]);
    expect([unread(run), ofControlPlanes(run)]).toEqual([[], "not_a_finding"]);
  });

  it("are none where control planes stand behind another address than theirs", () => {
    expect(unread(runOf(["203.0.113.1"]))).toEqual([]);
  });

  it("are as many as there are more of them than control planes", () => {
    expect(unread(runOf(["203.0.113.1", "203.0.113.2"]))).toEqual(["203.0.113.1"]);
  });

  it("are somebody else's where no node is a control plane", () => {
    expect(unread(runOf(["203.0.113.1"], [worker], []))).toEqual([]);
  });
});
